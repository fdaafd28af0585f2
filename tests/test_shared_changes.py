"""The limit that many processes share changes: in all of them, and during an outage in one."""

from __future__ import annotations

import logging
from typing import Any

import anyio
import pytest

from journeybee.errors import ConfigurationError
from journeybee.limits import Policy, ServerLimit
from journeybee.limits.redis import RedisTokenBucket
from journeybee.limits.shared.bucket import FallbackBucket
from tests.redis_server import Servers
from tests.shared_limit import LIMITS, PROBE_INTERVAL, SECOND, Elsewhere, down


@pytest.fixture
def there() -> Elsewhere:
    return Elsewhere()


async def take(bucket: FallbackBucket, number: int = 1) -> None:
    for _ in range(number):
        (await bucket.acquire()).done()


def sent(there: Elsewhere) -> list[Any]:
    return [there.last[name] for name in ("limit", "age", "set", "in_force")]


async def test_a_limit_that_is_set_goes_to_the_state_at_once_and_with_each_call(
    there: Elsewhere,
) -> None:
    bucket = there.bucket()
    await take(bucket)
    assert sent(there) == [100, 0, False, 0]
    there.clock.now = 2
    bucket.set_limit(50)
    assert there.running == [0]
    there.answers = [{"limit": 40}]
    there.clock.now = 3
    there.fire()
    assert sent(there) == [50, SECOND, True, 100]
    assert there.last["permit"] == ""
    # Another process has 40.
    assert bucket.stats.limit == 40
    await take(bucket)
    assert sent(there) == [50, SECOND, True, 40]


async def test_a_limit_that_another_process_set_is_taken_over(
    there: Elsewhere, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "journeybee.limits")
    bucket = there.bucket()
    await take(bucket)
    there.clock.now = 10
    there.answers = [{"limit": 30, "own": 30, "set": 30, "age": 4 * SECOND}]
    await take(bucket, 2)
    assert sent(there) == [30, 4 * SECOND, True, 30]
    assert bucket.stats.limit == 30
    assert caplog.messages == ["the rate limit is now 30 in 60 s, as the processes agree"]
    # This one is set while an answer with the earlier one is on its way.
    bucket.set_limit(60)
    there.answers = [{"limit": 30, "own": 30, "set": 30, "age": 4 * SECOND}]
    await take(bucket, 2)
    assert sent(there)[0] == 60


async def test_waiting_requests_ask_again_when_the_limit_was_raised(there: Elsewhere) -> None:
    bucket = there.bucket()
    there.answers = [{"answer": "WAIT", "wait": 50 * SECOND, "limit": 50}]
    raised = {"answer": "WAIT", "limit": 100}
    waits: list[float] = []

    async def wait(changed: anyio.Event, seconds: float) -> None:
        waits.append(seconds)
        there.clock.now += 15
        there.answers = [raised]
        there.fire()
        with anyio.fail_after(5):
            await changed.wait()

    bucket._wait = wait
    await take(bucket)
    assert waits == [50]
    assert len(there.calls) == 3


async def test_during_an_outage_a_lower_limit_makes_the_share_smaller_at_once(
    there: Elsewhere,
) -> None:
    bucket = there.bucket()
    there.answers = [{"lent": 0, "share": 20}, down()]
    await take(bucket, 2)
    assert bucket._alone is not None
    assert bucket._alone.limit == 20
    bucket.set_limit(50)
    assert (bucket.stats.limit, bucket._alone.limit) == (50, 10)
    # A higher one waits for the others.
    bucket.set_limit(1000)
    assert (bucket.stats.limit, bucket._alone.limit) == (100, 20)
    bucket.observe(ServerLimit((Policy(30),)))
    assert (bucket.stats.limit, bucket._alone.limit) == (30, 6)
    there.clock.now = 61
    bucket.observe(ServerLimit((Policy(300),)))
    there.clock.now = 0
    # None of it is left: the next permit comes from the state.
    bucket.set_limit(4)
    assert bucket._alone.limit == 0
    bucket.set_limit(3)
    assert there.running == [PROBE_INTERVAL]
    there.clock.now = 5
    there.fire()
    assert sent(there) == [3, 5 * SECOND, True, 100]
    assert bucket.stats.limit == 3


async def test_a_process_that_never_reached_the_state_has_a_quarter_of_what_is_set(
    there: Elsewhere,
) -> None:
    bucket = there.bucket()
    there.answers = [down()]
    await take(bucket)
    bucket.set_limit(40)
    assert bucket._alone is not None
    assert (bucket.stats.limit, bucket._alone.limit) == (40, 10)
    bucket.set_limit(400)
    assert (bucket.stats.limit, bucket._alone.limit) == (400, 100)


async def test_all_processes_follow_a_smaller_limit_that_one_of_them_is_sent(
    there: Elsewhere, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "journeybee.limits")
    bucket = there.bucket()
    await take(bucket)
    announced = ServerLimit((Policy(60),), remaining=10)
    bucket.observe(announced)
    assert there.running == [0]
    timers = len(there.timers)
    bucket.observe(announced)
    assert len(there.timers) == timers
    there.answers = [{"limit": 60, "own": 60}]
    there.fire()
    assert sent(there) == [100, 0, False, 100]
    assert there.last["announced"] == 60
    assert (bucket.stats.limit, bucket.stats.server) == (60, announced)
    assert caplog.messages == ["the rate limit is now 60 in 60 s, as the server announces"]


@pytest.mark.parametrize("limit", [0, -1, 1.5, "50", None, True])
def test_bad_limits_are_refused_by_name(there: Elsewhere, limit: Any) -> None:
    bucket = there.bucket()
    with pytest.raises(ConfigurationError, match=f"limit={limit!r}: must be an integer"):
        bucket.set_limit(limit)
    assert bucket.stats.limit == 100
    assert there.timers == []


async def test_calls_at_once_keep_one_timer(there: Elsewhere) -> None:
    bucket = there.bucket()
    await take(bucket)
    for limit in (90, 80, 70):
        bucket.set_limit(limit)
        bucket.cool_down(1.0)
        assert there.running == [0]
        there.fire()
        assert there.running == [LIMITS.period / 4]
    # One that fires while another is started.
    bucket.set_limit(60)
    bucket._state.tick()
    assert there.running == [LIMITS.period / 4]


async def test_a_program_may_set_a_limit_and_end(servers: Servers) -> None:
    with servers.alone() as server:
        running = RedisTokenBucket(server.url, 100)
        (await running.acquire()).done()
        program = RedisTokenBucket(server.url, 100)
        # Before its first call, so that its own limit never counts.
        program.set_limit(500)
        await program.aclose()
        (await running.acquire()).done()
        assert running.stats.limit == 500
        await running.aclose()
