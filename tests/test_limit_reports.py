"""What limiters report on their own: a window that fills up, and shadow mode."""

from __future__ import annotations

import logging

import anyio
import pytest

from journeybee import TokenBucket
from journeybee.limits import LimiterStats
from journeybee.limits.redis import RedisTokenBucket
from tests.pipeline_harness import FakeTime
from tests.redis_server import Servers
from tests.shared_limit import SECOND, Elsewhere, down


@pytest.fixture
def there() -> Elsewhere:
    return Elsewhere()


async def take(limiter: TokenBucket | RedisTokenBucket, number: int) -> None:
    for _ in range(number):
        with anyio.fail_after(5):
            (await limiter.acquire()).done()


async def test_a_window_that_fills_up_is_reported_once(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "journeybee.limits")
    clock, seen = FakeTime(), list[LimiterStats]()
    limiter = TokenBucket(10, 60.0, burst=10, on_high_use=seen.append, clock=clock)
    await take(limiter, 7)
    assert seen == []
    await take(limiter, 3)
    assert [(stats.used, stats.limit) for stats in seen] == [(8, 10)]
    assert caplog.messages == ["8 of 10 requests in 60 s are used"]
    assert limiter.stats.used == 10
    # Again after it was nearly empty, and after a change of the limit.
    clock.now = 61
    await take(limiter, 7)
    assert len(seen) == 1
    limiter.set_limit(9)
    await take(limiter, 1)
    assert [(stats.used, stats.limit) for stats in seen[1:]] == [(8, 9)]


async def test_use_that_stays_high_is_one_report() -> None:
    clock, seen = FakeTime(), list[LimiterStats]()
    limiter = TokenBucket(10, 60.0, burst=10, on_high_use=seen.append, clock=clock)
    permits = [await limiter.acquire() for _ in range(8)]
    for permit in permits[:2]:
        permit.unsent()
    # Six of ten are not below three fifths.
    await take(limiter, 2)
    assert len(seen) == 1
    for permit in permits[2:6]:
        permit.unsent()
    await take(limiter, 4)
    assert len(seen) == 2


async def test_a_report_that_fails_costs_no_request(caplog: pytest.LogCaptureFixture) -> None:
    def fail(stats: LimiterStats) -> None:
        raise ValueError("not reported")

    await take(TokenBucket(1, burst=1, on_high_use=fail), 1)
    assert caplog.messages == ["on_high_use failed"]


async def test_shadow_mode_counts_what_is_above_the_limit_and_waits_for_nothing(
    caplog: pytest.LogCaptureFixture,
) -> None:
    clock = FakeTime()
    limiter = TokenBucket(10, 60.0, burst=5, shadow=True, clock=clock)
    await take(limiter, 8)
    stats = limiter.stats
    assert (stats.granted, stats.over, stats.used, stats.waited) == (8, 3, 5, 0)
    clock.now = 30
    await take(limiter, 6)
    assert (limiter.stats.over, limiter.stats.used) == (5, 9)
    clock.now = 70
    await take(limiter, 9)
    assert limiter.stats.over == 9
    # Once in a period.
    assert caplog.messages == [
        "shadow mode: 1 requests were above the limit so far",
        "shadow mode: 6 requests were above the limit so far",
    ]


async def test_shadow_mode_waits_for_the_end_of_a_cool_down() -> None:
    clock = FakeTime()

    async def wait(_changed: anyio.Event, seconds: float) -> None:
        await clock.sleep(seconds)

    limiter = TokenBucket(10, 60.0, burst=5, shadow=True, clock=clock, _wait=wait)
    await take(limiter, 6)
    limiter.cool_down(9)
    await take(limiter, 2)
    assert clock.sleeps == [9]
    # It leaves no token to a limiter that had none.
    assert (limiter.stats.waited, limiter.stats.over) == (9, 3)


async def test_shadow_mode_of_a_shared_limit_asks_once_for_each_request(there: Elsewhere) -> None:
    bucket = there.bucket(shadow=True)
    there.answers = [{}, {"answer": "WAIT", "wait": 50 * SECOND, "lent": 100}]
    permits = [await bucket.acquire() for _ in range(2)]
    for permit in permits:
        permit.done()
    assert [call["queues"] for call in there.calls] == [False, False]
    assert (bucket.stats.granted, bucket.stats.over, bucket.stats.used) == (2, 1, 100)
    assert there.clock.now == 0
    # Only the one that was granted is reported.
    await bucket.acquire()
    assert len(there.last["reports"]) == 1
    there.answers = [down()]
    await bucket.acquire()
    calls = len(there.calls)
    await bucket.acquire()
    assert len(there.calls) == calls
    assert bucket.stats.over == 3


async def test_shadow_mode_of_a_shared_limit_waits_for_the_end_of_a_cool_down(
    there: Elsewhere,
) -> None:
    bucket = there.bucket(shadow=True)
    bucket.cool_down(9.0)
    await bucket.acquire()
    assert there.waits == [9.0]


async def test_shadow_mode_in_redis_leaves_the_queue_to_others(servers: Servers) -> None:
    with servers.alone() as server:
        seen: list[LimiterStats] = []
        shadow = RedisTokenBucket(server.url, 4, burst=4, shadow=True, on_high_use=seen.append)
        await take(shadow, 7)
        assert (shadow.stats.over, shadow.stats.used) == (3, 4)
        assert [stats.used for stats in seen] == [4]
        assert not [key for key in server.admin.scan_iter() if key.endswith("queue")]
        await shadow.aclose()
