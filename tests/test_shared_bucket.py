"""The queue in front of a shared limit, and what a process does alone."""

from __future__ import annotations

import gc
from collections.abc import Mapping
from typing import Any

import anyio
import anyio.from_thread
import anyio.lowlevel
import pytest

from journeybee.errors import RateLimitWaitError
from journeybee.limits import Permit
from journeybee.limits.shared.bucket import FallbackBucket
from journeybee.limits.shared.contact import Limits
from tests.redis_server import wait_for
from tests.shared_limit import PROBE_INTERVAL, SECOND, Elsewhere, down

# A quarter of 100 in 60 s, at 0.98 of the rate.
PACE_ALONE = 60 / 25 / 0.98


@pytest.fixture
def there() -> Elsewhere:
    return Elsewhere()


async def take(bucket: FallbackBucket, number: int = 1) -> list[Permit]:
    return [await bucket.acquire() for _ in range(number)]


async def test_each_permit_has_a_name_and_is_counted(there: Elsewhere) -> None:
    bucket = there.bucket()
    await take(bucket, 3)
    assert len({call["permit"] for call in there.calls}) == 3
    assert all(call["permit"].startswith(call["client"]) for call in there.calls)
    assert there.last["reports"] == []
    assert there.running == [15.0]
    stats = bucket.stats
    assert (stats.granted, stats.waited, stats.waiting) == (3, 0, 0)
    assert stats.cool_down_until is None


async def test_a_place_in_the_queue_is_requested_when_a_task_waits(there: Elsewhere) -> None:
    bucket = there.bucket()
    there.answers = [{"answer": "WAIT", "wait": SECOND}]
    async with anyio.create_task_group() as tasks:
        for _ in range(3):
            tasks.start_soon(bucket.acquire)
        while bucket.stats.waiting < 3:
            await anyio.lowlevel.checkpoint()
    assert [call["more"] for call in there.calls][1:] == [True, True, False]


def test_it_serves_one_event_loop_after_another_and_several_at_once(there: Elsewhere) -> None:
    bucket = there.bucket()

    async def in_line() -> None:
        await take(bucket)
        async with bucket._line().queue, anyio.create_task_group() as tasks:
            tasks.start_soon(bucket.acquire)
            await anyio.wait_all_tasks_blocked()
            await anyio.to_thread.run_sync(lambda: anyio.run(take, bucket, 1, backend="trio"))
            assert bucket.stats.waiting == 1
            tasks.cancel_scope.cancel()
        assert len({call["client"] for call in there.calls[-2:]}) == 2

    for loop in ("asyncio", "trio", "asyncio"):
        anyio.run(take, bucket, 2, backend=loop)
        anyio.run(in_line, backend=loop)
        # The worker thread of the loop lets go of it a moment later.
        wait_for(lambda: gc.collect() >= 0 and not bucket._lines)
    assert bucket.stats.granted == 3 * 4


async def test_a_permit_may_be_closed_in_the_middle_of_everything(there: Elsewhere) -> None:
    bucket = there.bucket()
    (permit,) = await take(bucket)
    with bucket._lock, bucket._state.lock, bucket._state.ledger._lock:
        permit.done()
    assert there.running == [15.0]


async def test_nothing_is_asked_before_its_time(there: Elsewhere) -> None:
    bucket = there.bucket()
    there.answers = [
        {"answer": "WAIT", "wait": 1_500_000},
        {"answer": "GRANTED", "wait": 2 * SECOND},
    ]
    (permit,) = await take(bucket)
    assert there.waits == [1.5]
    assert len({call["permit"] for call in there.calls}) == 2
    permit.done()
    there.clock.now += 0.5
    await take(bucket)
    assert there.waits == [1.5, 1.5]
    assert len(there.calls) == 3
    assert bucket.stats.waited == 3
    await take(bucket)
    assert len(there.waits) == 2


async def test_a_clock_that_is_set_back_is_no_negative_wait(there: Elsewhere) -> None:
    bucket = there.bucket()

    def set_back(ask: Mapping[str, Any]) -> Mapping[str, Any]:
        there.clock.now -= 100
        return there(ask)

    bucket._state._exchange._run = set_back
    await take(bucket)
    assert bucket.stats.waited == 0


async def test_an_unsent_permit_makes_the_next_ask_at_once(there: Elsewhere) -> None:
    bucket = there.bucket()
    there.answers = [{"answer": "GRANTED", "wait": 50 * SECOND}] * 2
    (permit,) = await take(bucket)
    permit.unsent()
    permit.done()
    assert there.running == [15.0]
    (permit,) = await take(bucket)
    assert there.waits == []
    assert [report[0] for report in there.last["reports"]] == ["unsent"]
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(bucket.acquire)
        while not there.waits:
            await anyio.lowlevel.checkpoint()
        permit.unsent()
    assert there.clock.now == 0
    assert bucket.stats.granted == 3


async def test_a_permit_that_is_done_is_news(there: Elsewhere) -> None:
    bucket = there.bucket()
    (permit,) = await take(bucket)
    there.clock.now = 3
    permit.done()
    assert there.running == [15.0]
    there.clock.now = 5
    await take(bucket)
    assert there.last["reports"] == [("done", there.calls[0]["permit"], 2_000_000)]


