"""The limit changes while requests are under way, by hand or as the server announces."""

from __future__ import annotations

import logging
from typing import Any

import anyio
import httpx
import pytest

from journeybee import TokenBucket
from journeybee.errors import ConfigurationError
from journeybee.limits import Policy, ServerLimit
from journeybee.limits.slots import SlotBucket
from journeybee.pipeline.server_limit import read_server_limit
from tests.pipeline_harness import FakeTime, answering, get, make_pipeline

HOLD = 60.1


def filled(limit: int) -> SlotBucket:
    """All slots are in use, of requests that were answered one second after another."""
    core = SlotBucket(limit, 60.0, limit, now=0.0)
    for second in range(limit):
        core.take()
        core.done(float(second))
    return core


def test_after_a_lower_limit_the_last_period_has_to_fit_into_it() -> None:
    core = filled(20)
    core.set_limit(20.0, 5)
    assert core.open_slots == 0
    # Fifteen come back before the next one is free.
    assert core.delay(20.0) == pytest.approx(15 + HOLD - 20)
    core.set_limit(20.0, 21)
    assert core.delay(20.0) == 0


def test_slots_that_are_under_way_may_be_all_that_are_missing() -> None:
    core = SlotBucket(3, 60.0, 3, now=0.0)
    for _ in range(3):
        core.take()
    core.set_limit(0.0, 2)
    core.done(1.0)
    # When the others come back is not known.
    assert core.delay(10.0) == float("inf")
    core.unsent(10.0)
    assert core.delay(10.0) == pytest.approx(1 + HOLD - 10)


def test_burst_and_pace_follow_the_limit_and_return_with_it() -> None:
    core = SlotBucket(100, 60.0, 20, now=0.0)
    core.set_limit(0.0, 10)
    assert core.shortest_wait(0.0, 9) == 0
    assert core.shortest_wait(0.0, 10) > 0
    core.set_limit(0.0, 100)
    assert core.delay(0.0) == 0
    assert core.shortest_wait(0.0, 10) == pytest.approx(60 / 100 / 0.98)
    assert core.shortest_wait(30.0, 19) == 0
    assert core.shortest_wait(30.0, 20) == pytest.approx(60 / 100 / 0.98)
    core.set_limit(30.0, 50)
    assert core.shortest_wait(30.0, 20) == pytest.approx(60 / 50 / 0.98)


async def test_waiting_requests_follow_a_higher_limit_at_once() -> None:
    limiter = TokenBucket(1, 60.0, burst=1)
    (await limiter.acquire()).done()
    async with anyio.create_task_group() as tasks:

        async def send() -> None:
            with anyio.fail_after(5):
                (await limiter.acquire()).done()

        tasks.start_soon(send)
        await anyio.wait_all_tasks_blocked()
        # A token each millisecond.
        limiter.set_limit(100_000)
    assert limiter.stats.limit == 100_000


@pytest.mark.parametrize("limit", [0, -1, 1.5, "50", None, True])
def test_bad_limits_are_refused_by_name(limit: Any) -> None:
    limiter = TokenBucket(100)
    with pytest.raises(ConfigurationError, match=f"limit={limit!r}: must be an integer"):
        limiter.set_limit(limit)
    assert limiter.stats.limit == 100
    with pytest.raises(ConfigurationError, match=f"limit={limit!r}: must be an integer"):
        TokenBucket(limit)


def test_a_change_is_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "journeybee.limits")
    limiter = TokenBucket(100)
    limiter.set_limit(50)
    limiter.set_limit(50)
    for _ in range(2):
        limiter.observe(ServerLimit((Policy(40),)))
    assert caplog.messages == [
        "the rate limit is now 50 in 60 s, as set",
        "the rate limit is now 40 in 60 s, as the server announces",
    ]


def test_the_smallest_limit_that_the_server_announced_in_a_period_counts() -> None:
    clock = FakeTime()
    limiter = TokenBucket(100, clock=clock)
    limits: list[int] = []
    for now, announced in [(0, 500), (1, 20), (30, 80), (60, 20), (61, 80), (121, 80), (122, 90)]:
        clock.now = now
        limiter.observe(ServerLimit((Policy(announced),), remaining=7))
        limits.append(limiter.stats.limit)
    # One path had 20 until 60.
    assert limits == [100, 20, 20, 20, 20, 80, 80]
    assert limiter.stats.server == ServerLimit((Policy(90),), remaining=7)
    limiter.set_limit(30)
    assert limiter.stats.limit == 30
    limiter.set_limit(1000)
    assert limiter.stats.limit == 80


