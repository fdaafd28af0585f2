"""What people reach for: the first item, the count, statistics, progress."""

from __future__ import annotations

import anyio
import httpx
import pytest

from journeybee import APIResponseError, JourneyBee, PagerStats, RetryPolicy
from journeybee.pagination import LastItemCursor, PageNumbers, Style, WholeList
from tests.list_server import IN_BODY, META, ListServer, ids, rows
from tests.pipeline_harness import CountingLimiter, CountingPermit

STYLES: list[Style] = [PageNumbers(), META, LastItemCursor(), WholeList()]


@pytest.mark.parametrize("style", STYLES)
async def test_count_and_first_take_one_request_each(style: Style) -> None:
    server = ListServer(rows(60))
    pager = server.pager(style)
    assert await pager.count() == 60
    assert (await pager.first() or {}).get("uuid") == "row-0"
    assert len(server.asked) == 2
    if isinstance(style, PageNumbers) and not style.whole:
        assert server.asked == [{"page": "1", style.size: "1"}] * 2


@pytest.mark.parametrize("style", STYLES)
async def test_an_empty_list_has_a_count_and_no_first(style: Style) -> None:
    pager = ListServer([]).pager(style)
    assert await pager.count() == 0
    assert await pager.first() is None


async def test_first_is_the_first_from_where_the_pager_starts() -> None:
    server = ListServer(rows(60))
    started = server.pager(PageNumbers(), page=3, per_page=7)
    assert (await started.first() or {}).get("uuid") == "row-14"
    assert server.asked == [{"page": "15", "per_page": "1"}]
    async for item in (pager := server.pager(PageNumbers())):
        if item["uuid"] == "row-30":
            break
    resumed = server.pager(PageNumbers()).from_cursor(pager.cursor)
    assert (await resumed.first() or {}).get("uuid") == "row-31"
    assert await resumed.count() == 60


async def test_first_looks_behind_pages_that_are_empty_but_not_the_last() -> None:
    class Filtered(ListServer):
        def answer(self, style: Style, given: dict[str, str]) -> object:
            body = super().answer(style, given)
            return {**body, "data": [row for row in body["data"] if row["uuid"] > "row-2"]}

    server = Filtered(rows(5))
    assert (await server.pager(PageNumbers(), per_page=2).first() or {}).get("uuid") == "row-3"


async def test_a_count_that_is_not_reported_is_an_error_not_a_guess() -> None:
    with pytest.raises(APIResponseError, match="does not report how many items there are"):
        await ListServer(rows(60)).pager(IN_BODY).count()


async def test_statistics_are_of_one_pager_in_all_its_uses() -> None:
    server = ListServer(rows(25))
    pager = server.pager(PageNumbers(), per_page=10)
    assert pager.stats == PagerStats()
    await pager.collect()
    assert pager.stats == PagerStats(requests=3, items=25, waited=1.5)
    await pager.count()
    assert pager.stats == PagerStats(requests=4, items=25, waited=2.0)
    assert pager.with_options(on_shift="raise").stats == PagerStats()


async def test_statistics_count_repeats_and_waiting_for_the_limiter() -> None:
    answers = [503, 200]

    async def answer(request: httpx.Request) -> httpx.Response:
        counts = {"page": 1, "per_page": 100, "total": 1, "total_pages": 1}
        body = {"data": [{"uuid": "a"}], "pagination": counts}
        return httpx.Response(answers.pop(0), headers={"retry-after": "0"}, json=body)

    class Queue(CountingLimiter):
        async def acquire(self) -> CountingPermit:
            await anyio.sleep(0.05)
            return await super().acquire()

    client = JourneyBee(
        "key",
        limiter=Queue(),
        http_client=httpx.AsyncClient(transport=httpx.MockTransport(answer)),
        retry=RetryPolicy(max_retries=1),
    )
    pager = client.leads.list()
    await pager
    assert (pager.stats.requests, pager.stats.items) == (2, 1)
    assert pager.stats.waited >= 0.1


async def test_progress_is_reported_after_each_page_and_continues_after_a_token() -> None:
    calls: list[tuple[int, int | None]] = []
    server = ListServer(rows(25))

    def note(done: int, total: int | None) -> None:
        calls.append((done, total))

    pager = server.pager(PageNumbers(), per_page=10).with_options(progress=note)
    page = await pager
    assert calls == [(10, 25)]
    await page.get_next_page()
    async with pager.from_cursor(pager.cursor).prefetch(2) as items:
        assert ids([item async for item in items]) == [f"row-{n}" for n in range(20, 25)]
    assert calls == [(10, 25), (20, 25), (25, 25)]
    await server.pager(IN_BODY, limit=30).with_options(progress=note).collect()
    assert calls[-1] == (25, None)
