"""Pagers: every way of reading a list, where it ends, and what is refused."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs

import anyio
import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_httpx import HTTPXMock

from journeybee import APIResponseError, JourneyBee, NotFoundError, Pager, RetryPolicy, TokenBucket


class Server:
    """Answers lists of rows, cut into pages, as the API documents it."""

    def __init__(self, rows: int, **pagination: Any) -> None:
        self.rows = [{"uuid": str(number)} for number in range(rows)]
        self.pagination = pagination
        self.asked: list[tuple[int, int]] = []

    def page(self, number: int, per_page: int) -> list[dict[str, str]]:
        return self.rows[(number - 1) * per_page : number * per_page]

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        query = parse_qs(request.url.query.decode())
        number, per_page = int(query.get("page", ["1"])[0]), int(query.get("per_page", ["25"])[0])
        self.asked.append((number, per_page))
        counts = {
            "page": number,
            "per_page": per_page,
            "total": len(self.rows),
            "total_pages": -(-len(self.rows) // per_page),
            **self.pagination,
        }
        body = {"data": self.page(number, per_page), "pagination": counts}
        return httpx.Response(200, json=body)


def connected(server: Server) -> JourneyBee:
    """A client whose requests reach `server` without a network or a limit."""
    return JourneyBee(
        "key",
        limiter=TokenBucket(limit=100_000, period=60.0, burst=100_000),
        http_client=httpx.AsyncClient(transport=httpx.MockTransport(server)),
        retry=RetryPolicy(max_retries=0),
    )


async def test_awaiting_a_pager_gives_the_first_page() -> None:
    server = Server(250)
    page = await connected(server).leads.list()
    assert [lead.uuid for lead in page.items] == [str(n) for n in range(100)]
    assert (page.number, page.per_page, page.total, page.total_pages) == (1, 100, 250, 3)
    assert page.response.status_code == 200
    assert repr(page) == "<Page 1 of 3: 100 items>"
    assert server.asked == [(1, 100)]


async def test_pages_follow_one_another_to_the_last() -> None:
    page = await connected(Server(5)).leads.list(per_page=2)
    seen = [len(page.items)]
    while page.has_next_page():
        page = await page.get_next_page()
        seen.append(len(page.items))
    assert seen == [2, 2, 1]
    with pytest.raises(ValueError, match="page 3 is the last"):
        await page.get_next_page()


async def test_items_come_in_order_with_one_request_a_page() -> None:
    server = Server(1001)
    seen = [lead.uuid async for lead in connected(server).leads.list()]
    assert seen == [str(n) for n in range(1001)]
    assert server.asked == [(n, 100) for n in range(1, 12)]


async def test_a_list_can_be_started_anywhere() -> None:
    server = Server(100)
    seen = [lead.uuid async for lead in connected(server).leads.list(page=4, per_page=30)]
    assert seen == [str(n) for n in range(90, 100)]
    assert server.asked == [(4, 30)]


@pytest.mark.parametrize(
    ("limit", "items", "requests"),
    [(None, 25, 3), (0, 0, 0), (10, 10, 1), (11, 11, 2), (99, 25, 3)],
)
async def test_collect_fetches_no_page_too_many(
    limit: int | None, items: int, requests: int
) -> None:
    server = Server(25)
    found = await connected(server).leads.list(per_page=10).collect(limit=limit)
    assert len(found) == items
    assert len(server.asked) == requests


async def test_collect_refuses_a_negative_limit() -> None:
    with pytest.raises(ValueError, match="limit=-1"):
        await connected(Server(1)).leads.list().collect(limit=-1)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"per_page": 0}, "per_page=0 is out of range: give per_page from 1 to 100"),
        ({"per_page": 101}, "per_page=101 is out of range"),
        ({"page": 0}, "page=0 is out of range: give page 1 or more"),
        ({"page": -3}, "page=-3"),
    ],
)
def test_page_arguments_out_of_range_are_refused_at_once(
    arguments: dict[str, int], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        connected(Server(1)).leads.list(**arguments)  # type: ignore[arg-type]


async def test_an_empty_page_in_the_middle_is_not_the_end() -> None:
    class Gap(Server):
        def page(self, number: int, per_page: int) -> list[dict[str, str]]:
            return [] if number == 2 else super().page(number, per_page)

    seen = [lead.uuid async for lead in connected(Gap(6)).leads.list(per_page=2)]
    assert seen == ["0", "1", "4", "5"]


@pytest.mark.parametrize("useless", [None, -1, "three", 2.5, True])
async def test_without_a_usable_count_the_first_page_not_full_is_the_last(useless: Any) -> None:
    server = Server(5, total_pages=useless)
    seen = [lead.uuid async for lead in connected(server).leads.list(per_page=2)]
    assert len(seen) == 5
    assert len(server.asked) == 3


async def test_a_page_that_repeats_is_an_error_not_a_loop() -> None:
    class Stuck(Server):
        def page(self, number: int, per_page: int) -> list[dict[str, str]]:
            return super().page(1, per_page)

    server = Stuck(10)
    with pytest.raises(APIResponseError, match="page 2 repeats page 1"):
        await connected(server).leads.list(per_page=2).collect()
    assert len(server.asked) == 2


@pytest.mark.parametrize("data", [None, {}, "rows", "absent"])
async def test_a_page_without_a_list_of_items_is_an_error(data: Any) -> None:
    async def answer(request: httpx.Request) -> httpx.Response:
        counts = {"page": 1, "per_page": 100, "total": 0, "total_pages": 0}
        body = {"pagination": counts} if data == "absent" else {"data": data, "pagination": counts}
        return httpx.Response(200, json=body)

    http_client = httpx.AsyncClient(transport=httpx.MockTransport(answer))
    with pytest.raises(APIResponseError, match="data"):
        await JourneyBee("key", http_client=http_client).leads.list()


async def test_an_error_in_the_middle_surfaces_after_the_items_before_it() -> None:
    class Broken(Server):
        async def __call__(self, request: httpx.Request) -> httpx.Response:
            response = await super().__call__(request)
            return httpx.Response(404) if self.asked[-1][0] == 3 else response

    seen: list[str] = []

    async def drain() -> None:
        async for lead in connected(Broken(10)).leads.list(per_page=2):
            seen.append(lead.uuid)  # noqa: PERF401 - what was seen before the error counts

    with pytest.raises(NotFoundError):
        await drain()
    assert seen == ["0", "1", "2", "3"]


async def test_bare_arrays_are_lists_of_one_page(httpx_mock: HTTPXMock) -> None:
    httpx_mock.add_response(json=[{"uuid": "a"}, {"uuid": "b"}])
    async with JourneyBee("key") as client:
        page = await client.tags.list()
    assert [tag.uuid for tag in page.items] == ["a", "b"]
    assert (page.number, page.per_page, page.total, page.total_pages) == (1, None, 2, 1)
    assert not page.has_next_page()


async def test_a_pager_can_be_used_again_and_sends_nothing_by_itself() -> None:
    server = Server(3)
    pager: Pager[Any] = connected(server).leads.list()
    assert repr(pager).startswith("<Pager of list_leads: await it for the first page")
    assert server.asked == []
    assert len(await pager.collect()) == len(await pager.collect()) == 3


@given(rows=st.integers(0, 500), per_page=st.integers(1, 100))
def test_every_row_is_seen_once_with_the_least_requests(rows: int, per_page: int) -> None:
    async def drain() -> None:
        server = Server(rows)
        seen = await connected(server).leads.list(per_page=per_page).collect()
        assert [lead.uuid for lead in seen] == [str(n) for n in range(rows)]
        assert len(server.asked) == max(1, -(-rows // per_page))

    anyio.run(drain, backend="asyncio")