def test_a_limiter_need_not_follow_the_server() -> None:
    limiter = TokenBucket(100, follow_server=False)
    limiter.observe(ServerLimit((Policy(20),)))
    assert limiter.stats.limit == 100
    assert limiter.stats.server == ServerLimit((Policy(20),))


@pytest.mark.parametrize(
    ("policies", "allowed"),
    [
        ([(20, None)], 20),
        ([(20, 60.0)], 20),
        ([(10, 1.0)], 600),
        ([(300, 60.0), (10, 10.0)], 60),
        # Not even one in a minute is more than none.
        ([(1, 59.0), (5000, 3600.0)], 1),
        ([(5000, 3600.0)], None),
        ([(0, 60.0)], None),
        ([], None),
    ],
)
def test_what_the_server_allows_in_a_minute(policies: list[Any], allowed: int | None) -> None:
    server = ServerLimit(tuple(Policy(*policy) for policy in policies))
    assert server.allowed(60.0) == allowed


def test_a_limit_of_a_minute_counts_for_shorter_periods() -> None:
    assert ServerLimit((Policy(300, 60.0),)).allowed(1.0) == 5
    assert ServerLimit((Policy(7, 0.7),)).allowed(0.7) == 7


READ: list[tuple[dict[str, str], ServerLimit | None]] = [
    (
        {"x-ratelimit-limit": "60", "x-ratelimit-remaining": "59", "x-ratelimit-reset": "30"},
        ServerLimit((Policy(60),), 59, 30.0),
    ),
    # Drafts 3, 7 and 8 of the IETF.
    (
        {"ratelimit-limit": "100, 100;w=60, 1000;w=3600", "ratelimit-remaining": "5"},
        ServerLimit((Policy(100), Policy(100, 60.0), Policy(1000, 3600.0)), 5),
    ),
    (
        {"ratelimit": "limit=100, remaining=50, reset=5", "ratelimit-policy": "100;w=60"},
        ServerLimit((Policy(100), Policy(100, 60.0)), 50, 5.0),
    ),
    (
        {
            "ratelimit-policy": '"burst";q=100;w=60,"bytes";q=9;qu="content-bytes";w=1',
            "ratelimit": '"burst";r=50;t=30',
        },
        ServerLimit((Policy(100, 60.0),), 50, 30.0),
    ),
    # Two gateways.
    (
        {"x-ratelimit-limit-minute": "20", "x-ratelimit-remaining-minute": "19"},
        ServerLimit((Policy(20, 60.0),), 19),
    ),
    ({"x-rate-limit-limit": "5000, 1000;window=60"}, ServerLimit((Policy(5000), Policy(1000, 60)))),
    (
        {"x-ratelimit-remaining-minute": "9", "x-ratelimit-remaining-hour": "3"},
        ServerLimit((), 3),
    ),
    ({"retry-after": "3"}, ServerLimit(retry_after=3.0)),
    ({"x-ratelimit-limit": "lots", "x-ratelimit-reset": "soon", "x-limit": "9"}, None),
    ({"x-ratelimit-limit": "9" * 5000, "ratelimit-policy": '";' * 3000}, None),
    ({"x-ratelimit-limit": "-5", "x-ratelimit-remaining": "-1"}, None),
]


@pytest.mark.parametrize(("headers", "expected"), READ)
def test_headers_in_all_forms_in_use(headers: dict[str, str], expected: ServerLimit | None) -> None:
    assert read_server_limit(headers.items()) == expected


def limited(status: int, **headers: str) -> httpx.Response:
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.Response(status, json={}, headers=names)


async def test_the_limiter_learns_of_the_headers_of_each_answer() -> None:
    limiter = TokenBucket(100)
    answers = [limited(200), limited(404, X_RateLimit_Limit="50", X_RateLimit_Remaining="49")]
    pipeline = make_pipeline(answering(*answers), limiter)
    await pipeline.send(get())
    assert limiter.stats.server is None
    with pytest.raises(Exception, match="404"):
        await pipeline.send(get())
    assert limiter.stats.server == ServerLimit((Policy(50),), remaining=49)
    assert limiter.stats.limit == 50
