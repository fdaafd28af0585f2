"""One pass over a list: compares its pages with the mirror, then what is missing from it.

    pages -----> a page: its rows are seen, its changes recorded -----> handed out ---+
      ^                                                                              |
      +------------------------------------------------------------------------------+
      | the end of the list, verified
      v
    missing ---> rows that were not seen: confirmed one by one, recorded, handed out

A change is recorded before it is handed out, with the place where the pass continues. So one that
was handed out comes again until it is acknowledged, even if its row has changed since or is gone.
"""

from __future__ import annotations

import json
import logging
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from typing import Any, Generic, Self, TypeVar, cast

import attrs

from journeybee import introspection
from journeybee.concurrency.loops import OneAtATime
from journeybee.errors import APIStatusError, ConfigurationError, NotFoundError, UsageError
from journeybee.jsonvalue import is_object
from journeybee.mirror.changes import Added, Change, Changed, Deleted
from journeybee.mirror.errors import MassDeletionError
from journeybee.mirror.file import MirrorFile
from journeybee.mirror.listing import columns_of, refetched, scope_of
from journeybee.mirror.rows import by_key, differing, digest_of, json_of, plain, text_of
from journeybee.mirror.store import Found, Known, PageRecord, PassState, Store, Stored
from journeybee.pagination import Page, Pager
from journeybee.pagination.state import identity

T = TypeVar("T")
Get = Callable[[str], Awaitable[object]]
_log = logging.getLogger("journeybee.mirror")
_FEW = 10
_MISSING_AT_ONCE = 100


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


class Changes(Generic[T]):
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
    ) -> None:
        operation, style = pager.source
        if pager.resumed or style.rows_before(operation) != 0:
            raise ValueError(f"{operation.id} does not begin at its first row: leave the page out")
        self.name = operation.id.removeprefix("list_")
        self.scope = scope_of(operation, style)
        self.report = PassReport()
        self._model = introspection.list_model(operation, style)
        self._file = file
        self._pager = refetched(pager)
        self._get = get
        self._confirmations = confirmations
        self._max_deleted = max_deleted
        self._turns = OneAtATime("this pass of a mirror")
        self._state: PassState | None = None
        self._total: int | None = None
        self._pages: AsyncIterator[Page[T]] | None = None
        # What to do once the changes that were recorded are acknowledged.
        self._then: Callable[[], Awaitable[object]] | None = self._begin
        self._waiting: deque[Change[T]] = deque()
        self._last: Change[T] | None = None
        file.begin_pass(self.scope, self)

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Change[T]:
        async with self._turns:
            self._file.check_newest(self.scope, self)
            await self.ack()
            self._last = None
            while not self._waiting:
                if self._then is None:
                    raise StopAsyncIteration
                await self._then()
                recorded = await self._store(lambda store, state: store.recorded(state))
                self._waiting.extend(self._change(*change) for change in recorded)
            self._last = self._waiting.popleft()
            return self._last

    async def ack(self) -> None:
        """Write the change handed out last to the mirror, as the next one does."""
        if self._last is not None:
            await self._last.ack()

    async def _begin(self) -> None:
        name, scope, columns = self.name, self.scope, columns_of(self._model)
        state = await self._file.run(lambda store: store.begin(name, scope, columns))
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

    async def _next_page(self) -> None:
        page = None if self._pages is None else await anext(self._pages, None)
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
            lambda store, state: store.missing(self.name, state, after, _MISSING_AT_ONCE)
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
            try:
                await self._get(cast("str", key))
            except NotFoundError:
                return True
            except APIStatusError as error:
                if error.status_code == 410:
                    return True
                raise
            _log.warning("%s: row %s is not in the list, but can be read", self.scope, row.key)
            self.report.unconfirmed += 1
            return False
        state = self._state
        if state is not None and row.missing is not None and row.missing < state.number:
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

    def _change(self, number: int, found: Found) -> Change[T]:
        row, kind = json.loads(found.text), found.kind
        acknowledged = False

        async def acknowledge() -> None:
            nonlocal acknowledged
            if not acknowledged:
                self._file.check_newest(self.scope, self)
                await self._store(
                    lambda store, state: store.acknowledge(self.name, state, number, found)
                )
                acknowledged = True
                setattr(self.report, kind, getattr(self.report, kind) + 1)

        shared: Any = {
            "list": self.name,
            "key": found.key,
            "id": f"{self.scope} {found.key} {found.version} {digest_of([kind, row])}",
            "row": self._as_row(row),
            "acknowledge": acknowledge,
        }
        if found.before is None:
            return Added(**shared) if kind == "added" else Deleted(**shared)
        before = json.loads(found.before)
        return Changed(before=self._as_row(before), fields=differing(before, row), **shared)

    async def _store(self, work: Callable[[Store, PassState], Any]) -> Any:
        state = self._state
        if state is None:
            raise UsageError("this pass has not begun")
        return await self._file.run(lambda store: work(store, state))

    def _as_row(self, data: Any) -> T:
        model = self._model
        return cast("T", model.from_dict(data) if model and is_object(data) else data)


def _compared(key: str, row: object, known: Known) -> Found | None:
    """How a row differs from the mirror's."""
    now = plain(json_of(row))
    text, stored = text_of(now), known.rows.get(key)
    if stored is None:
        return Found("added", key, known.deleted.get(key, 0) + 1, text)
    if stored.text == text or digest_of(json.loads(stored.text)) == digest_of(now):
        return None
    return Found("changed", key, stored.version + 1, text, before=stored.text)
