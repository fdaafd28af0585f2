"""Servers that count wrongly, repeat pages or break: each drain ends, with rows or an error."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from journeybee import APIResponseError, JourneyBee, RetryPolicy, ServerError, TokenBucket

SIZE = 10
Answer = Callable[[int], httpx.Response]


def page(number: int, rows: int = 45, **counts: Any) -> httpx.Response:
    data = [{"uuid": str(n)} for n in range(rows)][(number - 1) * SIZE : number * SIZE]
    counted = {"page": number, "per_page": SIZE, "total": rows, "total_pages": -(-rows // SIZE)}
    pagination = {name: value for name, value in {**counted, **counts}.items() if value != "absent"}
    return httpx.Response(200, json={"data": data, "pagination": pagination})


def counting(total: Any, total_pages: Any) -> Answer:
    return lambda number: page(number, total=total, total_pages=total_pages)


def empty_in_the_middle(number: int) -> httpx.Response:
    answer = page(number)
    if number == 3:
        body = json.loads(answer.content)
        return httpx.Response(200, json={**body, "data": []})
    return answer


def repeated(number: int) -> httpx.Response:
    return page(min(number, 3))


def page_one_for_ever(number: int) -> httpx.Response:
    return page(1, total=10**6, total_pages=10**5)


def exploding(number: int) -> httpx.Response:
    return page((number - 1) % 3 + 1, total=30 * 10**number, total_pages=3 * 10**number)


def broken_in_the_middle(number: int) -> httpx.Response:
    return httpx.Response(500) if number == 3 else page(number)


def truncated(number: int) -> httpx.Response:
    answer = page(number)
    return httpx.Response(200, content=answer.content[:-30]) if number == 3 else answer


def not_full(number: int) -> httpx.Response:
    body = json.loads(page(number).content)
    return httpx.Response(200, json={**body, "data": body["data"][: 4 if number == 3 else SIZE]})


# A cursor that repeats and a loop of three cursors are in test_pagination_styles.py.
SERVERS: list[tuple[str, Answer, int | type[Exception]]] = [
    ("empty page in the middle", empty_in_the_middle, 35),
    ("repeated page", repeated, APIResponseError),
    ("absent counts", counting("absent", "absent"), 45),
    ("counts of zero", counting(0, 0), 45),
    ("negative counts", counting(-45, -5), 45),
    ("textual counts", counting("many", "5"), 45),
    ("absurd counts", counting(10**30, 10**29), APIResponseError),
    ("page 1 for ever", page_one_for_ever, APIResponseError),
    ("counts that explode", exploding, APIResponseError),
    ("500 in the middle", broken_in_the_middle, ServerError),
    ("truncated page", truncated, APIResponseError),
    ("page that is not full", not_full, 39),
]


def test_there_are_a_dozen() -> None:
    assert len(SERVERS) == 12


@pytest.mark.parametrize("ahead", [0, 4])
@pytest.mark.parametrize(
    ("answer", "outcome"), [s[1:] for s in SERVERS], ids=[s[0] for s in SERVERS]
)
async def test_each_ends_within_twenty_requests(
    answer: Answer, outcome: int | type[Exception], ahead: int
) -> None:
    asked = 0

    async def handle(request: httpx.Request) -> httpx.Response:
        nonlocal asked
        asked += 1
        return answer(int(request.url.params.get("page", 1)))

    client = JourneyBee(
        "key",
        limiter=TokenBucket(limit=100_000, period=60.0, burst=100_000),
        http_client=httpx.AsyncClient(transport=httpx.MockTransport(handle)),
        retry=RetryPolicy(max_retries=0),
    )
    pager = client.leads.list(per_page=SIZE)
    seen: list[str] = []

    async def drain() -> None:
        if ahead:
            async with pager.prefetch(ahead) as items:
                seen.extend([lead.uuid async for lead in items])
        else:
            seen.extend([lead.uuid async for lead in pager])

    if isinstance(outcome, int):
        await drain()
        assert len(seen) == len(set(seen)) == outcome
    else:
        with pytest.raises(outcome):
            await drain()
    assert asked <= 20
