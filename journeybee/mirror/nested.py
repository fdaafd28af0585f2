"""Passes over the lists below rows, such as the notes of each lead, within a budget of requests."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Any, Protocol, TypeVar

import attrs

from journeybee import introspection
from journeybee.errors import NotFoundError, UsageError
from journeybee.mirror.changes import Change
from journeybee.mirror.errors import MassDeletionError
from journeybee.mirror.feed import Batched, Feed
from journeybee.mirror.file import MirrorFile
from journeybee.mirror.parents import Parent
from journeybee.mirror.passes import Changes, Get
from journeybee.mirror.store import Found
from journeybee.pagination import Pager

T = TypeVar("T")
_log = logging.getLogger("journeybee.mirror")


class MakePass(Protocol[T]):
    """Makes the pass over the list of one parent."""

    def __call__(self, pager: Pager[T], *, get: Get | None, parent: str) -> Changes[T]:
        """Begin it."""
        ...


@attrs.define
class NestedReport:
    """What was read of the lists below rows.

    Attributes:
        parents: how many rows had their list read.
        left: how many rows are left for the next call.
        requests: how many requests were sent.
        refused: lists so much of which was missing that nothing was deleted.

    .. versionadded:: 0.1
    """

    parents: int = 0
    left: int = 0
    requests: int = 0
    refused: int = 0


class NestedChanges(Batched[T]):
    """The changes of the lists below rows, see `Mirror.nested`.

    Attributes:
        report: what was read so far.

    .. versionadded:: 0.1
    """

    def __init__(
        self,
        file: MirrorFile,
        below: Callable[[str], Pager[T]],
        make: MakePass[T],
        *,
        parents: str,
        get: Callable[[str, str], Awaitable[object]] | None,
        requests: int,
    ) -> None:
        self.report = NestedReport()
        self._file = file
        self._below = below
        self._make = make
        self._parents = parents
        self._get = get
        self._budget = requests
        self._due: list[Parent] | None = None
        self._orphans: list[str] = []
        self._parent: Parent | None = None
        self._feed: Feed[T] | None = None

    async def take(self, most: int) -> list[Change[T]]:
        """The next changes of one list, which acknowledges those before."""
        while True:
            if self._feed is None:
                self._feed = await self._next_feed()
            try:
                return await self._feed.take(most)
            except StopAsyncIteration:
                await self._end(self._feed)
            except NotFoundError:
                # The next pass over the parents deletes it.
                _log.warning("%s: its parent is gone", self._feed.scope)
                self.report.requests += 1
                self._feed = None
            except MassDeletionError as error:
                _log.warning("%s: %s", self._feed.scope, error)
                self.report.refused += 1
                await self._end(self._feed)

    async def _next_feed(self) -> Feed[T]:
        pager = self._below("parent")
        operation, style = pager.source
        name = operation.id.removeprefix("list_")
        if self._due is None:
            self._due = await self._begin(name)
        if self._orphans:
            model = introspection.list_model(operation, style)
            return _Orphans(self._file, name=name, scope=self._orphans.pop(0), model=model)
        if not self._due or self.report.requests >= self._budget:
            raise StopAsyncIteration
        parent = self._parent = self._due.pop(0)
        get = None if self._get is None else self._counted(self._get, parent.key)
        return self._make(self._below(parent.key), get=get, parent=parent.key)

    async def _begin(self, name: str) -> list[Parent]:
        parents, budget = self._parents, self._budget
        due, count = await self._file.run(lambda store: store.parents.due(name, parents, budget))
        if not count:
            raise UsageError(f"the mirror has no rows of {parents}: make a pass over it first")
        self.report.left = count
        self._orphans = await self._file.run(lambda store: store.parents.orphans(name, parents))
        return due

    async def _end(self, feed: Feed[T]) -> None:
        self._feed, parent = None, self._parent
        if isinstance(feed, Changes) and parent is not None:
            name, scope = feed.name, feed.scope
            await self._file.run(lambda store: store.parents.settle(name, scope, parent))
            self.report.parents += 1
            self.report.left -= 1
            self.report.requests += feed.requests

    def _counted(self, get: Callable[[str, str], Awaitable[object]], parent: str) -> Get:
        async def call(key: str) -> object:
            self.report.requests += 1
            return await get(parent, key)

        return call


class _Orphans(Feed[T]):
    """Deletes the rows of a list whose parent is deleted, which was confirmed."""

    def __init__(self, file: MirrorFile, **options: Any) -> None:
        super().__init__(file, **options)
        self._then = self._begin

    async def _begin(self) -> None:
        name, scope = self.name, self.scope
        state = await self._file.run(lambda store: store.open(name, scope, {}))
        self._state = await self._file.run(lambda store: store.begin_afresh(state.id))
        self._then = self._record

    async def _record(self) -> None:
        rows = await self._store(lambda store, state: store.missing(self.name, state, "", 100))
        gone = [Found("deleted", row.key, row.version + 1, row.text) for row in rows]
        if gone:
            await self._store(lambda store, state: store.record(state, gone))
            return
        number = self._begun().id
        await self._file.run(lambda store: store.parents.forget(number))
        self._then = None
