"""Pages that are odd in one way each: where the rows lie, what counts say, where links lead."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from journeybee import APIResponseError, JourneyBee, ListShiftedError, RetryPolicy, TokenBucket

Answer = Callable[[int], httpx.Response]


def connected(answer: Answer, asked: list[httpx.URL], **options: Any) -> JourneyBee:
    async def handle(request: httpx.Request) -> httpx.Response:
        asked.append(request.url)
        return answer(int(request.url.params.get("page", 1)))

    return JourneyBee(
        "key",
        limiter=TokenBucket(limit=10**7, period=60.0, burst=10**7),
        http_client=httpx.AsyncClient(transport=httpx.MockTransport(handle)),
        retry=RetryPolicy(max_retries=0),
        **options,
    )


def rows(number: int, size: int = 50, total: int = 120) -> list[dict[str, str]]:
    return [{"uuid": str(n)} for n in range((number - 1) * size, min(number * size, total))]


@pytest.mark.parametrize(
    "envelope",
    [
        lambda number: {"data": rows(number), "meta": None},
        lambda number: {"data": rows(number), "pagination": None},
        lambda number: {"data": rows(number), "pagination": {"per_page": 0, "total": "many"}},
        lambda number: {"data": rows(number), "pagination": {"per_page": "50", "total": "120"}},
        lambda number: {"leads": rows(number), "errors": []},
        lambda number: {"data": {"leads": rows(number)}, "meta": {"page_count": 3}},
        lambda number: {"anything": rows(number), "count": 50},
        rows,
    ],
)
async def test_all_rows_come_whatever_surrounds_them(envelope: Callable[[int], Any]) -> None:
    asked: list[httpx.URL] = []
    client = connected(lambda number: httpx.Response(200, json=envelope(number)), asked)
    assert [lead.uuid for lead in await client.leads.list().collect()] == [
        str(n) for n in range(120)
    ]
    assert len(asked) <= 4
    assert client.drift
    with pytest.raises(APIResponseError):
        await (
            connected(lambda number: httpx.Response(200, json=envelope(number)), asked, strict=True)
            .leads.list()
            .collect()
        )


async def test_several_arrays_that_may_be_the_rows_are_named() -> None:
    body = {"items": rows(1), "results": rows(1), "total": 120}
    client = connected(lambda _: httpx.Response(200, json=body), [])
    with pytest.raises(APIResponseError, match="the rows may be in 'items' or 'results'"):
        await client.leads.list()


@pytest.mark.parametrize("host", ["https://elsewhere.test", "//elsewhere.test", "http://[bad"])
async def test_a_link_to_another_host_is_neither_followed_nor_believed(host: str) -> None:
    asked: list[httpx.URL] = []
    link = {"link": f'<{host}/leads?page=1>; rel="prev"'}
    client = connected(
        lambda number: httpx.Response(200, json={"data": rows(number)}, headers=link), asked
    )
    assert len(await client.leads.list().collect()) == 120
    assert {url.host for url in asked} == {"api.journeybee.io"}
    assert len(asked) == 4


async def test_a_link_of_the_same_host_says_where_the_list_ends() -> None:
    asked: list[httpx.URL] = []

    def answer(number: int) -> httpx.Response:
        rel = "next" if number < 3 else "prev"
        link = {"link": f'<https://api.journeybee.io/v1/leads/?page=9>; rel="{rel}"'}
        return httpx.Response(200, json={"data": rows(number)}, headers=link)

    assert len(await connected(answer, asked).leads.list().collect()) == 120
    assert [url.params.get("page", "1") for url in asked] == ["1", "2", "3"]


async def test_rows_that_are_not_objects_are_passed_on_and_reported() -> None:
    body = {"data": ["a", None, 7, {"uuid": "b"}], "pagination": {"total": 4, "total_pages": 1}}
    client = connected(lambda _: httpx.Response(200, json=body), [])
    found: list[Any] = await client.leads.list().collect()
    assert found[:3] == ["a", None, 7]
    assert client.drift


@pytest.mark.parametrize("ahead", [0, 4])
async def test_a_thousand_million_pages_of_nothing_end_by_an_error(ahead: int) -> None:
    asked: list[httpx.URL] = []

    def answer(number: int) -> httpx.Response:
        counts = {"page": number, "per_page": 100, "total": 10**11, "total_pages": 10**9}
        return httpx.Response(200, json={"data": rows(number, 100, 250), "pagination": counts})

    pager = connected(answer, asked).leads.list()

    async def drain() -> None:
        if not ahead:
            await pager.collect()
        async with pager.prefetch(ahead or 1) as items:
            async for _ in items:
                pass

    with pytest.raises(APIResponseError, match="10 consecutive pages contained no new rows"):
        await drain()
    assert len(asked) <= 20


async def test_a_dialect_that_changes_in_the_middle_is_an_error_or_said() -> None:
    asked: list[httpx.URL] = []

    def answer(number: int) -> httpx.Response:
        if number < 3:
            counts: Any = {"pagination": {"total": 237, "total_pages": 3}}
            return httpx.Response(200, json={"data": rows(number, 100, 237), **counts})
        counts = {"meta": {"record-count": 237, "page-count": 24}}
        return httpx.Response(200, json={"data": rows(number, 10, 237), **counts})

    with pytest.raises(APIResponseError, match="10 consecutive pages"):
        await connected(answer, asked).leads.list().collect()
    assert len(asked) <= 20
    with pytest.raises(ListShiftedError):
        await connected(answer, []).leads.list().with_options(on_shift="raise").collect()


async def test_a_whole_list_that_reports_more_rows_goes_on() -> None:
    asked: list[httpx.URL] = []

    def answer(number: int) -> httpx.Response:
        body = [{"uuid": row["uuid"], "label": "x"} for row in rows(number)]
        return httpx.Response(200, json=body, headers={"x-total-count": "120"})

    assert len(await connected(answer, asked).tags.list().collect()) == 120
    assert [url.params.get("page") for url in asked] == [None, "2", "3"]


async def test_a_refusal_that_is_not_about_the_size_is_raised_at_once() -> None:
    asked: list[httpx.URL] = []
    client = connected(lambda _: httpx.Response(400, json={"error": "bad status"}), asked)
    with pytest.raises(Exception, match="bad status"):
        await client.leads.list(per_page=5).collect()
    assert len(asked) == 1


@pytest.mark.parametrize("rows_each", [5, 33])
async def test_a_server_that_knows_no_pages_and_no_counts_is_said_not_believed(
    rows_each: int, caplog: pytest.LogCaptureFixture
) -> None:
    def answer(_: int) -> httpx.Response:
        return httpx.Response(200, json=rows(1, rows_each))

    assert len(await connected(answer, []).leads.list(per_page=4).collect()) == rows_each
    assert "page 2 repeats page 1, and no answer reports how many rows there are" in caplog.text
    with pytest.raises(ListShiftedError):
        await connected(answer, []).leads.list().with_options(on_shift="raise").collect()


@pytest.mark.parametrize("pages", [2, 3])
async def test_a_repeated_page_that_its_counts_call_another_is_an_error(pages: int) -> None:
    def answer(_: int) -> httpx.Response:
        return httpx.Response(200, json={"data": rows(1), "pagination": {"total_pages": pages}})

    with pytest.raises(APIResponseError, match="page 2 repeats page 1"):
        await connected(answer, []).leads.list().collect()
