"""A server of one list, in every style of paging, that changes while it is read; no network."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import anyio.lowlevel

from journeybee import APIResponse, Pager
from journeybee.pagination import (
    LastItemCursor,
    PageFetcher,
    PageNumbers,
    RawPage,
    Style,
    WholeList,
)
from journeybee.pagination.raw_page import rows_at
from journeybee.response import Headers
from journeybee_api._runtime import UNSET, Operation

Row = dict[str, Any]

META = PageNumbers(size="pageSize", default_size=50, max_size=50)
IN_BODY = PageNumbers(size="limit", in_body=True, max_size=None, rows_path="payload.rows")
NEXT_NUMBER = PageNumbers(
    page="pageNum",
    size="pageLimit",
    in_body=True,
    max_size=500,
    rows_path="payload.rows",
    more="payload.hasMore",
)


class ListServer:
    """Answers operations; `change` is called with it before each answer.

    Attributes:
        rows: what it has, in its order.
        asked: the parameters of the requests that came.
        server: its base URL.
        builder: module and name of the function that could have made its operation.
        wait: awaited before each answer.
    """

    wait: Callable[[], Awaitable[None]] = staticmethod(anyio.lowlevel.checkpoint)
    builder = ("surface.operations.rows", "list_rows")
    server = "https://api.example.test/v1"

    def __init__(
        self, rows: list[Row], change: Callable[[ListServer], object] | None = None
    ) -> None:
        self.rows = rows
        self.asked: list[dict[str, Any]] = []
        self.inclusive = False
        self.page_size = 100
        self._change = change

    def pager(self, style: Style, **parameters: Any) -> Pager[Any]:
        in_body = isinstance(style, PageNumbers) and style.in_body
        operation: Operation[Any] = Operation(
            *self.builder,
            "POST" if in_body else "GET",
            "/rows",
            responses={200: "Any"},
            query={} if in_body else parameters,
            body=parameters if in_body else UNSET,
        )

        async def send(operation: Operation[Any]) -> RawPage:
            await self.wait()
            if self._change is not None:
                self._change(self)
            given = operation.body if in_body else dict(operation.query)
            self.asked.append(given)
            body = self.answer(style, given)
            return RawPage(rows_at(body, style.rows_path), body, RESPONSE)

        return Pager(PageFetcher(operation, style, send, server=self.server))

    def answer(self, style: Style, given: dict[str, Any]) -> Any:
        """The body of an answer."""
        if isinstance(style, WholeList):
            return self.rows
        if isinstance(style, LastItemCursor):
            return self._from_cursor(given)
        assert isinstance(style, PageNumbers)
        number, size = int(given.get(style.page, 1)), int(given[style.size])
        rows = self.rows[(number - 1) * size : number * size]
        total, pages = len(self.rows), -(-len(self.rows) // size)
        if style.in_body:
            return {"payload": {"rows": rows, "hasMore": number < pages}}
        if style is META:
            return {"data": rows, "meta": {"record-count": total, "page-count": pages}}
        return {"data": rows, "pagination": {"total": total, "total_pages": pages}}

    def _from_cursor(self, given: dict[str, Any]) -> list[Row]:
        cursor = given.get("cursor")
        size = int(given.get("limit", self.page_size))
        found = [
            row
            for row in self.rows
            if cursor is None
            or row["created_at"] < cursor
            or (self.inclusive and row["created_at"] == cursor)
        ]
        return [{**row, "total": len(self.rows)} for row in found[:size]]


RESPONSE = APIResponse(
    status_code=200,
    headers=Headers([]),
    content=b"{}",
    method="GET",
    url="https://api.example.test/v1/rows",
    url_template="https://api.example.test/v1/rows",
    waited=0.5,
)


def rows(count: int, *, together: int = 1) -> list[Row]:
    """Rows from the newest on, of which so many in a row share a time."""
    return [
        {"uuid": f"row-{n}", "created_at": f"{(count - n + together - 1) // together:08}"}
        for n in range(count)
    ]


def ids(items: list[Row]) -> list[str]:
    return [item["uuid"] for item in items]


def at_request(number: int, change: Callable[[ListServer], object]) -> Callable[..., None]:
    def act(server: ListServer) -> None:
        if len(server.asked) + 1 == number:
            change(server)

    return act


def delete_first_insert_last(server: ListServer) -> None:
    del server.rows[0]
    server.rows.append({"uuid": "new", "created_at": "00000000"})


async def drained(pager: Pager[Any], how: str) -> list[str]:
    """The rows in one of the ways of draining; "resumed" starts again at every third row."""
    if how == "prefetched":
        async with pager.prefetch(3) as items:
            return [item["uuid"] async for item in items]
    if how == "plain":
        return ids(await pager.collect())
    seen: list[str] = []
    going = True
    while going:
        going = False
        async for item in pager:
            seen.append(item["uuid"])
            if len(seen) % 3 == 0:
                going = True
                break
        pager = pager.from_cursor(pager.cursor)
    return seen
