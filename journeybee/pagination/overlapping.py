"""Draining numbered pages of a list that changes, without losing or doubling a row.

Pages that only touch prove nothing: one row deleted before the border and another inserted behind
it leave the total as it was, and a row lost. Each window asked for here overlaps the rows given
last. Where it holds one of them, the rows after that are the ones to give next, since the order of
rows that stay does not change. Where it holds none, rows before it were deleted: the window before
it is asked for, until one does.
"""

from __future__ import annotations

from typing import Any, Self

import attrs

from journeybee.errors import ConfigurationError, ListShiftedError
from journeybee.pagination.page_numbers import PageNumbers
from journeybee.pagination.page_size import PageSize, introduction_size
from journeybee.pagination.parsed_page import has_ended, reports_of_end
from journeybee.pagination.state import PageResult, PageState, Where, keys_of, next_state
from journeybee.pagination.styles import ParsedPage, Style
from journeybee_api._runtime import Operation

# The least size with which windows can overlap anywhere in a list of a hundred million rows.
_LEAST_SIZE = 20


@attrs.frozen
class Overlapping:
    """Windows of varying size, each of them a numbered page."""

    operation: Operation[Any]
    style: PageNumbers
    predictable = False

    @classmethod
    def over(cls, operation: Operation[Any], style: Style) -> Self | None:
        """The windows over a list, None if its pages have no numbers and so cannot move.

        Raises ValueError if the API's largest page is too small for windows.
        """
        if not isinstance(style, PageNumbers) or style.comes_whole(operation):
            return None
        if style.max_size is not None and style.max_size < _LEAST_SIZE:
            least = f"pages of {_LEAST_SIZE} rows"
            raise ValueError(f"{operation.id} cannot be refetched: its API does not give {least}")
        return cls(operation, style)

    def first_state(self, parameter: str | None) -> PageState:
        if parameter is None:
            return PageState()
        return PageState(page_size=introduction_size(self._largest) if parameter else PageSize(""))

    def request(self, state: PageState) -> Operation[Any]:
        if state.page_size is not None and not state.page_size.parameter:
            problem = "the server refuses to be asked for a page size"
            raise ConfigurationError(f"{self.operation.id} cannot be refetched: {problem}")
        offset = self._offset(state)
        # The row given last is in the window, and as many rows behind it as can be.
        inside = offset - 1 if state.recent and offset else offset
        sizes = range(1, self._limit(state) + 1)
        size = max(sizes, key=lambda size: (inside // size + 1) * size)
        operation = self.style.at(self.operation, inside // size + 1, size)
        if state.page_size is None:
            return operation
        return self.style.resized(operation, attrs.evolve(state.page_size, size=size))

    def merge(self, state: PageState, page: ParsedPage) -> PageResult:
        if page.refused or page.switch is not None:
            return self._anew(state, page, page.switch or PageSize(""))
        begin = ((page.number or 1) - 1) * (page.asked or 1)
        end = begin + len(page.items)
        keys = keys_of(state, page.items)
        known = frozenset(state.recent)
        last = next((i for i in reversed(range(len(keys))) if keys[i] in known), None)
        back = False
        if last is not None:
            start = last + 1
        elif not state.recent:
            start = max(0, self._offset(state) - begin)
        else:
            back, start = begin > 0, 0
            if not back and state.rows > len(state.recent):
                raise self._lost()
        new = [] if back else list(range(start, len(keys)))
        # The row given last is the last in a window that reaches beyond it, of a size that came.
        short = len(keys) < (page.asked or 0) <= state.longest
        nothing_new = not new and keys[-1:] == list(state.recent[-1:]) and (short or not keys)
        ended = not back and has_ended(page, end, nothing_new=nothing_new)
        cap = self._cap(state, page, end, ended=ended)
        if cap is not None and (page.number or 1) > 1:
            return self._anew(state, page, cap)
        gone = state.recent and not (back or new) and state.recent[-1] not in keys
        if gone and (page.total is None or page.total < end):
            # Or the page is another one than was asked for.
            raise self._lost()
        # Not all of a window back: the one that holds that row may begin with it.
        where = self._where(max(0, begin - self._limit(state) * 9 // 10) if back else end)
        after = next_state(state, page, keys, new, where, ended=ended)
        return PageResult(
            before=state,
            after=after if cap is None else attrs.evolve(after, page_size=cap),
            new=new,
            keys=keys,
            where=lambda index: self._where(begin + index),
            shift=self._missing(after, page) if ended else "",
            departure=_departure(page, cap),
        )

    def _cap(self, state: PageState, page: ParsedPage, end: int, *, ended: bool) -> PageSize | None:
        """How to ask for windows that the server does not cut short; None if this one is not.

        Raises ValueError if it sends none of the size asked for, so that windows cannot overlap.
        """
        rows, asked = len(page.items), page.asked or 0
        reports = reports_of_end(page, end)
        if ended and (page.number or 1) == 1:
            return None
        size = asked
        if page.reported_size is not None and page.reported_size < asked:
            size = max(page.reported_size, rows) if reports or not rows else rows
        elif rows < asked and not ended and (False in reports or rows > state.longest):
            # Without any count, a window of a size that never came yet may be cut short.
            size = rows if rows and (False in reports or not reports) else asked
        if rows > asked or (size < min(_LEAST_SIZE, asked) and (page.number or 1) > 1):
            problem = f"of {asked} rows asked for it sent {rows}"
            raise ValueError(
                f"the list cannot be refetched from a server that cuts pages: {problem}"
            )
        parameter = state.page_size.parameter if state.page_size else self.style.size
        return PageSize(parameter, size) if size < asked else None

    def _anew(self, state: PageState, page: ParsedPage, page_size: PageSize) -> PageResult:
        """The same place once more, asked for in another way."""
        where = (state.position, state.skip)
        after = next_state(state, page, [], [], where, ended=False)
        after = attrs.evolve(after, page_size=page_size, longest=state.longest)
        return PageResult(
            before=state,
            after=after,
            new=[],
            keys=[],
            where=lambda _: where,
            departure=_departure(page, page_size),
        )

    def _lost(self) -> ListShiftedError:
        problem = "the rows that were given last are not to be found again"
        return ListShiftedError(f"{self.operation.id}: {problem}")

    def _missing(self, after: PageState, page: ParsedPage) -> str:
        given = (self.style.rows_before(self.operation) or 0) + after.rows
        if page.total is None or page.total <= given:
            return ""
        return f"the list ended after {given} of {page.total} rows"

    def _limit(self, state: PageState) -> int:
        return (state.page_size and state.page_size.size) or self._largest

    @property
    def _size(self) -> int:
        return self.style.number_and_size(self.operation)[1]

    @property
    def _largest(self) -> int:
        return self.style.max_size or max(_LEAST_SIZE, self._size)

    def _offset(self, state: PageState) -> int:
        """How many rows come before the next one, if none have moved."""
        if state.position is None:
            return (self.style.rows_before(self.operation) or 0) + state.skip
        return (int(state.position) - 1) * self._size + state.skip

    def _where(self, offset: int) -> Where:
        """An offset as it stands in a token: in pages of the size that the caller chose."""
        return offset // self._size + 1, offset % self._size


def _departure(page: ParsedPage, cap: PageSize | None) -> str:
    if cap is None:
        return ""
    return f"{page.asked} rows a page were asked for, a page holds {len(page.items)}"
