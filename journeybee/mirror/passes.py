"""One pass over a list: compares its pages with the mirror, then what is missing from it.

    marks -----> rows that events reported: fetched one by one -----> recorded, handed out ---+
      ^                                                                                      |
    pages -----> a page: its rows are seen, its changes recorded -----> handed out ----------+
      ^                                                                                      |
      +--------------------------------------------------------------------------------------+
      | the end of the list, verified
      v
    missing ---> rows that were not seen: confirmed one by one, recorded, handed out

A change is recorded before it is handed out, with the place where the pass continues. So one that
was handed out comes again until it is acknowledged, even if its row has changed since or is gone.
"""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from typing import Any, TypeVar, cast

from journeybee import introspection
from journeybee.errors import (
    APIResponseError,
    APIStatusError,
    ConfigurationError,
    ListShiftedError,
    NotFoundError,
)
from journeybee.jsonvalue import is_object
from journeybee.mirror.errors import MassDeletionError
from journeybee.mirror.feed import Feed
from journeybee.mirror.file import MirrorFile
from journeybee.mirror.listing import columns_of, refetched, scope_of
from journeybee.mirror.rows import by_key, digest_of, json_of, plain, text_of
from journeybee.mirror.store import Found, Known, PageRecord, Stored
from journeybee.pagination import Page, Pager
from journeybee.pagination.overlapping import CANNOT_REFETCH
from journeybee.pagination.state import NO_NEW_ROWS, identity

T = TypeVar("T")
Get = Callable[[str], Awaitable[object]]
_log = logging.getLogger("journeybee.mirror")
_FEW = 10
_AT_ONCE = 100
_MOST_RESTARTS = 3
_GONE = object()


