"""Fetching the pages of one list: sends its requests, parses answers, reports departures."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

from journeybee.errors import APIResponseError, BadRequestError, UnprocessableEntityError
from journeybee.list_memory import ListMemory
from journeybee.pagination.page_numbers import PageNumbers
from journeybee.pagination.parsed_page import PageSize, ParsedPage
from journeybee.pagination.raw_page import RawPage
from journeybee.pagination.styles import Style
from journeybee.response import APIResponse
from journeybee_api._runtime import DecodeError, Operation

Unreadable: TypeAlias = Callable[..., APIResponseError]
"""Makes the error for a success that cannot be used, with the arguments of that class."""
SendList: TypeAlias = Callable[[Operation[Any]], Awaitable[RawPage]]


class PagerStats:  # noqa: PLW1641  (it changes)
    """What a pager has done so far.

    Attributes:
        requests: requests sent for its pages and answered, repeats included.
        items: items handed out, page by page.
        waited: seconds that those requests waited for a connection slot and for the limiter.
        shift: how it showed that the list changed meanwhile, or that rows are missing; "" if not.

    .. versionadded:: 0.1
    """

    __match_args__ = ("requests", "items", "waited", "shift")
    __slots__ = (*__match_args__, "__weakref__")

    def __init__(
        self, requests: int = 0, items: int = 0, waited: float = 0.0, shift: str = ""
    ) -> None:
        self.requests = requests
        self.items = items
        self.waited = waited
        self.shift = shift

    def _values(self) -> tuple[int, int, float, str]:
        return self.requests, self.items, self.waited, self.shift

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, PagerStats):
            return NotImplemented
        return self._values() == other._values()

    def __repr__(self) -> str:
        values = zip(self.__match_args__, self._values(), strict=True)
        return f"PagerStats({', '.join(f'{name}={value!r}' for name, value in values)})"


class PageFetcher:
    """Sends the requests of one list; what it learns of the server goes to the client's memory."""

    def __init__(
        self,
        operation: Operation[Any],
        style: Style,
        send: SendList,
        *,
        memory: ListMemory | None = None,
        unreadable: Unreadable = APIResponseError,
        stats: PagerStats | None = None,
        server: str = "",
    ) -> None:
        self.operation = style.first(operation)
        self.style = style
        self.send = send
        self.memory = memory or ListMemory()
        self.unreadable = unreadable
        self.stats = stats or PagerStats()
        self.server = server

    def copy(self, operation: Operation[Any], stats: PagerStats) -> PageFetcher:
        """One of another operation of the same list, with these statistics."""
        return PageFetcher(
            operation,
            self.style,
            self.send,
            memory=self.memory,
            unreadable=self.unreadable,
            stats=stats,
            server=self.server,
        )

    @property
    def size_parameter(self) -> str | None:
        """The parameter for the size of a page that answers required, None for the spec's."""
        return self.memory.parameters.get(self.operation.id)

    @property
    def rows_before(self) -> int | None:
        """How many rows come before the first page; None if that is unknown."""
        return self.style.rows_before(self.operation)

    async def fetch_page(self, operation: Operation[Any]) -> ParsedPage:
        """Fetch and parse the page of a request."""
        page = await self._send_leniently(operation)
        if page.larger and (self.operation.id, page.larger.parameter) in self.memory.refused:
            return page._replace(larger=None, switch=None)
        if page.switch is None:
            return page
        self.memory.parameters[self.operation.id] = page.switch.parameter
        return page

    async def probe(self) -> ParsedPage:
        """Fetch the first row, with as few others as the API allows."""
        operation, parameter = self.style.probe_request(self.operation), self.size_parameter
        page_size = None if parameter is None else PageSize(parameter, 1 if parameter else None)
        return await self._send_leniently(self.style.resized(operation, page_size))

    async def count(self) -> int:
        """How many rows the whole list has; APIResponseError if the answer does not report it."""
        page = await self.probe()
        rows = len(page.items)
        if page.total is not None and page.total >= rows:
            return page.total
        complete = not page.next_positions and not page.stalled and not self.rows_before
        if page.total is None and complete:
            return rows
        problem = "the answer does not report how many items there are"
        raise self.error(problem, page.raw.response)

    def note(self, problem: str, response: APIResponse) -> None:
        """Report a departure from the spec; APIResponseError if the client is strict."""
        field = self.style.size if isinstance(self.style, PageNumbers) else "page"
        try:
            self.memory.note(self.operation.id, field, problem)
        except DecodeError as error:
            raise self.unreadable(
                error.problem, response=response, model=error.model, path=error.path
            ) from None

    async def _send_leniently(self, operation: Operation[Any]) -> ParsedPage:
        """Send once more without the size of a page if the server refuses its parameter."""
        try:
            return await self._send(operation)
        except (BadRequestError, UnprocessableEntityError) as error:
            self.stats.requests += 1 + error.retries
            without = self.style.without_size(operation, f"{error.message} {error.body}")
            if without is None:
                raise
            self.note(f"the size of a page is refused: {error.message}", error.response)
        refused = dict(operation.query).keys() - dict(without.query).keys()
        self.memory.refused.update((operation.id, name) for name in refused)
        self.memory.parameters[operation.id] = ""
        return (await self._send(without))._replace(refused=True)

    async def _send(self, operation: Operation[Any]) -> ParsedPage:
        raw = await self.send(operation)
        response = raw.response
        self.stats.requests += 1 + response.retries
        self.stats.waited += response.waited
        try:
            return self.style.parse(operation, raw)
        except ValueError as error:
            problem = str(error)
        # Raised out here: the frames of the style hold the whole body, as this one does.
        del raw
        raise self.error(problem, response)

    def error(self, problem: str, response: APIResponse) -> APIResponseError:
        """The error for an answer that cannot be used."""
        return self.unreadable(problem, response=response, model=self.operation.id)
