"""Reading a list page by page, each page once."""

from __future__ import annotations

from functools import partial
from typing import Any

from journeybee.pagination.page_numbers import PageNumbers
from journeybee.pagination.parsed_page import PageSize, ParsedPage, Position, introduction_size
from journeybee.pagination.state import Key, PageResult, PageState, identity
from journeybee.pagination.styles import Style
from journeybee_api._runtime import Operation


class Sequential:
    """Each page once, as the server divides the list: as many requests as there are pages.

    Pages of one size follow each other without a gap whatever that size is, so a server that caps
    or ignores the size costs requests and no rows. Where the size requested changes, or a drain
    starts behind the first page, the next row is found by counting rows from the first page on.
    """

    can_prefetch = True

    def __init__(self, operation: Operation[Any], style: Style) -> None:
        self.operation = operation
        self.style = style

    def first_state(self, size_parameter: str | None) -> PageState:
        if size_parameter is None or not isinstance(self.style, PageNumbers):
            return PageState()
        number, size = self.style.number_and_size(self.operation)
        before = (number - 1) * size
        if not size_parameter:
            return PageState(position=1, skip=before, offset=0, page_size=PageSize(""))
        whole = self.style.comes_whole(self.operation)
        page_size = introduction_size(self.style.max_size or size if whole else size)
        index, skip = divmod(before, page_size.size or 1)
        return PageState(position=index + 1, skip=skip, offset=before - skip, page_size=page_size)

    def request(self, state: PageState) -> Operation[Any]:
        if state.position is None:
            return self.operation
        return self.style.resized(self.style.at(self.operation, state.position), state.page_size)

    def merge(self, state: PageState, page: ParsedPage) -> PageResult:
        rows = page.raw.rows
        keys = state.keys_of(rows)
        if (elsewhere := self._relocated(state, page)) is not None:
            return PageResult(before=state, after=elsewhere, keys=keys)
        start, left, shift = _resumed(state, keys) if state.skip else (0, 0, "")
        identified = bool(rows) and identity(rows[0]) is not None
        new = list(range(start, len(keys)))
        if identified and state.recent and not frozenset(keys).isdisjoint(state.recent):
            known = frozenset(state.recent)
            new = [i for i in new if keys[i] not in known]
        number = page.number or state.pages + 1
        offset = self._offset(state)
        reached = offset + len(keys)
        reports = page.reports_of_end(reached)
        doubt = None
        if keys and not page.overlaps and not (new and identified):
            doubt = _end_by_repeating(state, page, keys, reports)
        if doubt is not None:
            new = []
        elif identified and state.pages and _starts_again(state, page, keys, reports):
            raise ValueError(f"page {number} begins with the first row of the list again")
        elif not page.overlaps and len(new) < len(keys) - start:
            shift = shift or f"page {number} holds rows of the pages before it"
        ended = doubt is not None or page.ends_list(reports, nothing_new=not keys)
        more = not ended and reports == frozenset({False})
        # A token holds only the last of the rows that were handed out: here are the others.
        if state.skip and state.recent:
            state = state._replace(recent=(*state.recent, *keys[:start]))
        after = self._after(state, page, keys, new, offset=offset, left=left, ended=ended)
        shift = shift or doubt or _miscount(state, page, number, more=more)
        return PageResult(
            before=state,
            after=after,
            new=new,
            keys=keys,
            locate=partial(_located, state.position),
            needed_again=page.overlaps or (page.numbered and len(reports) != 1 and not ended),
            shift=shift or (self._missing(after, page, reached) if ended else ""),
            size_mismatch=_size_mismatch(state, page, more=more),
        )

    def _offset(self, state: PageState) -> int:
        """How many rows of the list come before the page of a state."""
        if state.offset is not None:
            return state.offset
        if isinstance(state.position, int) and isinstance(self.style, PageNumbers):
            return (state.position - 1) * self.style.number_and_size(self.operation)[1]
        return self.style.rows_before(self.operation) or 0

    def _relocated(self, state: PageState, page: ParsedPage) -> PageState | None:
        """Where to continue if the page that came is not where it was expected."""
        if not page.numbered or (page.number or 1) == 1:
            return None
        rows, requested, reported = len(page.items), page.requested or 0, page.reported_size
        more = page.reports_of_end(self._offset(state) + rows) == frozenset({False})
        other = (
            rows > requested or reported not in (None, requested) or (0 < rows < requested and more)
        )
        if not page.refused and (state.pages or not requested or not other):
            return None
        wanted = self._offset(state) + state.skip
        size = reported if reported == rows else None
        position, skip = divmod(wanted, size) if size else (0, wanted)
        return state._replace(
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
        offset: int,
        left: int,
        ended: bool,
    ) -> PageState:
        """The state after a page; ValueError if the rows that are left cannot be reached."""
        if not page.numbered:
            position = page.next_positions[0] if page.next_positions else None
            after = state.after(page, keys, new, (position, 0), ended=ended)
            full = len(keys) >= state.longest and (page.total is None or after.rows < page.total)
            if page.stalled and new and full:
                raise ValueError(f"{page.stalled}: others that have it cannot be reached")
            return after
        if page.switch is not None and not ended:
            after = state.after(page, keys, new, (1, len(keys) + left))
            return after._replace(offset=0, page_size=page.switch, longest=0)
        following = (None if ended else (page.number or 1) + 1, left)
        return state.after(page, keys, new, following, offset=offset + len(keys), ended=ended)

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


