"""One page, and iterating over pages and their items."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Generic, Self, TypeAlias, TypeVar

from journeybee.loops import OneAtATime
from journeybee.pagination.prefetch import Sheet
from journeybee.pagination.state import PageResult, PageState

T = TypeVar("T")


class Page(Generic[T]):
    """One page of a list: its items, where it stands, and the way to the next.

    Attributes:
        items: the items of this page, without those that pages before it held already.
        number: the number of this page, from 1.
        per_page: how many items a full page has, or None if the list is not cut into pages.
        total: how many items there are on all pages, or None if the API does not tell.
        total_pages: how many pages there are, or None if the API does not tell.
        response: the response it was read from.
    """

    def __init__(self, result: PageResult, sheet: Sheet, fetch_page: FetchPage[T]) -> None:
        page = sheet.page
        self._fetch_page = fetch_page
        self.result = result
        self.items: list[T] = [page.items[index] for index in result.new]
        self.number = page.number or result.after.pages
        self.per_page = page.per_page
        self.total = page.total
        self.total_pages = page.total_pages
        self.response = sheet.response

    def has_next_page(self) -> bool:
        """Whether the API says that there is a page after this one."""
        return not self.result.after.ended

    async def get_next_page(self) -> Page[T]:
        """Fetch the page after this one; ValueError if this is the last.

        Raises what any call raises, APIResponseError if the server sends this page again, and
        ListShiftedError as ``Pager.with_options`` says.
        """
        if self.result.after.ended:
            raise ValueError(f"page {self.number} is the last: ask has_next_page() before")
        return await self._fetch_page(self.result.after)

    def __repr__(self) -> str:
        of = "" if self.total_pages is None else f" of {self.total_pages}"
        return f"<Page {self.number}{of}: {len(self.items)} items>"


# Classes instead of async generators: those have to be closed when an iteration ends early.
#
# Several tasks may share one iterator, and each row or page then goes to exactly one of them.
# Async generators refuse that ("already running"); here it has a use, workers that take the next
# row, and a meaning without surprises: the step that fetches is made by one task at a time, and
# a task that fails or is cancelled in it leaves the step to the next.


class PageIterator(Generic[T]):
    """The pages from a place on; each goes to one of the tasks that share the iterator."""

    def __init__(self, start: PageState, fetch_page: FetchPage[T]) -> None:
        self._place = start
        self._fetch_page = fetch_page
        self._fetching = OneAtATime("this iterator over pages")

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Page[T]:
        async with self._fetching:
            if self._place.ended:
                raise StopAsyncIteration
            page = await self._fetch_page(self._place)
            self._place = page.result.after
            return page


class ItemIterator(Generic[T]):
    """The items of pages; each goes to one of the tasks that share the iterator.

    `stand` is called at each with the number of its page's items that were handed out.
    """

    def __init__(
        self, pages: AsyncIterator[Page[T]], on_item: Callable[[PageResult, int], None]
    ) -> None:
        self._pages = pages
        self._on_item = on_item
        self._page: Page[T] | None = None
        self._given = 0
        self._fetching = OneAtATime("this iterator over items")

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> T:
        page = self._page
        if page is None or self._given == len(page.items):
            page = await self._next_page()
        # Nothing is awaited from here on: no other task can be given the same item.
        item = page.items[self._given]
        self._given += 1
        self._on_item(page.result, self._given)
        return item

    async def _next_page(self) -> Page[T]:
        async with self._fetching:
            # Another task may have fetched it meanwhile.
            while self._page is None or self._given == len(self._page.items):
                self._page = await anext(self._pages)
                self._given = 0
            return self._page


FetchPage: TypeAlias = Callable[[PageState], Awaitable[Page[T]]]
"""Fetches the page at a state."""
