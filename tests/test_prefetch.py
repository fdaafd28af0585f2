"""Prefetching: the plain drain's rows, requests and errors, only earlier; and nothing left over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import anyio
import anyio.lowlevel
import httpx
import pytest
from anyio.abc import TaskGroup
from hypothesis import given
from hypothesis import strategies as st

from journeybee import JourneyBee, NotFoundError, Pager, RetryPolicy
from journeybee.operations.binding import caller_of
from journeybee.pagination import LastItemCursor, PageNumbers, Style
from tests.list_server import ListServer, ids, rows
from tests.paging_proofs import serving
from tests.pipeline_harness import CountingLimiter


class Slow(ListServer):
    """Answers in rounds: whatever was asked in one is answered in the next.

    Attributes:
        flying: requests that are under way.
        most: the most that were under way at once.
        stuck_after: requests after which no answer comes any more.
    """

    flying = most = 0
    stuck_after = 1_000

    def __init__(self, rows: list[dict[str, Any]]) -> None:
        super().__init__(rows)
        self.wait = self.wait_for_the_round

    async def wait_for_the_round(self) -> None:
        self.flying += 1
        self.most = max(self.most, self.flying)
        try:
            if len(self.asked) >= self.stuck_after:
                await anyio.sleep_forever()
            await anyio.wait_all_tasks_blocked()
        finally:
            self.flying -= 1


async def drain(pager: Pager[Any], pages: int) -> list[str]:
    async with pager.prefetch(pages) as items:
        return [item["uuid"] async for item in items]


@pytest.mark.parametrize("style", [PageNumbers(), LastItemCursor()])
@given(count=st.integers(0, 200), size=st.integers(3, 50), pages=st.integers(1, 6))
def test_the_rows_and_requests_are_those_of_the_plain_drain(
    style: Style, count: int, size: int, pages: int
) -> None:
    async def compare() -> None:
        given = {"per_page" if isinstance(style, PageNumbers) else "limit": size}
        plain, ahead = ListServer(rows(count)), ListServer(rows(count))
        expected = ids(await plain.pager(style, **given).collect())
        assert await drain(ahead.pager(style, **given), pages) == expected == ids(plain.rows)
        assert sorted(map(str, ahead.asked)) == sorted(map(str, plain.asked))

    anyio.run(compare)


async def test_numbered_pages_go_wide_after_the_first_and_cursors_do_not() -> None:
    wide, narrow = Slow(rows(60)), Slow(rows(60))
    assert len(await drain(wide.pager(PageNumbers(), per_page=5), 4)) == 60
    assert len(await drain(narrow.pager(LastItemCursor(), limit=5), 4)) == 60
    assert wide.most == 4
    assert narrow.most == 1
    assert len(wide.asked) == 12


@pytest.mark.parametrize("pages", [1, 3, 5])
@pytest.mark.parametrize("style", [PageNumbers(), LastItemCursor()])
async def test_a_consumer_that_stops_stops_the_fetching(style: Style, pages: int) -> None:
    server = ListServer(rows(500))
    server.page_size = 10
    given = {"per_page": 10} if isinstance(style, PageNumbers) else {}
    async with server.pager(style, **given).prefetch(pages) as items:
        await anyio.wait_all_tasks_blocked()
        assert server.asked == []
        await anext(items)
        await anyio.wait_all_tasks_blocked()
        assert len(server.asked) == 1 + pages
        await anyio.wait_all_tasks_blocked()
        for _ in range(10):
            await anext(items)
        await anyio.wait_all_tasks_blocked()
        assert len(server.asked) == 2 + pages


def answering(limiter: CountingLimiter, asked: list[int], broken: int) -> JourneyBee:
    """A client of ten pages of two rows, of which one is not found."""

    async def answer(request: httpx.Request) -> httpx.Response:
        number = int(request.url.params.get("page", 1))
        asked.append(number)
        # The broken page is answered at once, the pages before it later.
        if number == broken:
            return httpx.Response(404)
        await anyio.wait_all_tasks_blocked()
        data = [{"uuid": f"{number}-{n}"} for n in range(2)]
        counts = {"page": number, "per_page": 2, "total": 20, "total_pages": 10}
        return httpx.Response(200, json={"data": data, "pagination": counts})

    return JourneyBee(
        "key",
        limiter=limiter,
        http_client=httpx.AsyncClient(transport=httpx.MockTransport(answer)),
        retry=RetryPolicy(max_retries=0),
    )


async def test_the_first_error_comes_at_its_own_place_and_as_it_is() -> None:
    asked: list[int] = []
    limiter = CountingLimiter()
    seen: list[str] = []

    async def drain_to_the_error() -> None:
        async with answering(limiter, asked, 5).leads.list(per_page=2).prefetch(4) as items:
            async for lead in items:
                seen.append(lead.uuid)  # noqa: PERF401 - what was seen before the error counts

    with pytest.raises(NotFoundError):
        await drain_to_the_error()
    assert seen == [f"{number}-{n}" for number in range(1, 5) for n in range(2)]
    assert max(asked) < 8
    assert limiter.open == 0


async def test_what_the_block_raises_comes_out_as_it_is() -> None:
    async def fail() -> None:
        async with ListServer(rows(9)).pager(PageNumbers()).prefetch(2) as items:
            await anext(items)
            raise KeyError("own")

    with pytest.raises(KeyError, match="own"):
        await fail()


async def test_leaving_early_cancels_what_is_under_way() -> None:
    server = Slow(rows(500))
    server.stuck_after = 1
    async with server.pager(PageNumbers(), per_page=10).prefetch(4) as items:
        await anext(items)
        await anyio.wait_all_tasks_blocked()
        assert server.flying == 4
    assert server.flying == 0
    assert len(server.asked) == 1


async def test_a_wait_that_is_cut_off_loses_nothing() -> None:
    server = Slow(rows(40))
    seen: list[str] = []
    async with server.pager(PageNumbers(), per_page=10).prefetch(2) as items:
        while True:
            with anyio.CancelScope() as scope:
                if len(seen) % 3 == 0:
                    scope.cancel()
                    await anyio.lowlevel.checkpoint()
                try:
                    seen.append((await anext(items))["uuid"])
                except StopAsyncIteration:
                    break
            if scope.cancel_called:
                with anyio.CancelScope() as second:
                    try:
                        seen.append((await anext(items))["uuid"])
                    except StopAsyncIteration:
                        break
                assert not second.cancel_called
    assert seen == ids(server.rows)
    assert len(server.asked) == 4


def test_a_prefetch_without_pages_is_refused() -> None:
    with pytest.raises(ValueError, match=r"prefetch\(0\) is out of range: give 1 page or more"):
        ListServer([]).pager(PageNumbers()).prefetch(0)


async def test_a_prefetch_is_entered_once() -> None:
    prefetch = ListServer([]).pager(PageNumbers()).prefetch(1)
    async with prefetch:
        with pytest.raises(RuntimeError, match="entered once"):
            await prefetch.__aenter__()


# ------------------------------------------------------------------------- at every await point


class Checkpoints:
    """Does something at the n-th of the points where a drain waits."""

    def __init__(self, at: int, act: Callable[[], None]) -> None:
        self.passed = 0
        self._at = at
        self._act = act

    async def pass_one(self) -> None:
        self.passed += 1
        if self.passed == self._at:
            self._act()
        await anyio.lowlevel.checkpoint()


class Gone(Exception):  # noqa: N818 - it is not an error of the list
    pass


async def drained(
    limiter: CountingLimiter, checkpoints: Checkpoints, leave: Callable[[], bool]
) -> None:
    async def answer(request: httpx.Request) -> httpx.Response:
        number = int(request.url.params.get("page", 1))
        for _ in range(2):
            await checkpoints.pass_one()
        counts = {"page": number, "per_page": 1, "total": 5, "total_pages": 5}
        data = [{"uuid": str(number)}]
        return httpx.Response(200, json={"data": data, "pagination": counts})

    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as http_client:
        client = JourneyBee("key", limiter=limiter, http_client=http_client)
        try:
            async with client.leads.list(per_page=1).prefetch(3) as items:
                async for _ in items:
                    await checkpoints.pass_one()
                    if leave():
                        break
        finally:
            assert caller_of(client).pipeline.connections.here().slots.value == 10


async def count_checkpoints() -> int:
    checkpoints = Checkpoints(0, lambda: None)
    await drained(CountingLimiter(), checkpoints, lambda: False)
    return checkpoints.passed


@pytest.mark.parametrize("how", ["leave", "cancel", "raise"])
async def test_nothing_is_left_whichever_way_and_wherever_it_ends(how: str) -> None:
    points = await count_checkpoints()
    assert points == 15
    for at in range(1, points + 1):
        limiter = CountingLimiter()
        happened: list[str] = []

        async def one(
            group: TaskGroup, at: int, limiter: CountingLimiter, ended: list[str]
        ) -> None:
            def act() -> None:
                ended.append(how)
                if how == "cancel":
                    group.cancel_scope.cancel()
                elif how == "raise":
                    raise Gone

            await drained(limiter, Checkpoints(at, act), lambda: how == "leave" and bool(ended))

        raised = None
        async with anyio.create_task_group() as group:
            try:
                await one(group, at, limiter, happened)
            except Gone as error:
                raised = error
        assert happened == [how]
        assert (raised is not None) == (how == "raise")
        assert limiter.open == 0
        assert limiter.unsent + limiter.done > 0


async def test_connections_are_fit_for_use_after_leaving_early() -> None:
    with serving(200, 0.01) as (url, asked):
        async with JourneyBee(
            "key", base_url=url, limiter=(limiter := CountingLimiter())
        ) as client:
            for _ in range(3):
                async with client.leads.list(per_page=10).prefetch(4) as items:
                    await anext(items)
            assert limiter.open == 0
            assert len(await client.leads.list(per_page=100).collect()) == 200
    assert len(asked) <= 3 * 5 + 2
