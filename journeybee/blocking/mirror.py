"""The mirror of blocking clients."""

# A pager of this package is unwrapped.
# pyright: reportPrivateUsage=false

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

import anyio.to_thread

from journeybee import mirror
from journeybee.blocking.loop_thread import LoopThread
from journeybee.blocking.pager import BlockingPager
from journeybee.mirror import Change, Changes, Event, ListStatus, PassReport

T = TypeVar("T")
R = TypeVar("R")


class Mirror:
    """A copy of lists in a SQLite file, as `journeybee.mirror.Mirror`, for `with`.

    Attributes:
        path: of the file.

    Raises:
        ConfigurationError: a value is out of range.

    .. versionadded:: 0.1
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        max_deleted: float = 0.2,
        account: str = "",
        accept_source: bool = False,
    ) -> None:
        self.path = Path(path)
        self._awaited = mirror.Mirror(
            path, max_deleted=max_deleted, account=account, accept_source=accept_source
        )
        self._loop = LoopThread(self._awaited.aclose)

    def __enter__(self) -> Self:
        self._loop.run(self._awaited.__aenter__)
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def changes(
        self,
        pager: BlockingPager[T],
        *,
        get: Callable[[str], object] | None = None,
        confirmations: int = 50,
        accept_deletions: bool = False,
    ) -> BlockingChanges[T]:
        """Make one pass over a list, as `journeybee.mirror.Mirror.changes`."""
        changes = self._awaited.changes(
            pager._pager,  # noqa: SLF001
            get=None if get is None else _awaitable(get),
            confirmations=confirmations,
            accept_deletions=accept_deletions,
        )
        return BlockingChanges(changes, pager._loop)  # noqa: SLF001

    def nested(
        self,
        below: Callable[[str], BlockingPager[T]],
        *,
        parents: str,
        get: Callable[[str, str], object] | None = None,
        requests: int = 1000,
        accept_deletions: bool = False,
    ) -> Iterator[Change[T]]:
        """Make passes over the lists below rows, as `journeybee.mirror.Mirror.nested`."""
        changes = self._awaited.nested(
            lambda key: below(key)._pager,  # noqa: SLF001
            parents=parents,
            get=None if get is None else _awaitable(get),
            requests=requests,
            accept_deletions=accept_deletions,
        )
        return _iterated(changes, below("parent")._loop)  # noqa: SLF001

    def follow(
        self,
        pager: BlockingPager[T],
        *,
        get: Callable[[str], object],
        every: float = 3600.0,
        **options: Any,
    ) -> Iterator[Change[T]]:
        """The changes of a list without an end, as `journeybee.mirror.Mirror.follow`."""
        changes = self._awaited.follow(
            pager._pager,  # noqa: SLF001
            get=_awaitable(get),
            every=every,
            **options,
        )
        return _iterated(changes, pager._loop)  # noqa: SLF001

    def apply(self, event: Event) -> bool:
        """Mark the row of a webhook event, as `journeybee.mirror.Mirror.apply`."""
        return self._loop.run(self._awaited.apply, event)

    def mark(self, name: str, key: str) -> bool:
        """Mark a row of a list, as `journeybee.mirror.Mirror.mark`."""
        return self._loop.run(self._awaited.mark, name, key)

    def status(self) -> list[ListStatus]:
        """The lists of the mirror; MirrorError if the file cannot be read."""
        return self._loop.run(self._awaited.status)

    def close(self) -> None:
        """Close the file; a change that was not acknowledged comes again."""
        self._loop.close()


class BlockingChanges(Iterator[Change[T]], Generic[T]):
    """The changes that one pass over a list finds, as `journeybee.mirror.Changes`.

    .. versionadded:: 0.1
    """

    def __init__(self, changes: Changes[T], loop: LoopThread) -> None:
        self._changes = changes
        self._loop = loop
        self.report: PassReport = changes.report
        self.name = changes.name
        self.scope = changes.scope

    def __next__(self) -> Change[T]:
        try:
            return self._loop.run(self._changes.__anext__)
        except StopAsyncIteration:
            raise StopIteration from None

    def batches(self, size: int = 100) -> Iterator[list[Change[T]]]:
        """The changes in lists of at most `size`, as those of `journeybee.mirror`."""
        return _iterated(self._changes.batches(size), self._loop)

    def ack(self) -> None:
        """Write what was handed out last to the mirror, as the next request does."""
        self._loop.run(self._changes.ack)


def _iterated(items: AsyncIterator[R], loop: LoopThread) -> Iterator[R]:
    while True:
        try:
            item = loop.run(items.__anext__)
        except StopAsyncIteration:
            return
        yield item


def _awaitable(get: Callable[..., object]) -> Callable[..., Awaitable[object]]:
    async def call(*keys: str) -> object:
        # The thread of the client's loop must not wait for a call of that client.
        return await anyio.to_thread.run_sync(get, *keys)

    return call