def _located(position: Position | None, index: int) -> tuple[Position | None, int]:
    return position, index


def _resumed(state: PageState, keys: list[Key]) -> tuple[int, int, str]:
    """How many rows of the page to pass over, how many of the next, and what is wrong with that."""
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

    Raises:
        ValueError: a count says that this is a page of its own, or the size was honoured: a server
            that does that, and ignores the number of a page, never sends the rest.
    """
    grown = (page.total or 0) > (state.total or 0)
    if state.skip or state.fruitless or grown or state.recent[-len(keys) :] != tuple(keys):
        return None
    rows, requested, number = len(keys), page.requested or 0, page.number or state.pages + 1
    if not page.numbered or reports or rows == requested:
        raise ValueError(f"page {number} repeats page {number - 1}")
    return f"page {number} repeats page {number - 1}, and no answer reports how many rows there are"


def _starts_again(
    state: PageState, page: ParsedPage, keys: list[Key], reports: frozenset[bool]
) -> bool:
    """Whether a page after others begins as the first one did, though no row was inserted."""
    later = page.numbered and (page.number or 1) > 1
    passing = state.skip and not state.recent
    # A reported total distinguishes rows inserted meanwhile from a list that starts again; a resume
    # token has too few rows to leave out those of a page that came.
    resumed = state.digested and len(state.recent) < len(keys)
    known = state.skip and state.recent
    return later and keys[0] == state.opening and not known and (passing or resumed or not reports)


def _miscount(state: PageState, page: ParsedPage, number: int, *, more: bool) -> str:
    rows = len(page.raw.rows)
    if state.total is not None and page.total is not None and state.total != page.total:
        return f"the total went from {state.total} to {page.total}"
    if rows < state.longest and more:
        return f"page {number} holds {rows} rows of {state.longest}, but is not the last"
    if page.numbered and 0 < state.longest < rows:
        return f"page {number} holds {rows} rows, the pages before it at most {state.longest}"
    return ""


def _size_mismatch(state: PageState, page: ParsedPage, *, more: bool) -> str:
    """How the size of pages differs from the one requested, or ""."""
    rows, requested = len(page.raw.rows), page.requested
    if not requested or not rows:
        return ""
    largest = max(rows, state.longest)
    # A page after a smaller one: that was not the last.
    followed = 0 < state.longest < requested
    if rows > requested or (largest < requested and (more or followed)):
        return f"{requested} rows a page were requested, pages hold {largest}"
    return ""
