"""Lists of blocking clients."""

from __future__ import annotations

import importlib
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Generic, Literal, NoReturn, TypeVar, cast

from journeybee.blocking.loop_thread import LoopThread
from journeybee.errors import UsageError
from journeybee.pagination import Page, Pager, PagerStats
from journeybee.pagination.leaf_methods import Unfetched
from journeybee.pagination.page import BasePage, ListIterator
from journeybee.pagination.pager import OnShift, ProgressCallback
from journeybee.pagination.prefetch import Prefetch

T = TypeVar("T")


class BlockingPage(BasePage[T]):
    """One page of a list, as `journeybee.Page`.

    .. versionadded:: 0.1
    """

    def __init__(self, page: Page[T], loop: LoopThread) -> None:
        self.__dict__.update(page.__dict__)
        self._page = page
        self._loop = loop

    def get_next_page(self) -> BlockingPage[T]:
        """Fetch the page after this one.

        Raises:
            ValueError: this is the last page.
            JourneyBeeError: as of any call.
        """
        return BlockingPage(self._loop.run(self._page.get_next_page), self._loop)


class BlockingPager(Unfetched, Generic[T]):
    """A list that has not been fetched yet, as `journeybee.Pager`.

    Iterate it for the items of all pages, or use `pages()`, `page()`, `collect()` and `prefetch()`.
    Each page is one request, and each use starts at the first page.

    Attributes:
        stats: what was fetched through this pager, over all its uses.

    .. versionadded:: 0.1
    """

    def __init__(self, pager: Pager[T], loop: LoopThread) -> None:
        self._pager = pager
        self._loop = loop
        self.stats: PagerStats = pager.stats

    def __iter__(self) -> Iterator[T]:
        return BlockingItems(cast("ListIterator[T]", aiter(self._pager)), self._loop)

    def page(self) -> BlockingPage[T]:
        """The first page."""

        async def first() -> Page[T]:
            return await self._pager

        return BlockingPage(self._loop.run(first), self._loop)

    def pages(self) -> Iterator[BlockingPage[T]]:
        """The pages, from the first on; raises what any call raises, at the page that met it."""
        pages = self._pager.pages()
        while True:
            try:
                page = self._loop.run(pages.__anext__)
            except StopAsyncIteration:
                return
            yield BlockingPage(page, self._loop)

    def prefetch(self, pages: int) -> BlockingPrefetch[T]:
        """The items, with up to `pages` pages fetched ahead of the current one.

        Use it as `with pager.prefetch(4) as items: for item in items`.

        Raises:
            ValueError: `pages` is less than 1.
        """
        return BlockingPrefetch(self._pager.prefetch(pages), self._loop)

    def collect(self, limit: int | None = None) -> list[T]:
        """The items of all pages in one list, at most `limit` of them."""
        return self._loop.run(self._pager.collect, limit)

    def first(self) -> T | None:
        """The first item, None if the list has none; a request of one row where the API can."""
        return self._loop.run(self._pager.first)

    def find(self, **fields: Any) -> T | None:
        """The first item whose fields have these values, as `journeybee.Pager.find`."""
        return self._loop.run(self._pager.find, **fields)

    def find_only(self, **fields: Any) -> T | None:
        """The only item with these values, as `journeybee.Pager.find_only`."""
        return self._loop.run(self._pager.find_only, **fields)

    def count(self) -> int:
        """How many items the whole list has, by its API; a request of one row where it can.

        Raises:
            APIResponseError: the answer does not report it.
        """
        return self._loop.run(self._pager.count)

    def to_arrow(self, *, nested: Literal["json", "struct"] = "json") -> Any:
        """The items of all pages as a `pyarrow.Table`, as `journeybee.Pager.to_arrow`."""
        return self._loop.run(self._pager.to_arrow, nested=nested)

    def to_pandas(self, *, nested: Literal["json", "struct"] = "json") -> Any:
        """The items of all pages as a `pandas.DataFrame`."""
        return self._loop.run(self._pager.to_pandas, nested=nested)

    def to_polars(self, *, nested: Literal["json", "struct"] = "json") -> Any:
        """The items of all pages as a `polars.DataFrame`."""
        return self._loop.run(self._pager.to_polars, nested=nested)

    @property
    def cursor(self) -> str:
        """A resume token: it marks the end of the item, or the page, handed out last."""
        return self._pager.cursor

    def from_cursor(self, token: str) -> BlockingPager[T]:
        """A pager that continues exactly where a token of `cursor` was taken.

        Raises:
            ConfigurationError: also a ValueError; not a token of this list.
        """
        return BlockingPager(self._pager.from_cursor(token), self._loop)

    def with_options(
        self,
        *,
        on_shift: OnShift | None = None,
        progress: ProgressCallback | None = None,
        track: bool | None = None,
    ) -> BlockingPager[T]:
        """A pager of the same list with other options, those of `journeybee.Pager`."""
        pager = self._pager.with_options(on_shift=on_shift, progress=progress, track=track)
        return BlockingPager(pager, self._loop)

    if not TYPE_CHECKING:

        def __aiter__(self) -> NoReturn:
            raise UsageError("iterate a blocking list with `for`, without `async`")

        def __await__(self) -> NoReturn:
            raise UsageError("a blocking list is not awaited: call `page()` for its first page")

    def __repr__(self) -> str:
        operation, _ = self._pager.source
        return f"<Pager of {operation.id}: iterate it, or call page() or collect()>"

    def _repr_html_(self) -> str:
        outline_of: Any = importlib.import_module("journeybee.items.notebook").outline_of
        return str(outline_of(self._pager, repr(self)))


class BlockingItems(Iterator[T]):
    """The items of a list; several threads may share it, and each item goes to one of them."""

    def __init__(self, items: ListIterator[T], loop: LoopThread) -> None:
        self._items = items
        self._loop = loop
        self._turn = threading.Lock()

    def __next__(self) -> T:
        with self._turn:
            if self._items.buffered:
                return self._items.next_buffered()
            try:
                return self._loop.run(self._items.__anext__)
            except StopAsyncIteration:
                raise StopIteration from None


class BlockingPrefetch(Generic[T]):
    """The items of a pager with pages fetched ahead, for `with`."""

    def __init__(self, prefetch: Prefetch[T], loop: LoopThread) -> None:
        self._prefetch = prefetch
        self._loop = loop

    def __enter__(self) -> Iterator[T]:
        items, self._leave = self._loop.enter(self._prefetch)
        return BlockingItems(cast("ListIterator[T]", items), self._loop)

    def __exit__(self, *exc_info: object) -> None:
        self._leave()
