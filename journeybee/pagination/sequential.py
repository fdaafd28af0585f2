"""Draining a list page by page, each page once."""

from __future__ import annotations

from typing import Any

import attrs

from journeybee.pagination.page_numbers import PageNumbers
from journeybee.pagination.page_size import PageSize, introduction_size
from journeybee.pagination.parsed_page import has_ended, reports_of_end
from journeybee.pagination.state import Key, PageResult, PageState, identity, keys_of, next_state
from journeybee.pagination.styles import ParsedPage, Style
from journeybee_api._runtime import Operation


@attrs.frozen
class Sequential:
    """Each page once, as the server cuts it: as many requests as there are pages.

    Pages of one size follow each other without a gap whatever that size is, so a server that caps
    or ignores the size costs requests and no rows. Where the size asked for changes, or a drain
    starts behind the first page, the place is found by counting the rows from the first page on.
    """

    operation: Operation[Any]
    style: Style
    predictable = True

    def first_state(self, parameter: str | None) -> PageState:
        if parameter is None or not isinstance(self.style, PageNumbers):
            return PageState()
        number, size = self.style.number_and_size(self.operation)
        before = (number - 1) * size
        if not parameter:
            return PageState(position=1, skip=before, offset=0, page_size=PageSize(""))
        whole = self.style.comes_whole(self.operation)
        page_size = introduction_size(self.style.max_size or size if whole else size)
        position, skip = divmod(before, page_size.size or 1)
        return PageState(
            position=position + 1, skip=skip, offset=before - skip, page_size=page_size
        )

    def request(self, state: PageState) -> Operation[Any]:
        if state.position is None:
            return self.operation
        operation = self.style.at(self.operation, state.position)
        if isinstance(self.style, PageNumbers):
            return self.style.resized(operation, state.page_size)
        return operation

    def merge(self, state: PageState, page: ParsedPage) -> PageResult:
        keys = keys_of(state, page.items)
        if (elsewhere := self._relocated(state, page)) is not None:
            return PageResult(before=state, after=elsewhere, new=[], keys=keys, where=_nowhere)
        start, left, shift = _resumed(state, keys)
        identified = bool(page.items) and identity(page.items[0]) is not None
        known = frozenset(state.recent if identified else ())
        new = [i for i in range(start, len(keys)) if keys[i] not in known]
        number = page.number or state.pages + 1
        reached = self._offset(state) + len(keys)
        reports = reports_of_end(page, reached) if page.numbered else frozenset[bool]()
        doubt = None
        if keys and not page.overlaps and not (new and identified):
            doubt = _end_by_repeating(state, page, keys, reports)
        if doubt is not None:
            new = []
        elif identified and _starts_again(state, page, keys, reports):
            raise ValueError(f"page {number} begins with the first row of the list again")
        elif not page.overlaps and len(new) < len(keys) - start:
            shift = shift or f"page {number} holds rows of the pages before it"
        ended = doubt is not None or has_ended(page, reached, nothing_new=not keys)
        more = not ended and reports == frozenset({False})
        # A token knows only the last of the rows that were given: here are the others.
        if state.skip and state.recent:
            state = attrs.evolve(state, recent=(*state.recent, *keys[:start]))
        after = self._after(state, page, keys, new, ended=ended, left=left, reached=reached)
        shift = shift or doubt or _miscount(state, page, number, more=more)
        return PageResult(
            before=state,
            after=after,
            new=new,
            keys=keys,
            where=lambda index: (state.position, index),
            again=page.overlaps or (page.numbered and len(reports) != 1 and not ended),
            shift=shift or (self._missing(after, page, reached) if ended else ""),
            departure=_departure(state, page, more=more),
        )

    def _offset(self, state: PageState) -> int:
        """How many rows of the list come before the page at a state."""
        if state.offset is not None:
            return state.offset
        if isinstance(state.position, int) and isinstance(self.style, PageNumbers):
            return (state.position - 1) * self.style.number_and_size(self.operation)[1]
        return self.style.rows_before(self.operation) or 0

    def _relocated(self, state: PageState, page: ParsedPage) -> PageState | None:
        """Where to go on if the page that came does not lie where it was asked for."""
        if not page.numbered or (page.number or 1) == 1:
            return None
        rows, asked, reported = len(page.items), page.asked or 0, page.reported_size
        more = reports_of_end(page, self._offset(state) + rows) == frozenset({False})
        other = rows > asked or reported not in (None, asked) or (0 < rows < asked and more)
        if not page.refused and (state.pages or not asked or not other):
            return None
        wanted = self._offset(state) + state.skip
        size = reported if reported == rows else None
        position, skip = divmod(wanted, size) if size else (0, wanted)
        return attrs.evolve(
            state,
            position=position + 1,
            skip=skip,
            offset=wanted - skip,
            pages=state.pages + 1,
            longest=0,
            page_size=PageSize("") if page.refused else state.page_size,
        )

    def _after(
        self,
        state: PageState,
        page: ParsedPage,
        keys: list[Key],
        new: list[int],
        *,
        ended: bool,
        left: int,
        reached: int,
    ) -> PageState:
        """The place after a page; ValueError if the rows that are left cannot be reached."""
        if not page.numbered:
            position = page.next_positions[0] if page.next_positions else None
            after = next_state(state, page, keys, new, (position, 0), ended=ended)
            full = len(keys) >= state.longest and (page.total is None or after.rows < page.total)
            if page.stalled and new and full:
                raise ValueError(f"{page.stalled}: others that have it cannot be reached")
            return after
        if page.switch is not None and not ended:
            after = next_state(state, page, keys, new, (1, len(keys) + left), ended=False)
            return attrs.evolve(after, offset=0, page_size=page.switch, longest=0)
        following = (None if ended else (page.number or 1) + 1, left)
        after = next_state(state, page, keys, new, following, ended=ended)
        return attrs.evolve(after, offset=reached)

    def _missing(self, after: PageState, page: ParsedPage, reached: int) -> str:
        """How the rows that came differ from the total, or ""."""
        skipped, total = self.style.rows_before(self.operation), page.total or after.total
        if total is None or skipped is None:
            return ""
        if skipped + after.rows < total:
            return f"the list ended after {skipped + after.rows} of {total} rows"
        if page.numbered and page.total is not None and page.total < reached:
            return f"the list has {reached} rows, its total says {page.total}"
        return ""


