"""The changes of a list without an end: marked rows at once, passes when they are due."""

from __future__ import annotations

from typing import Generic, Protocol, Self, TypeVar

import anyio

from journeybee.mirror.changes import Change
from journeybee.mirror.file import MirrorFile
from journeybee.mirror.passes import Changes

T = TypeVar("T")
_LOOK_SECONDS = 0.25


class MakeChanges(Protocol[T]):
    """Makes a pass, or what fetches the marked rows alone."""

    def __call__(self, *, only_marked: bool) -> Changes[T]:
        """Begin it."""
        ...


class Followed(Generic[T]):
    """What `Mirror.follow` returns.

    .. versionadded:: 0.1
    """

    def __init__(self, file: MirrorFile, make: MakeChanges[T], every: float) -> None:
        self._file = file
        self._make = make
        self._every = every
        self._changes: Changes[T] | None = None
        self._due: float | None = None
        self._marks = 0

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Change[T]:
        while True:
            if self._changes is None:
                self._changes = await self._next_changes()
            try:
                return await self._changes.__anext__()
            except StopAsyncIteration:
                self._changes = None

    async def _next_changes(self) -> Changes[T]:
        marked = self._make(only_marked=True)
        if self._due is None:
            self._due = anyio.current_time() + await self._seconds_left(marked.scope)
        else:
            await self._wait_for_marks(self._due)
        if anyio.current_time() < self._due:
            self._marks = self._file.marks
            return marked
        self._due = None
        return self._make(only_marked=False)

    async def _wait_for_marks(self, until: float) -> None:
        # No event: a receiver of webhooks may run in another thread, with another event loop.
        while self._file.marks == self._marks and (left := until - anyio.current_time()) > 0:  # noqa: ASYNC110
            await anyio.sleep(min(_LOOK_SECONDS, left))

    async def _seconds_left(self, scope: str) -> float:
        """Until a list is due for a pass: at once after one that was cut off."""
        ended = await self._file.run(lambda store: store.ended(scope))
        age = -1.0 if ended is None else self._file.now() - ended
        # A clock that was stepped back says nothing about the age.
        return self._every - age if age >= 0 else 0.0
