"""Hands out the changes that are recorded for a list, and acknowledges them."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from functools import partial
from typing import Any, Generic, Self, TypeVar, cast

import attrs

from journeybee.concurrency.loops import OneAtATime
from journeybee.errors import UsageError
from journeybee.jsonvalue import is_object
from journeybee.mirror.changes import Added, Change, Changed, Deleted
from journeybee.mirror.file import MirrorFile
from journeybee.mirror.rows import differing, digest_of
from journeybee.mirror.store import Found, PassState, Store
from journeybee_api._runtime import Model

T = TypeVar("T")
R = TypeVar("R")


@attrs.define
class PassReport:
    """What a pass found.

    Attributes:
        rows: rows of the list, once each.
        added: changes of each kind that were acknowledged.
        unconfirmed: missing rows that were not deleted, because no request or earlier pass
            confirmed that they are gone.
        verified: whether the pass saw every row of the list; None while it is under way.
        problem: why it is not verified, "" if it is.

    .. versionadded:: 0.1
    """

    rows: int = 0
    added: int = 0
    changed: int = 0
    deleted: int = 0
    unconfirmed: int = 0
    verified: bool | None = None
    problem: str = ""


class Batched(Generic[T]):
    """Changes, one by one or in lists."""

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Change[T]:
        (change,) = await self.take(1)
        return change

    def batches(self, size: int = 100) -> AsyncIterator[list[Change[T]]]:
        """The changes in lists of at most `size`; requesting a list acknowledges the one before.

        A list has changes of one page at most. A program that is killed gets all of it again.

        Raises:
            ValueError: `size` is less than 1.
        """
        if size < 1:
            raise ValueError(f"size={size} is out of range: give 1 change or more")
        return _Batches(partial(self.take, size))

    async def take(self, most: int) -> list[Change[T]]:
        """The next changes, at least one; StopAsyncIteration at the end."""
        raise NotImplementedError


class Feed(Batched[T]):
    """The recorded changes of one list; `_then` records more once they are acknowledged."""

    _then: Callable[[], Awaitable[object]] | None

    def __init__(
        self, file: MirrorFile, *, name: str, scope: str, model: type[Model] | None
    ) -> None:
        self.name = name
        self.scope = scope
        self.report = PassReport()
        self._file = file
        self._model = model
        self._state: PassState | None = None
        self._turns = OneAtATime("this pass of a mirror")
        self._waiting = deque[tuple[int, Found]]()
        self._handed_out: Sequence[tuple[int, Found]] = ()
        file.begin_pass(scope, self)

    async def ack(self) -> None:
        """Write what was handed out last to the mirror, as the next request does."""
        if self._handed_out:
            await self._acknowledge(self._handed_out)

    async def take(self, most: int) -> list[Change[T]]:
        """The next changes of the list, which acknowledges those before."""
        async with self._turns:
            self._file.check_newest(self.scope, self)
            await self.ack()
            self._handed_out = ()
            while not self._waiting:
                if self._then is None:
                    raise StopAsyncIteration
                await self._then()
                self._waiting.extend(await self._store(lambda store, state: store.recorded(state)))
            count = min(most, len(self._waiting))
            self._handed_out = [self._waiting.popleft() for _ in range(count)]
            return [self._change(number, found) for number, found in self._handed_out]

    async def _acknowledge(self, changes: Sequence[tuple[int, Found]]) -> None:
        self._file.check_newest(self.scope, self)
        done = await self._store(lambda store, state: store.acknowledge(self.name, state, changes))
        for found in done:
            setattr(self.report, found.kind, getattr(self.report, found.kind) + 1)

    def _change(self, number: int, found: Found) -> Change[T]:
        row, kind = json.loads(found.text), found.kind
        shared: Any = {
            "list": self.name,
            "key": found.key,
            "id": f"{self.scope} {found.key} {found.version} {digest_of([kind, row])}",
            "row": self._as_row(row),
            "acknowledge": partial(self._acknowledge, [(number, found)]),
        }
        if found.before is None:
            return Added(**shared) if kind == "added" else Deleted(**shared)
        before = json.loads(found.before)
        return Changed(before=self._as_row(before), fields=differing(before, row), **shared)

    def _begun(self) -> PassState:
        if self._state is None:
            raise UsageError("this pass has not begun")
        return self._state

    async def _store(self, work: Callable[[Store, PassState], Any]) -> Any:
        state = self._begun()
        return await self._file.run(lambda store: work(store, state))

    def _as_row(self, data: Any) -> T:
        model = self._model
        return cast("T", model.from_dict(data) if model and is_object(data) else data)


class _Batches(AsyncIterator[R]):
    # A generator that is not iterated to its end would need to be closed.
    def __init__(self, following: Callable[[], Awaitable[R]]) -> None:
        self._following = following

    async def __anext__(self) -> R:
        return await self._following()
