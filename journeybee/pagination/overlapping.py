"""Reading numbered pages of a list that changes, without losing or doubling a row.

Pages that only touch prove nothing: one row deleted before the border and another inserted behind
it leave the total as it was, and a row lost. Each page requested here overlaps the rows handed out
last. Where it holds one of them, the rows after that are the next ones, since the order of rows
that stay does not change. Where it holds none, rows before it were deleted: the page before it is
requested, until one does.
"""

from __future__ import annotations

from functools import partial
from typing import Any, Self

from journeybee.errors import ConfigurationError, ListShiftedError
from journeybee.pagination.page_numbers import PageNumbers
from journeybee.pagination.parsed_page import PageSize, ParsedPage, Position, introduction_size
from journeybee.pagination.state import PageResult, PageState
from journeybee.pagination.styles import Style
from journeybee_api._runtime import Operation

# The least size with which pages can overlap anywhere in a list of a hundred million rows.
_MIN_SIZE = 20
# In the messages of errors that plain pages would not meet; a mirror looks for it.
CANNOT_REFETCH = "cannot be refetched"


class Overlapping:
    """Numbered pages of varying size, each of which repeats the end of the one before it."""

    can_prefetch = False

    def __init__(self, operation: Operation[Any], style: PageNumbers) -> None:
        self.operation = operation
        self.style = style

    @classmethod
    def over(cls, operation: Operation[Any], style: Style) -> Self | None:
        """The strategy for a list, None if its pages have no numbers and so cannot move.

        Raises:
            ValueError: the API's largest page is too small to overlap.
        """
        if not isinstance(style, PageNumbers) or style.comes_whole(operation):
            return None
        if style.max_size is not None and style.max_size < _MIN_SIZE:
            least = f"pages of {_MIN_SIZE} rows"
            raise ValueError(f"{operation.id} {CANNOT_REFETCH}: its API does not send {least}")
        return cls(operation, style)

    def first_state(self, size_parameter: str | None) -> PageState:
        if size_parameter is None:
            return PageState()
        size = introduction_size(self._largest) if size_parameter else PageSize("")
        return PageState(page_size=size)

    def request(self, state: PageState) -> Operation[Any]:
        if state.page_size is not None and not state.page_size.parameter:
            problem = "the server refuses the parameter for a page size"
            raise ConfigurationError(f"{self.operation.id} {CANNOT_REFETCH}: {problem}")
        offset = self._offset(state)
        # The row handed out last is on the page, and as many rows behind it as can be.
        inside = offset - 1 if state.recent and offset else offset
        size = limit = self._limit(state)
        if self._is_tiny(state):
            inside = limit
        else:
            size = max(range(1, limit + 1), key=lambda size: (inside // size + 1) * size)
        operation = self.style.at(self.operation, inside // size + 1, size)
        page_size = state.page_size and state.page_size._replace(size=size)
        return self.style.resized(operation, page_size)

    def merge(self, state: PageState, page: ParsedPage) -> PageResult:
        if page.refused or page.larger is not None:
            return self._again(state, page, page.larger or PageSize(""))
        if self._is_tiny(state):
            return self._end_of_tiny(state, page)
        number, requested = page.number or 1, page.requested or 0
        begin = (number - 1) * (requested or 1)
        end = begin + len(page.items)
        keys = state.keys_of(page.items)
        start = self._first_new(state, keys, begin)
        new = [] if start is None else list(range(start, len(keys)))
        # The row handed out last is the last of a page that reaches beyond it, of a size that came.
        short = len(keys) < requested <= state.longest
        nothing_new = not new and keys[-1:] == list(state.recent[-1:]) and (short or not keys)
        ended = start is not None and page.ends_list(
            page.reports_of_end(end), nothing_new=nothing_new
        )
        cap = self._cap(state, page, end, ended=ended)
        if cap is not None and number > 1:
            return self._again(state, page, cap)
        gone = state.recent and start is not None and not new and state.recent[-1] not in keys
        if gone and (page.total is None or page.total < end):
            # Or the page is another one than was requested.
            raise self._lost()
        # Not all of a page back: the one that holds that row may begin with it.
        following = end if start is not None else max(0, begin - self._limit(state) * 9 // 10)
        after = state.after(page, keys, new, self._position(following), ended=ended)
        return PageResult(
            before=state,
            after=after if cap is None else after._replace(page_size=cap),
            new=new,
            keys=keys,
            locate=partial(self._located, begin),
            shift=self._missing(after, page) if ended else "",
            size_mismatch="" if cap is None else _size_mismatch(page),
        )

    def _is_tiny(self, state: PageState) -> bool:
        """Whether one or two rows came, of many more requested: too few to overlap."""
        return 0 < state.rows == state.longest < 3 and self._limit(state) >= _MIN_SIZE

    def _end_of_tiny(self, state: PageState, page: ParsedPage) -> PageResult:
        """The end, since nothing is on the page after such a page.

        Raises:
            ValueError: there is, so that the server sends but a few rows a page.
        """
        if page.items:
            raise ValueError(
                f"the list {CANNOT_REFETCH} from a server that sends {state.longest} rows a page"
            )
        after = state.after(page, [], [], (state.position, state.skip), ended=True)
        return PageResult(before=state, after=after)

    def _located(self, begin: int, index: int) -> tuple[Position, int]:
        return self._position(begin + index)

    def _first_new(self, state: PageState, keys: list[Any], begin: int) -> int | None:
        """The index of the first row not handed out yet, None if it is on a page before this.

        Raises:
            ListShiftedError: the rows handed out last are on no page any more.
        """
        known = frozenset(state.recent)
        last = next((i for i in reversed(range(len(keys))) if keys[i] in known), None)
        if last is not None:
            return last + 1
        if not state.recent:
            return max(0, self._offset(state) - begin)
        if begin > 0:
            return None
        if state.rows > len(state.recent):
            raise self._lost()
        return 0

    def _cap(self, state: PageState, page: ParsedPage, end: int, *, ended: bool) -> PageSize | None:
        """How to request pages that the server does not shorten; None if this one is not.

        Raises:
            ValueError: no page is as large as requested, so that pages cannot overlap.
        """
        rows, requested = len(page.items), page.requested or 0
        reports = page.reports_of_end(end)
        if ended and (page.number or 1) == 1:
            return None
        size = requested
        if page.reported_size is not None and page.reported_size < requested:
            size = max(page.reported_size, rows) if reports or rows < 3 else rows
        elif rows < requested and not ended and (False in reports or rows > state.longest):
            # Without any count, a page of a size that never came yet may have been shortened.
            shortened = False in reports or (not reports and rows > 2)
            size = rows if rows and shortened else requested
        if rows > requested or (size < min(_MIN_SIZE, requested) and (page.number or 1) > 1):
            problem = f"of {requested} rows requested it sent {rows}"
            raise ValueError(
                f"the list {CANNOT_REFETCH} from a server that changes page sizes: {problem}"
            )
        parameter = state.page_size.parameter if state.page_size else self.style.size
        return PageSize(parameter, size) if size < requested else None

    def _again(self, state: PageState, page: ParsedPage, page_size: PageSize) -> PageResult:
        """The same state, requested by another page size."""
        after = state.after(page, [], [], (state.position, state.skip), ended=False)
        after = after._replace(page_size=page_size, longest=state.longest)
        return PageResult(before=state, after=after, size_mismatch=_size_mismatch(page))

    def _lost(self) -> ListShiftedError:
        problem = "the rows that were handed out last are not to be found again"
        return ListShiftedError(f"{self.operation.id}: {problem}")

    def _missing(self, after: PageState, page: ParsedPage) -> str:
        reached = (self.style.rows_before(self.operation) or 0) + after.rows
        if page.total is None or page.total <= reached:
            return ""
        return f"the list ended after {reached} of {page.total} rows"

    def _limit(self, state: PageState) -> int:
        return (state.page_size and state.page_size.size) or self._largest

    @property
    def _size(self) -> int:
        return self.style.number_and_size(self.operation)[1]

    @property
    def _largest(self) -> int:
        return self.style.max_size or max(_MIN_SIZE, self._size)

    def _offset(self, state: PageState) -> int:
        """How many rows come before the next one, if none have moved."""
        if state.position is None:
            return (self.style.rows_before(self.operation) or 0) + state.skip
        return (int(state.position) - 1) * self._size + state.skip

    def _position(self, offset: int) -> tuple[int, int]:
        """An offset as states and tokens hold it: in pages of the size that the caller chose."""
        return offset // self._size + 1, offset % self._size


def _size_mismatch(page: ParsedPage) -> str:
    return f"{page.requested} rows a page were requested, a page holds {len(page.items)}"
