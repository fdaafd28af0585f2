"""Fetching pages before they are needed."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Generic, NoReturn, TypeVar

import anyio
from anyio.abc import TaskGroup

from journeybee.concurrency.loops import plain
from journeybee.errors import UsageError
from journeybee.pagination.parsed_page import PageSize, ParsedPage, Position
from journeybee.pagination.state import FetchPage, PageState

T = TypeVar("T")


class Prefetch(Generic[T]):
    """The items of a pager with pages fetched ahead, for `async with`.

    The requests run in a task group that lives as long as the block does.
    """

    def __init__(
        self, items: Callable[[FetchPage], AsyncIterator[T]], fetch_page: FetchPage, pages: int
    ) -> None:
        self._items = items
        self._fetch_page = fetch_page
        self._pages = pages
        self._group: TaskGroup | None = None

    async def __aenter__(self) -> AsyncIterator[T]:
        if self._group is not None:
            raise RuntimeError("a prefetch is entered once: call prefetch() again")
        self._group = anyio.create_task_group()
        await self._group.__aenter__()
        if not self._pages:
            return self._items(self._fetch_page)
        return self._items(_PagesAhead(self._group, self._fetch_page, self._pages).take)

    if not TYPE_CHECKING:

        def __aiter__(self) -> NoReturn:
            block = f"async with pager.prefetch({self._pages}) as items: async for item in items"
            raise UsageError(f"use `{block}`")

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._group is not None:
            self._group.cancel_scope.cancel()
            # What the block raised is raised as it is, not in a group. The tasks here raise
            # nothing but an interrupt that arrived while one of them ran.
            try:
                await self._group.__aexit__(None, None, None)
            except BaseExceptionGroup as error:
                raise plain(error) from None


class _PendingPage:
    """A page that is being fetched, or waits to be taken."""

    def __init__(self, state: PageState) -> None:
        self.state = state
        self.done = anyio.Event()
        self.outcome: ParsedPage | Exception | None = None

    async def wait(self) -> ParsedPage | Exception:
        """Wait for the page, or for what fetching it raised."""
        while self.outcome is None:
            await self.done.wait()
        return self.outcome


class _PagesAhead:
    """Fetches the pages after the one taken last, at most so many at a time."""

    def __init__(self, group: TaskGroup, fetch_page: FetchPage, pages: int) -> None:
        self._group = group
        self._fetch_page = fetch_page
        self._pages = pages
        self._pending: list[_PendingPage] = []
        self._newest: _PendingPage | None = None
        self._known: Sequence[Position] = ()

    async def take(self, state: PageState) -> ParsedPage:
        """Take the page of a state; raises what fetching it raised."""
        state = PageState(position=state.position, page_size=state.page_size)
        pending = next((page for page in self._pending if page.state == state), None)
        if pending is None:
            # The list continues elsewhere than it seemed to: what was fetched ahead is of no use.
            self._pending.clear()
            pending = self._start(state)
        outcome = await pending.wait()
        # Only now: after a cancellation during the wait the page can still be taken.
        self._pending.remove(pending)
        self._top_up()
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    def _start(self, state: PageState) -> _PendingPage:
        self._newest = pending = _PendingPage(state)
        self._pending.append(pending)
        self._group.start_soon(self._fetch, pending)
        return pending

    async def _fetch(self, pending: _PendingPage) -> None:
        try:
            page = pending.outcome = await self._fetch_page(pending.state)
            # A later page knows best how many there are by now.
            self._known = page.next_positions
        except Exception as error:  # noqa: BLE001 - raised where the page is taken
            pending.outcome = error
        pending.done.set()
        self._top_up()

    def _top_up(self) -> None:
        while len(self._pending) < self._pages and (following := self._following()) is not None:
            self._start(following)

    def _following(self) -> PageState | None:
        """The state after the newest page, if it is known and worth fetching."""
        newest = self._newest
        if newest is None or any(isinstance(page.outcome, Exception) for page in self._pending):
            return None
        page, page_size, position = newest.outcome, newest.state.page_size, newest.state.position
        if not isinstance(page, ParsedPage):
            if not isinstance(position, int) or position not in self._known:
                return None
            known = position + 1 in self._known
            return PageState(position=position + 1, page_size=page_size) if known else None
        if not page.next_positions:
            return None
        if page.switch is not None:
            return PageState(position=1, page_size=page.switch)
        page_size = PageSize("") if page.refused else page_size
        return PageState(position=page.next_positions[0], page_size=page_size)
