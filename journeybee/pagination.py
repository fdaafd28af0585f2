"""Pages, the iterator over them, and the styles in which an API cuts a list into pages."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Generator, Iterator, Sequence
from typing import Any, Generic, Protocol, Self, TypeVar

import attrs

from journeybee.errors import APIResponseError
from journeybee.response import APIResponse
from journeybee_api._runtime import Operation

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class ItemPage(Protocol[T_co]):
    """A body that holds the items of a page as ``data``."""

    @property
    def data(self) -> Sequence[T_co]: ...


@attrs.frozen(kw_only=True)
class Cut:
    """What a style reads from one body; ``following`` is the request of the next page, if any."""

    items: list[Any]
    number: int = 1
    per_page: int | None = None
    total: int | None = None
    total_pages: int | None = None
    following: Operation[Any] | None = None


class Style(Protocol):
    """One way of cutting a list into pages."""

    def first(self, operation: Operation[Any]) -> Operation[Any]:
        """The request of the first page; ValueError for arguments the API would refuse."""
        ...

    def read(self, operation: Operation[Any], body: Any) -> Cut:
        """What the body says of itself; ValueError if it is no page."""
        ...


class WholeList:
    """The list comes whole, as a bare array: the first page is the only one."""

    def first(self, operation: Operation[Any]) -> Operation[Any]:
        return operation

    def read(self, operation: Operation[Any], body: Any) -> Cut:
        return Cut(items=body, total=len(body), total_pages=1)


@attrs.frozen
class PageNumbers:
    """``page`` and ``per_page`` in the query, ``{data, pagination}`` in the body.

    The end is a page number that has reached ``total_pages``, never an empty page: rows that were
    deleted meanwhile leave one in the middle. Without a usable count it is the first page that is
    not full. ``per_page`` is the server's maximum unless given, since every request counts.
    """

    max_per_page: int = 100

    def first(self, operation: Operation[Any]) -> Operation[Any]:
        query = {"page": "1", "per_page": str(self.max_per_page), **dict(operation.query)}
        if int(query["page"]) < 1:
            raise ValueError(f"page={query['page']} is out of range: give page 1 or more")
        if not 1 <= int(query["per_page"]) <= self.max_per_page:
            allowed = f"give per_page from 1 to {self.max_per_page}"
            raise ValueError(f"per_page={query['per_page']} is out of range: {allowed}")
        return operation.with_query(per_page=query["per_page"])

    def read(self, operation: Operation[Any], body: Any) -> Cut:
        items: Any = body.data
        if not isinstance(items, list):
            raise ValueError("data is no array")  # noqa: TRY004 - of the body, not of an argument
        query = dict(operation.query)
        number, per_page = int(query.get("page", 1)), int(query["per_page"])
        total_pages = _count(body.pagination, "total_pages")
        last = number >= total_pages if total_pages is not None else len(body.data) < per_page
        return Cut(
            items=body.data,
            number=number,
            per_page=per_page,
            total=_count(body.pagination, "total"),
            total_pages=total_pages,
            following=None if last else operation.with_query(page=number + 1),
        )


def _count(pagination: object, name: str) -> int | None:
    """A count of the body, None if it is missing or no count."""
    value = getattr(pagination, name, None)
    return value if type(value) is int and value >= 0 else None


class Page(Generic[T]):
    """One page of a list: its items, where it stands, and the way to the next.

    Attributes:
        items: the items of this page.
        number: the number of this page, from 1.
        per_page: how many items a full page has, or None if the list is not cut into pages.
        total: how many items there are on all pages, or None if the API does not tell.
        total_pages: how many pages there are, or None if the API does not tell.
        response: the response it was read from.
    """

    def __init__(self, pager: Pager[T], cut: Cut, response: APIResponse) -> None:
        self._pager = pager
        self._following = cut.following
        self.items: list[T] = cut.items
        self.number = cut.number
        self.per_page = cut.per_page
        self.total = cut.total
        self.total_pages = cut.total_pages
        self.response = response

    def has_next_page(self) -> bool:
        """Whether the API says that there is a page after this one."""
        return self._following is not None

    async def get_next_page(self) -> Page[T]:
        """Fetch the page after this one; ValueError if this is the last.

        Raises what any call raises, and APIResponseError if the server sends this page again.
        """
        if self._following is None:
            raise ValueError(f"page {self.number} is the last: ask has_next_page() before")
        page = await self._pager.fetch(self._following)
        if self.items and page.items == self.items:
            problem = f"page {page.number} repeats page {self.number}"
            raise APIResponseError(problem, response=page.response, model=self._following.id)
        return page

    def __repr__(self) -> str:
        of = "" if self.total_pages is None else f" of {self.total_pages}"
        return f"<Page {self.number}{of}: {len(self.items)} items>"


class Pager(Generic[T]):
    """A list that has not been fetched yet.

    ``await`` it for the first Page, iterate it for the items of all pages, or use ``pages()`` and
    ``collect()``. Each page is one request, and each use starts at the first page.
    """

    def __init__(
        self,
        operation: Operation[Any],
        style: Style,
        send: Callable[[Operation[Any]], Awaitable[tuple[Any, APIResponse]]],
    ) -> None:
        self._style = style
        self._send = send
        self._first = style.first(operation)

    def __await__(self) -> Generator[Any, None, Page[T]]:
        return self.fetch(self._first).__await__()

    def __aiter__(self) -> AsyncIterator[T]:
        return _Items(self.pages())

    def pages(self) -> AsyncIterator[Page[T]]:
        """The pages, from the first on; raises what any call raises, at the page that met it."""
        return _Pages(self)

    async def collect(self, limit: int | None = None) -> list[T]:
        """The items of all pages in one list, at most ``limit`` of them.

        No page is fetched beyond the one that holds the last item wanted.
        """
        if limit is not None and limit < 0:
            raise ValueError(f"limit={limit} is negative: give 0 or more, or None for all items")
        items: list[T] = []
        if limit != 0:
            async for page in self.pages():
                items += page.items
                if limit is not None and len(items) >= limit:
                    break
        return items[:limit]

    async def fetch(self, operation: Operation[Any]) -> Page[T]:
        """Fetch the page that ``operation`` asks for."""
        body, response = await self._send(operation)
        try:
            return Page(self, self._style.read(operation, body), response)
        except ValueError as error:
            raise APIResponseError(str(error), response=response, model=operation.id) from None

    def __repr__(self) -> str:
        return f"<Pager of {self._first.id}>"


# Classes instead of async generators: those would have to be closed by whoever leaves one early.


class _Pages(Generic[T]):
    def __init__(self, pager: Pager[T]) -> None:
        self._pager = pager
        self._last: Page[T] | None = None

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Page[T]:
        if self._last is None:
            self._last = await self._pager
        elif self._last.has_next_page():
            self._last = await self._last.get_next_page()
        else:
            raise StopAsyncIteration
        return self._last


class _Items(Generic[T]):
    def __init__(self, pages: AsyncIterator[Page[T]]) -> None:
        self._pages = pages
        self._items: Iterator[T] = iter(())

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> T:
        while True:
            for item in self._items:
                return item
            self._items = iter((await anext(self._pages)).items)
