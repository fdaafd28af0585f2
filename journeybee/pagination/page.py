"""One page, and the iterator over pages or their items."""

from __future__ import annotations

import importlib
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Any, Generic, Literal, NoReturn, Self, TypeVar, overload

from journeybee.concurrency.loops import OneAtATime
from journeybee.errors import UsageError
from journeybee.pagination.parsed_page import ParsedPage
from journeybee.pagination.state import PageResult, PageState

if TYPE_CHECKING:
    from journeybee.pagination.styles import Style
    from journeybee_api._runtime import Operation

T = TypeVar("T")
R = TypeVar("R")


class BasePage(Sequence[T]):
    """One page of a list: its items, of which it is a sequence, and its position.

    Attributes:
        items: the items of this page, without those that pages before it held already.
        number: the number of this page, from 1.
        per_page: how many items a full page has, or None if the list has no pages.
        total: how many items there are on all pages, or None if the API does not report it.
        total_pages: how many pages there are, or None if the API does not report it.
        response: the response it was read from.
    """

    def __init__(
        self,
        page: ParsedPage,
        result: PageResult,
        read_page: Callable[[PageState], Awaitable[Page[T]]],
        source: tuple[Operation[Any], Style],
    ) -> None:
        self._after = result.after
        self._source = source
        self._read_page = read_page
        rows, new = page.items, result.new
        self.items: list[T] = rows[:] if len(new) == len(rows) else [rows[i] for i in new]
        self.number = page.number or result.after.pages
        self.per_page = page.per_page
        self.total = page.total
        self.total_pages = page.total_pages
        self.response = page.raw.response

    def has_next_page(self) -> bool:
        """Whether the API says that there is a page after this one."""
        return not self._after.ended

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> list[T]: ...
    def __getitem__(self, index: int | slice) -> T | list[T]:
        return self.items[index]

    def __len__(self) -> int:
        return len(self.items)

    def to_arrow(self, *, nested: Literal["json", "struct"] = "json") -> Any:
        """The items of this page as a `pyarrow.Table`, as `Pager.to_arrow`; sends nothing.

        All pages of a list have the same columns and types, those without items too.
        """
        frames: Any = importlib.import_module("journeybee.items.frames")
        return frames.page_to_arrow(self.items, self._source, nested)

    def to_pandas(self, *, nested: Literal["json", "struct"] = "json") -> Any:
        """The items of this page as a `pandas.DataFrame`, typed as `to_arrow` does."""
        frames: Any = importlib.import_module("journeybee.items.frames")
        return frames.converter("pandas")(self.to_arrow(nested=nested))

    def to_polars(self, *, nested: Literal["json", "struct"] = "json") -> Any:
        """The items of this page as a `polars.DataFrame`, typed as `to_arrow` does."""
        frames: Any = importlib.import_module("journeybee.items.frames")
        return frames.converter("polars")(self.to_arrow(nested=nested))

    def _repr_html_(self) -> str:
        table_of: Any = importlib.import_module("journeybee.items.notebook").table_of
        return str(table_of(self.items))

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            from journeybee.hints import unknown_attribute

            raise AttributeError(unknown_attribute(self, name, "items"))

    def __repr__(self) -> str:
        of = "" if self.total_pages is None else f" of {self.total_pages}"
        return f"<Page {self.number}{of}: {len(self.items)} items>"


class Page(BasePage[T]):
    """One page of a list: its items, of which it is a sequence, and the way to the next.

    Attributes: see `BasePage`.

    .. versionadded:: 0.1
    """

    async def get_next_page(self) -> Page[T]:
        """Fetch the page after this one.

        Raises:
            ValueError: this is the last page.
            APIResponseError: the server sends this page again.
            ListShiftedError: the list changed, see `Pager.with_options`.
            JourneyBeeError: as of any call.
        """
        if self._after.ended:
            raise ValueError(f"page {self.number} is the last: check has_next_page() first")
        return await self._read_page(self._after)


# A class instead of an async generator: that has to be closed when an iteration ends early.
#
# Several tasks may share one iterator, and each row or page then goes to exactly one of them.
# Async generators refuse that ("already running"); here it has a use, workers that take the next
# row, and a meaning without surprises: one task at a time fetches, and one that fails or is
# cancelled in it leaves the fetch to the next.


class Reached:
    """How far a list was handed out: a page of it, None before the first, and rows of that page."""

    __slots__ = ("handed_out", "result")

    def __init__(self) -> None:
        self.result: PageResult | None = None
        self.handed_out = 0


class ListIterator(Generic[R]):
    """What pages hold, from a state on; each goes to one of the tasks that share the iterator.

    Args:
        read: reads the page of a state: what it holds, and the result of the page.
        reached: changed with each that is handed out, and by a page that holds nothing.
        whole: whether a page is handed out as one, with all its new rows.
    """

    def __init__(
        self,
        start: PageState,
        read: Callable[[PageState], Awaitable[tuple[list[R], PageResult]]],
        reached: Reached,
        *,
        whole: bool = False,
    ) -> None:
        self._state: PageState = start
        self._read = read
        self._reached = reached
        self._whole = whole
        self._items: list[R] = []
        self._result: PageResult | None = None
        self._handed_out = 0
        self._fetching = OneAtATime("this iterator over a list")

    def __aiter__(self) -> Self:
        return self

    if not TYPE_CHECKING:

        def __iter__(self) -> NoReturn:
            raise UsageError("iterate pages and items of an async client with `async for`")

    async def __anext__(self) -> R:
        if self._handed_out >= len(self._items):
            await self._next_page()
        # Nothing is awaited from here on: no other task can be given the same item.
        return self.next_buffered()

    @property
    def buffered(self) -> bool:
        """Whether the next item is there without a request."""
        return self._handed_out < len(self._items)

    def next_buffered(self) -> R:
        """The next item, which is there."""
        item = self._items[self._handed_out]
        self._handed_out += 1
        # Not by a call: each item of a drain comes along here.
        reached = self._reached
        reached.result, reached.handed_out = self._result, self._handed_out
        if self._whole and self._result:
            reached.handed_out = len(self._result.new)
        return item

    async def _next_page(self) -> None:
        async with self._fetching:
            # Another task may have fetched it meanwhile.
            while not self.buffered:
                if self._state.ended:
                    raise StopAsyncIteration
                self._items, self._result = await self._read(self._state)
                self._state, self._handed_out = self._result.after, 0
                if not self._items:
                    self._reached.result, self._reached.handed_out = self._result, 0