async def test_a_cool_down_is_reported_and_seen(there: Elsewhere) -> None:
    bucket = there.bucket()
    there.clock.now = 100
    assert bucket.shortest_wait() == 0
    bucket.cool_down(9)
    assert there.running == [0]
    assert bucket.stats.cool_down_until == 109
    there.clock.now = 102
    assert bucket.shortest_wait(5) == 7


async def test_an_outage_is_raised_if_so_wished(there: Elsewhere) -> None:
    bucket = there.bucket(raises=True)
    there.answers = [down()]
    for _ in range(2):
        with pytest.raises(RateLimitWaitError, match="nothing was sent: ConnectionError: gone"):
            await bucket.acquire()
    assert len(there.calls) == 1
    there.fire()
    await take(bucket)
    assert (bucket.stats.granted, bucket.stats.waiting) == (1, 0)


async def test_alone_it_lives_on_a_quarter(there: Elsewhere) -> None:
    bucket = there.bucket()
    there.answers = [down()]
    await take(bucket, 3)
    # Looked at again when the others may be in reach again.
    looks = [PROBE_INTERVAL, PACE_ALONE - PROBE_INTERVAL]
    assert there.waits == pytest.approx([0, *looks, *looks])
    assert len(there.calls) == 1
    there.clock.now = 30
    await take(bucket, 5)
    assert there.clock.now == 30
    there.fire()
    # What was sent meanwhile counts.
    assert [report[0] for report in there.last["reports"]] == ["unsent", *["held"] * 8]
    assert bucket.stats.outages == bucket.stats.returns == 1


async def test_a_small_share_has_a_burst_of_one(there: Elsewhere) -> None:
    bucket = there.bucket(Limits(limit=12, period=60.0, burst=4, lease=10.0))
    there.answers = [down()]
    await take(bucket)
    assert there.clock.now == 0
    await take(bucket)
    assert there.clock.now == pytest.approx(60 / 3 / 0.98)


async def test_what_was_taken_alone_comes_back(there: Elsewhere) -> None:
    bucket = there.bucket(Limits(limit=8, period=60.0, burst=8, lease=10.0))
    there.answers = [down()]
    one, two = await take(bucket, 2)
    assert there.clock.now == pytest.approx(60 / 2 / 0.98)
    there.clock.now = 35
    one.done()
    two.unsent()
    await take(bucket)
    assert there.clock.now == 35
    await take(bucket)
    # The slot of the first comes back a period after its response.
    assert there.clock.now == pytest.approx(95.1)


async def test_slots_of_permits_from_before_are_lent_again(there: Elsewhere) -> None:
    bucket = there.bucket()
    permits = await take(bucket, 4)
    there.clock.now = 10
    for permit in permits:
        permit.done()
    there.answers = [{"share": 4}, down()]
    await take(bucket)
    (held,) = await take(bucket)
    # Half a period after the last call that was answered, at 10, their slots are withheld: they are
    # back at 70.1. The fourth is lent to the permit under way.
    assert there.clock.now == pytest.approx(70.1)
    held.done()
    await take(bucket, 2)
    assert there.clock.now < 120


async def test_without_a_reserve_it_waits_for_the_others(there: Elsewhere) -> None:
    bucket = there.bucket()
    there.answers = [{"share": 0}, down(), down()]
    granted: list[int] = []

    async def wait(changed: anyio.Event, seconds: float) -> None:
        granted.append(bucket.stats.granted)
        there.clock.now += seconds
        if len(granted) in (3, 5):
            there.fire()

    bucket._wait = wait
    await take(bucket, 2)
    assert granted == [1] * 5
    assert bucket.stats.granted == 2


async def test_the_shared_limit_holds_at_once_after_an_outage(there: Elsewhere) -> None:
    bucket = there.bucket()
    there.answers = [down()]
    await take(bucket)
    there.clock.now = 20
    there.fire()
    there.answers = [{"wait": 1_500_000}]
    await take(bucket)
    assert there.clock.now == 20
    await take(bucket)
    assert there.clock.now == 21.5


async def test_a_cool_down_holds_alone_too(there: Elsewhere) -> None:
    bucket = there.bucket()
    there.answers = [down()]
    await take(bucket)
    bucket.cool_down(9)
    assert there.running == [PROBE_INTERVAL]
    await take(bucket)
    assert there.clock.now == pytest.approx(9 + PACE_ALONE)


async def test_a_permit_that_no_task_waits_for_any_more_goes_back(there: Elsewhere) -> None:
    bucket = there.bucket()

    async def give_up_when_asked(answer: str) -> None:
        def ask(arguments: Mapping[str, Any]) -> Mapping[str, Any]:
            anyio.from_thread.run_sync(scope.cancel)
            there.answers = [{"answer": answer}]
            return there(arguments)

        bucket._state._exchange._run = ask
        with anyio.CancelScope() as scope:
            await bucket.acquire()
        assert scope.cancelled_caught

    await give_up_when_asked("WAIT")
    await anyio.sleep(0.02)
    assert bucket._state.ledger.pending() == []
    assert there.running == [15.0]
    await give_up_when_asked("GRANTED")
    with anyio.fail_after(5):
        while not bucket._state.ledger.pending():  # noqa: ASYNC110
            await anyio.sleep(0.001)
    assert [report.kind for report in bucket._state.ledger.pending()] == ["unsent"]
    assert there.running == [15.0]
    assert bucket.stats.waiting == bucket.stats.granted == 0
