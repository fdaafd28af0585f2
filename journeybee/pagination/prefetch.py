"""Fetching pages before they are asked for."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from types import TracebackType
from typing import Generic, NamedTuple, TypeAlias, TypeVar

import anyio
from anyio.abc import TaskGroup

from journeybee.loops import plain
from journeybee.pagination.page_size import PageSize
from journeybee.pagination.state import PageState
from journeybee.pagination.styles import ParsedPage, Position
from journeybee.response import APIResponse

T = TypeVar("T")


class Sheet(NamedTuple):
    """A page as it came, not yet joined to those before it."""

    page: ParsedPage
    response: APIResponse

    def following(self, asked: PageState) -> PageState | None:
        """Where the page after this one is, if that is known; `asked` is where this one was."""
        if not self.page.next_positions:
            return None
        if self.page.switch is not None:
            return PageState(position=1, page_size=self.page.switch)
        page_size = PageSize("") if self.page.refused else asked.page_size
        return PageState(position=self.page.next_positions[0], page_size=page_size)


Fetch: TypeAlias = Callable[[PageState], Awaitable[Sheet]]


class Prefetch(Generic[T]):
    """The items of a pager with pages fetched ahead, for ``async with``.

    The requests run in a task group that lives as long as the block does.
    """

    def __init__(
        self, items: Callable[[Fetch], AsyncIterator[T]], fetch: Fetch, pages: int
    ) -> None:
        self._items = items
        self._fetch = fetch
        self._pages = pages
        self._group: TaskGroup | None = None

    async def __aenter__(self) -> AsyncIterator[T]:
        if self._group is not None:
            raise RuntimeError("a prefetch is entered once: call prefetch() again")
        self._group = anyio.create_task_group()
        await self._group.__aenter__()
        if not self._pages:
            return self._items(self._fetch)
        return self._items(_Ahead(self._group, self._fetch, self._pages).fetch)

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._group is not None:
            self._group.cancel_scope.cancel()
            # What the block raised is raised as it is, not in a group. The tasks here raise
            # nothing but an interrupt that next_state while one of them ran.
            try:
                await self._group.__aexit__(None, None, None)
            except BaseExceptionGroup as error:
                raise plain(error) from None


class _Slot:
    """A page that is being fetched, or waits to be taken."""

    def __init__(self, state: PageState) -> None:
        self.state = state
        self.done = anyio.Event()
        self.outcome: Sheet | Exception | None = None

    async def take(self) -> Sheet | Exception:
        """Wait for the page, or for what fetching it raised."""
        while self.outcome is None:
            await self.done.wait()
        return self.outcome


class _Ahead:
    """Fetches the pages after the one asked for last, at most so many at a time."""

    def __init__(self, group: TaskGroup, fetch: Fetch, pages: int) -> None:
        self._group = group
        self._fetch = fetch
        self._pages = pages
        self._slots: list[_Slot] = []
        self._newest: _Slot | None = None
        self._known: Sequence[Position] = ()

    async def fetch(self, state: PageState) -> Sheet:
        """Take the page at a place; raises what fetching it raised."""
        state = PageState(position=state.position, page_size=state.page_size)
        slot = next((slot for slot in self._slots if slot.state == state), None)
        if slot is None:
            # The list goes on elsewhere than it seemed to: what was fetched ahead is of no use.
            self._slots.clear()
            slot = self._start(state)
        outcome = await slot.take()
        # Only now: whoever was cancelled while waiting finds the page the next time.
        self._slots.remove(slot)
        self._top_up()
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    def _start(self, state: PageState) -> _Slot:
        self._newest = slot = _Slot(state)
        self._slots.append(slot)
        self._group.start_soon(self._run, slot)
        return slot

    async def _run(self, slot: _Slot) -> None:
        try:
            sheet = slot.outcome = await self._fetch(slot.state)
            # A later page knows best how many there are by now.
            self._known = sheet.page.next_positions
        except Exception as error:  # noqa: BLE001 - whoever takes the page raises it
            slot.outcome = error
        slot.done.set()
        self._top_up()

    def _top_up(self) -> None:
        while len(self._slots) < self._pages and (following := self._following()) is not None:
            self._start(following)

    def _following(self) -> PageState | None:
        """The place after the newest page, if it is known and worth asking for."""
        newest = self._newest
        if newest is None or any(isinstance(slot.outcome, Exception) for slot in self._slots):
            return None
        if isinstance(newest.outcome, Sheet):
            return newest.outcome.following(newest.state)
        position = newest.state.position
        if isinstance(position, int) and position in self._known and position + 1 in self._known:
            return PageState(position=position + 1, page_size=newest.state.page_size)
        return None