def _nowhere(index: int) -> tuple[None, int]:
    raise AssertionError(index)


def _resumed(state: PageState, keys: list[Key]) -> tuple[int, int, str]:
    """How many rows of the page to pass over, how many of the next, and what is wrong with that."""
    if not state.skip:
        return 0, 0, ""
    last = state.recent[-1] if state.recent else None
    if last in keys:
        start = keys.index(last) + 1
        return start, 0, "" if start == state.skip else "the row where the drain stopped has moved"
    start = min(state.skip, len(keys))
    unknown = "" if last is None else "the row where the drain stopped is not on its page"
    return start, state.skip - start, unknown


def _end_by_repeating(
    state: PageState, page: ParsedPage, keys: list[Key], reports: frozenset[bool]
) -> str | None:
    """What is doubtful about a list that ends by a page that came before.

    None if the page is another one than before, or rows inserted meanwhile can be why it is not.
    Raises ValueError if a count says that this is a page of its own, or if the size was honoured:
    a server that does that, and ignores the number of a page, never sends the rest.
    """
    grown = (page.total or 0) > (state.total or 0)
    if state.skip or state.fruitless or grown or state.recent[-len(keys) :] != tuple(keys):
        return None
    rows, asked, number = len(keys), page.asked or 0, page.number or state.pages + 1
    if not page.numbered or reports or rows == asked:
        raise ValueError(f"page {number} repeats page {number - 1}")
    return f"page {number} repeats page {number - 1}, and no answer reports how many rows there are"


def _starts_again(
    state: PageState, page: ParsedPage, keys: list[Key], reports: frozenset[bool]
) -> bool:
    """Whether a later page begins as the first one did, though no row was inserted."""
    later = page.numbered and (page.number or 1) > 1 and state.pages > 0
    passing = state.skip and not state.recent
    # Where a total is reported, it tells rows inserted meanwhile from a list that starts again;
    # a token has too few rows to leave out those of a page that came.
    resumed = state.digested and len(state.recent) < len(keys)
    known = state.skip and state.recent
    return later and keys[0] == state.opening and not known and (passing or resumed or not reports)


def _miscount(state: PageState, page: ParsedPage, number: int, *, more: bool) -> str:
    rows = len(page.items)
    if state.total is not None and page.total is not None and state.total != page.total:
        return f"the total went from {state.total} to {page.total}"
    if rows < state.longest and more:
        return f"page {number} holds {rows} rows of {state.longest}, but is not the last"
    if page.numbered and 0 < state.longest < rows:
        return f"page {number} holds {rows} rows, the pages before it at most {state.longest}"
    return ""


def _departure(state: PageState, page: ParsedPage, *, more: bool) -> str:
    """How the size of pages is not the one asked for, or ""."""
    rows, asked = len(page.items), page.asked
    if not asked or not rows:
        return ""
    largest = max(rows, state.longest)
    # A page after a smaller one: that was not the last.
    followed = 0 < state.longest < asked
    if rows > asked or (largest < asked and (more or followed)):
        return f"{asked} rows a page were asked for, pages hold {largest}"
    return ""
