"""The pager: a list that hands out its pages and items."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable, Generator
from typing import TYPE_CHECKING, Any, Literal, NoReturn, TypeAlias, TypeVar, get_args

from journeybee.concurrency.callbacks import call
from journeybee.errors import ListShiftedError, UsageError
from journeybee.pagination.fetcher import PageFetcher, PagerStats
from journeybee.pagination.leaf_methods import LeafMethods
from journeybee.pagination.page import ListIterator, Page, Reached
from journeybee.pagination.parsed_page import ParsedPage
from journeybee.pagination.sequential import Sequential
from journeybee.pagination.state import FetchPage, PageResult, PageState
from journeybee.pagination.styles import Style
from journeybee_api._runtime import Operation, keep_origin

if TYPE_CHECKING:
    from journeybee.pagination.overlapping import Overlapping
    from journeybee.pagination.prefetch import Prefetch
else:
    # What annotations name at run time, without the module, which is imported on first use.
    from contextlib import AbstractAsyncContextManager as Prefetch

T = TypeVar("T")

OnShift: TypeAlias = Literal["warn", "raise", "refetch"]
_ON_SHIFT = frozenset(get_args(OnShift))
ProgressCallback: TypeAlias = Callable[[int, int | None], object]

_log = logging.getLogger("journeybee.paging")


def _is_count(value: object, least: int) -> bool:
    return isinstance(value, int) and value >= least


class Pager(LeafMethods[T]):
    """A list that has not been fetched yet.

    `await` it for the first Page, iterate it for the items of all pages, or use `pages()`,
    `collect()` and `prefetch()`. Each page is one request, and each use starts at the first
    page, or where the token of `from_cursor` says.

    .. versionadded:: 0.1
    """

    __slots__ = (
        "__weakref__", "_fetcher", "_on_shift", "_progress", "_reached", "_start", "_strategy",
        "_track", "_warned",
    )  # fmt: skip

    def __init__(
        self,
        fetcher: PageFetcher,
        *,
        start: PageState | None = None,
        on_shift: OnShift = "warn",
        progress: ProgressCallback | None = None,
        track: bool = False,
    ) -> None:
        if on_shift not in _ON_SHIFT:
            raise ValueError(
                f'on_shift={on_shift!r} is not known: give "warn", "raise" or "refetch"'
            )
        self._fetcher = fetcher
        self._start = start
        self._on_shift: OnShift = on_shift
        self._progress = progress
        self._track = track
        self._reached = Reached()
        self._warned = False
        self._strategy: Sequential | Overlapping = Sequential(fetcher.operation, fetcher.style)
        if on_shift == "refetch":
            from journeybee.pagination.overlapping import Overlapping

            self._strategy = Overlapping.over(fetcher.operation, fetcher.style) or self._strategy

    @property
    def stats(self) -> PagerStats:
        """What was fetched through this pager, over all its uses."""
        return self._fetcher.stats

    def __await__(self) -> Generator[Any, None, Page[T]]:
        return self._first_page().__await__()

    async def _first_page(self) -> Page[T]:
        state = self._first_state()
        if state.ended:
            raise ValueError("nothing to resume: this cursor marks the end of the list")
        return await self._read_page(state)

    def __aiter__(self) -> AsyncIterator[T]:
        return self._items(self._fetch_page)

    def pages(self) -> AsyncIterator[Page[T]]:
        """The pages, from the first on; raises what any call raises, at the page that met it."""

        async def read(state: PageState) -> tuple[list[Page[T]], PageResult]:
            page, result = await self._merge_page(state, await self._fetch_page(state))
            return [page], result

        return ListIterator(self._first_state(), read, self._reached, whole=True)

    def prefetch(self, pages: int) -> Prefetch[T]:
        """The items, with up to `pages` pages fetched ahead of the current one.

        Use it as `async with pager.prefetch(4) as items: async for item in items`. The order, the
        requests and the limits are those of plain iteration, an error is raised at its own item,
        and leaving the block cancels what is under way. Numbered pages are fetched at once as soon
        as their count is known; a page that is reached by a cursor only after the one before it,
        and with `on_shift="refetch"` none is fetched ahead.

        Raises:
            ValueError: `pages` is less than 1.
        """
        if not _is_count(pages, 1):
            raise ValueError(f"prefetch({pages!r}) is out of range: give 1 page or more")
        from journeybee.pagination.prefetch import Prefetch

        return Prefetch(self._items, self._fetch_page, pages if self._strategy.can_prefetch else 0)

    async def collect(self, limit: int | None = None) -> list[T]:
        """The items of all pages in one list, at most `limit` of them.

        No page is fetched beyond the one that holds the last item wanted.
        """
        if limit is not None and not _is_count(limit, 0):
            raise ValueError(
                f"limit={limit!r} is out of range: give 0 or more, or None for all items"
            )
        items: list[T] = []
        if limit != 0:
            async for item in self:
                items.append(item)
                if len(items) == limit:
                    break
        return items

    async def first(self) -> T | None:
        """The first item, None if the list has none; a request of one row where the API can."""
        if self._start is None:
            page = await self._fetcher.probe()
            # Behind the first page it is the row looked for only if the size was honoured.
            counted = page.reported_size == 1 or page.total_pages == page.total
            alone = len(page.items) == 1 and counted
            if page.items and (alone or not self._fetcher.rows_before):
                found: T = page.items[0]
                keep_origin(found)
                return found
        async for item in self:
            keep_origin(item)
            return item
        return None

    async def count(self) -> int:
        """How many items the whole list has, by its API; a request of one row where it can.

        Raises:
            APIResponseError: the answer does not report it.
        """
        return await self._fetcher.count()

    @property
    def source(self) -> tuple[Operation[Any], Style]:
        """The operation that the pages are read from, and the style of its pages."""
        return self._fetcher.operation, self._fetcher.style

    @property
    def server(self) -> str:
        """The base URL that the pages are read from."""
        return self._fetcher.server

    @property
    def resumed(self) -> bool:
        """Whether it begins at a token of `from_cursor`."""
        return self._start is not None

    @property
    def cursor(self) -> str:
        """A resume token: it marks the end of the item, or the page, handed out last.

        It is printable ASCII of a few hundred characters, and holds no key and no row. Pass it to
        `from_cursor` of a pager of the same call, in this process or another. Of several uses of
        one pager it follows the one that moved last.
        """
        from journeybee.pagination.resume_token import encode_token

        result, operation = self._reached.result, self._fetcher.operation
        if result is None:
            return encode_token(operation, self._first_state())
        return encode_token(operation, result.state_after(self._reached.handed_out))

    def from_cursor(self, token: str) -> Pager[T]:
        """A pager that continues exactly where a token of `cursor` was taken.

        Raises:
            ConfigurationError: also a ValueError; not a token of this version, or one of another
                operation or of other parameters.
        """
        from journeybee.pagination.resume_token import decode_token

        return self._with(start=decode_token(self._fetcher.operation, self._fetcher.style, token))

    def with_options(
        self,
        *,
        on_shift: OnShift | None = None,
        progress: ProgressCallback | None = None,
        track: bool | None = None,
    ) -> Pager[T]:
        """A pager of the same list with other options.

        Args:
            on_shift: what to do when rows are inserted or deleted while the list is read, which
                moves rows from page to page. `"warn"`, the default, logs it once on the logger
                `journeybee.paging`, `"raise"` raises ListShiftedError. It shows as a changed total,
                rows that come again (they are left out) and pages that are not full; one row
                deleted and one inserted between two requests can go unnoticed. `"refetch"`
                requests overlapping pages, in about a sixth more requests: no row that was there
                throughout is lost or doubled, as long as the API keeps the rows in one order.
            progress: called with the number of items handed out and the total, or None, after each
                page; an async function is awaited.
            track: keep what was read of each item, so that `update(item)` sends what was changed;
                takes about 30 microseconds and 1 kB an item. `first()` does so anyway.

        Raises:
            ValueError: another `on_shift`, or the list cannot be refetched.
        """
        given = {"on_shift": on_shift, "progress": progress, "track": track}
        return self._with(**{name: value for name, value in given.items() if value is not None})

    def with_query(self, **values: str) -> Pager[T]:
        """A pager of the same list with more query parameters, by their JSON names."""
        operation = self._fetcher.operation.with_query(**values)
        # What it fetches counts in the statistics of this one.
        return self._with(self._fetcher.copy(operation, self.stats))

    async def _fetch_page(self, state: PageState) -> ParsedPage:
        return await self._fetcher.fetch_page(self._strategy.request(state))

    def _items(self, fetch_page: FetchPage) -> AsyncIterator[T]:
        async def read(state: PageState) -> tuple[list[T], PageResult]:
            page, result = await self._merge_page(state, await fetch_page(state))
            return page.items, result

        return ListIterator(self._first_state(), read, self._reached)

    async def _read_page(self, state: PageState) -> Page[T]:
        page, result = await self._merge_page(state, await self._fetch_page(state))
        self._reached.result, self._reached.handed_out = result, len(page.items)
        return page

    async def _merge_page(self, state: PageState, parsed: ParsedPage) -> tuple[Page[T], PageResult]:
        try:
            result = self._strategy.merge(state, parsed)
        except ListShiftedError:
            raise
        except ValueError as error:
            raise self._fetcher.error(str(error), parsed.raw.response) from None
        if result.size_mismatch:
            self._fetcher.note(result.size_mismatch, parsed.raw.response)
        stats, name = self.stats, self._fetcher.operation.id
        stats.shift = result.shift or stats.shift
        if result.shift and self._on_shift == "raise":
            raise ListShiftedError(f"{name}: {result.shift}")
        if result.shift and not self._warned:
            self._warned = True
            _log.warning("%s changed while it was read: %s", name, result.shift)
        stats.items += len(result.new)
        if self._progress is not None:
            await call(self._progress, result.after.rows, result.after.total)
        page: Page[T] = Page(parsed, result, self._read_page, self.source)
        for item in page.items if self._track else ():
            keep_origin(item)
        return page, result

    def _first_state(self) -> PageState:
        return self._start or self._strategy.first_state(self._fetcher.size_parameter)

    def _with(self, fetcher: PageFetcher | None = None, /, **changes: Any) -> Pager[T]:
        if fetcher is None:
            fetcher = self._fetcher.copy(self._fetcher.operation, PagerStats())
        kept: dict[str, Any] = {"start": self._start, "track": self._track}
        kept |= {"on_shift": self._on_shift, "progress": self._progress}
        return Pager(fetcher, **{**kept, **changes})

    if not TYPE_CHECKING:

        def __iter__(self) -> NoReturn:
            raise UsageError(f"{self!r}, or use `for` with a client of `journeybee.blocking`")

    def __repr__(self) -> str:
        # Where asyncio or a page is asked for something else, its error shows this text.
        return (
            f"<Pager of {self._fetcher.operation.id}: await it for the first page, "
            "iterate it with `async for`, or call collect()>"
        )