class Changes(Feed[T]):
    """The changes that one pass over a list finds, see `Mirror.changes`.

    Attributes:
        name: of the list, and of its table.
        scope: path and filters of the list.
        report: what was found so far.

    .. versionadded:: 0.1
    """

    def __init__(
        self,
        file: MirrorFile,
        pager: Pager[T],
        *,
        get: Get | None,
        confirmations: int,
        max_deleted: float,
        only_marked: bool = False,
        parent: str = "",
    ) -> None:
        operation, style = pager.source
        if pager.resumed or style.rows_before(operation) != 0:
            raise ValueError(f"{operation.id} does not begin at its first row: leave the page out")
        super().__init__(
            file,
            name=operation.id.removeprefix("list_"),
            scope=scope_of(operation, style),
            model=introspection.list_model(operation, style),
        )
        self._plain = pager
        self._pager = self._refetching = refetched(pager)
        self._restarts = _MOST_RESTARTS
        self._get = get
        # A row that can be read may be outside of the filters, or below another parent.
        self._takes_marks = get is not None and self.scope == operation.path_template
        self._parent = parent
        self._only_marked = only_marked
        self._confirmations = confirmations
        self._max_deleted = max_deleted
        self._total: int | None = None
        self._pages: AsyncIterator[Page[T]] | None = None
        self._then = self._begin

    @property
    def requests(self) -> int:
        """How many requests were sent for pages."""
        return self._pager.stats.requests

    async def _begin(self) -> None:
        name, scope, columns = self.name, self.scope, columns_of(self._model)
        parent = self._parent
        await self._file.claim(self._pager.server)
        if self._only_marked:
            self._state = await self._file.run(
                lambda store: store.open(name, scope, columns, parent)
            )
            self._then = self._next_marked
            return
        state = await self._file.run(lambda store: store.begin(name, scope, columns, parent))
        pager = self._pager
        if state.token is not None:
            try:
                pager = pager.from_cursor(state.token)
            except ConfigurationError:
                _log.warning("%s: the pass cannot continue and begins again", scope)
                state = await self._file.run(lambda store: store.begin_afresh(state.id))
        self._pager, self._pages, self._state = pager, pager.pages(), state
        self._total, self.report.problem = state.total, state.problem
        self._then = self._next_page

    async def _next_marked(self) -> None:
        if not await self._fetch_marked():
            self._then = None

    async def _next_page(self) -> None:
        if await self._fetch_marked():
            return
        try:
            page = None if self._pages is None else await anext(self._pages, None)
        except (APIResponseError, ConfigurationError, ListShiftedError) as error:
            await self._begin_again(error)
            return
        if page is None:
            await self._end_of_list()
            return
        rows = by_key(page.items)
        known = await self._store(lambda store, state: store.find(self.name, state, [*rows]))
        self._total = self._total if page.total is None else page.total
        self.report.problem = self._pager.stats.shift or self.report.problem
        read = PageRecord(
            keys=[*rows],
            changes=[found for key, row in rows.items() if (found := _compared(key, row, known))],
            token=self._pager.cursor,
            total=self._total,
            problem=self.report.problem,
        )
        await self._store(lambda store, state: store.record_page(state, read))

    async def _begin_again(self, error: Exception) -> None:
        """Begin at the first page, if the list cannot be continued, or not read in this way."""
        plain = any(problem in str(error) for problem in (CANNOT_REFETCH, NO_NEW_ROWS))
        self._restarts -= 1
        if not (plain or isinstance(error, ListShiftedError)) or self._restarts < 0:
            raise error
        _log.warning("%s: the pass begins again: %s", self.scope, error)
        self._state = await self._store(lambda store, state: store.begin_afresh(state.id))
        self._pager = (self._plain if plain else self._refetching).with_options()
        self._pages, self._total, self.report.problem = self._pager.pages(), None, ""

    async def _end_of_list(self) -> None:
        report = self.report
        known, report.rows, missing = await self._store(
            lambda store, state: store.counts(self.name, state)
        )
        if not report.problem and self._total not in (None, report.rows):
            report.problem = f"{report.rows} rows came, the API reports {self._total}"
        if report.problem:
            _log.warning("%s: nothing is deleted: %s", self.scope, report.problem)
            await self._end(verified=False)
            return
        vanished = not report.rows and known and self._get is None
        most = max(self._max_deleted * known, _FEW)
        if self._max_deleted < 1 and (missing > most or vanished):
            report.problem = f"{missing} of {known} rows are missing"
            await self._end(verified=False)
            raise MassDeletionError(self.name, missing, known)
        await self._next_missing("")

    async def _next_missing(self, after: str) -> None:
        found = await self._store(
            lambda store, state: store.missing(self.name, state, after, _AT_ONCE)
        )
        if not found:
            await self._end(verified=True)
            return
        self._then = partial(self._next_missing, found[-1].key)
        gone = [row for row in found if await self._confirmed(row)]
        deleted = [Found("deleted", row.key, row.version + 1, row.text) for row in gone]
        await self._store(lambda store, state: store.record(state, deleted))

    async def _confirmed(self, row: Stored) -> bool:
        """Whether a row that is missing is gone; remembers that it is missing otherwise."""
        key = identity(json.loads(row.text))
        if self._get is not None and key is not None and self._confirmations:
            self._confirmations -= 1
            if await _fetched(self._get, key) is _GONE:
                return True
            _log.warning("%s: row %s is not in the list, but can be read", self.scope, row.key)
            self.report.unconfirmed += 1
            return False
        if row.missing is not None and row.missing < self._begun().number:
            return True
        self.report.unconfirmed += 1
        if row.missing is None:
            await self._store(
                lambda store, state: store.note_missing(self.name, state, row.key, state.number)
            )
        return False

    async def _end(self, *, verified: bool) -> None:
        now = self._file.now()
        await self._store(lambda store, state: store.end(self.name, state, now, verified=verified))
        self.report.verified = verified
        self._then = None

    async def _fetch_marked(self) -> bool:
        """Fetch rows that events reported; returns whether there were any."""
        if not self._takes_marks:
            return False
        marks = await self._file.run(lambda store: store.marks.of(self.name, _AT_ONCE))
        if not marks:
            return False
        numbers, keys = [number for number, _ in marks], [key for _, key in marks]
        known = await self._store(lambda store, state: store.find(self.name, state, keys))
        found = [await self._became(key, known) for key in keys]
        changes = [change for change in found if change is not None]
        await self._store(lambda store, state: store.settle(state, numbers, changes))
        return True

    async def _became(self, key: str, known: Known) -> Found | None:
        stored = known.rows.get(key)
        before = None if stored is None else json.loads(stored.text)
        try:
            row = await _fetched(cast("Get", self._get), identity(before) or key)
        except APIStatusError as error:
            _log.warning("%s: row %s waits for the next pass: %s", self.scope, key, error)
            return None
        if row is _GONE:
            return Found("deleted", key, stored.version + 1, stored.text) if stored else None
        if not isinstance(row, self._model or ()):
            row = self._as_listed(json_of(row), before)
        return _compared(key, row, known)

    def _as_listed(self, row: Any, before: Any) -> Any:
        """A row as the list shows it, of one that was got by itself and may have more members."""
        if not (is_object(row) and is_object(before)):
            return row
        names = {*before, *columns_of(self._model)}
        return {**before, **{name: value for name, value in row.items() if name in names}}


async def _fetched(get: Get, key: Any) -> object:
    """A row by its key, or that it is gone."""
    try:
        return await get(key)
    except NotFoundError:
        return _GONE
    except APIStatusError as error:
        if error.status_code == 410:
            return _GONE
        raise


def _compared(key: str, row: object, known: Known) -> Found | None:
    """How a row differs from the mirror's."""
    now = plain(json_of(row))
    text, stored = text_of(now), known.rows.get(key)
    if stored is None:
        return Found("added", key, known.deleted.get(key, 0) + 1, text)
    if stored.text == text or digest_of(json.loads(stored.text)) == digest_of(now):
        return None
    return Found("changed", key, stored.version + 1, text, before=stored.text)
