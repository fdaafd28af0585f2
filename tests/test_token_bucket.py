"""The in-process limiters around their arithmetic, under an injected clock."""

import math
from typing import Any

import anyio
import anyio.lowlevel
import pytest

from journeybee.errors import ConfigurationError
from journeybee.limits import Permit, RateLimiter, TokenBucket

LIMIT, PERIOD, BURST = 100, 60.0, 20
Limiter = TokenBucket


@pytest.fixture(params=[TokenBucket])
def bucket(request: pytest.FixtureRequest) -> Any:
    return request.param


class Clock:
    def __init__(self, now: float = 1000.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize(
    "arguments",
    [
        {"limit": 0},
        {"limit": -1},
        {"burst": 0},
        {"limit": 10, "burst": 11},
        {"limit": 10},
        {"period": 0.0},
        {"period": -1.0},
        {"period": math.inf},
        {"period": math.nan},
    ],
)
def test_impossible_limits_are_refused(bucket: Any, arguments: dict[str, float]) -> None:
    with pytest.raises(ConfigurationError):
        bucket(**arguments)


def make(bucket: Any, clock: Clock, limit: int = LIMIT, burst: int = BURST) -> Limiter:
    async def wait(changed: anyio.Event, seconds: float) -> None:
        # Time passes for the head of the queue alone, after all others have had a turn.
        await anyio.wait_all_tasks_blocked()
        if seconds == math.inf:
            await changed.wait()
        elif not changed.is_set():
            clock.now += seconds

    made: Limiter = bucket(limit, PERIOD, burst, clock=clock, _wait=wait)
    return made


async def test_the_default_is_a_hundred_a_minute_and_twenty_at_once(bucket: Any) -> None:
    clock = Clock()
    limiter: Limiter = bucket(clock=clock)
    for _ in range(20):
        assert limiter.shortest_wait() == 0
        (await limiter.acquire()).done()
    assert limiter.shortest_wait() > 0
    for _ in range(80):
        clock.now += 0.7
        assert limiter.shortest_wait() == 0
        (await limiter.acquire()).done()
    assert limiter.shortest_wait() == pytest.approx(60.1 - 80 * 0.7)


OUTSIDE_A_LOOP: RateLimiter = TokenBucket()


async def test_made_outside_an_event_loop(bucket: Any) -> None:
    limiter = bucket()
    (await limiter.acquire()).done()
    assert isinstance(OUTSIDE_A_LOOP, TokenBucket)


def test_one_limiter_serves_one_loop_after_the_other(bucket: Any) -> None:
    limiter = bucket()

    async def use() -> None:
        (await limiter.acquire()).done()

    anyio.run(use)
    anyio.run(use)
    assert limiter.stats.granted == 2


async def test_first_come_first_served(bucket: Any) -> None:
    limiter = make(bucket, Clock())
    order: list[int] = []

    async def worker(number: int) -> None:
        permit = await limiter.acquire()
        order.append(number)
        permit.done()

    async with anyio.create_task_group() as tasks:
        for number in range(60):
            tasks.start_soon(worker, number)
            await anyio.lowlevel.checkpoint()
    assert order == list(range(60))


async def test_grants_are_spread_evenly_after_the_burst(bucket: Any) -> None:
    clock = Clock()
    limiter = make(bucket, clock, burst=3)
    times: list[float] = []
    for _ in range(9):
        (await limiter.acquire()).done()
        times.append(clock.now - 1000)
    token = 60 / 98
    assert times == pytest.approx([max(0, number - 2) * token for number in range(9)], abs=1e-5)


async def test_what_may_go_goes_without_a_turn_of_the_loop(bucket: Any) -> None:
    limiter = bucket()
    asking = limiter.acquire()
    with pytest.raises(StopIteration):
        asking.send(None)
    assert limiter.stats.granted == 1


async def test_a_clock_set_back_during_a_wait_is_not_a_negative_wait(bucket: Any) -> None:
    clock = Clock()
    limiter = make(bucket, clock, limit=1, burst=1)
    held = await limiter.acquire()
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(limiter.acquire)
        await anyio.wait_all_tasks_blocked()
        clock.now -= 50
        held.unsent()
    assert limiter.stats.waited == 0


async def test_stats(bucket: Any) -> None:
    clock = Clock()
    limiter = make(bucket, clock, limit=60, burst=1)
    (await limiter.acquire()).done()
    (await limiter.acquire()).done()
    stats = limiter.stats
    assert stats.granted == 2
    assert stats.waited == pytest.approx(1 / 0.98)
    assert stats.waiting == 0
    assert stats.cool_down_until is None
    limiter.cool_down(9.0)
    assert limiter.stats.cool_down_until == clock.now + 9
    clock.now += 9
    assert limiter.stats.cool_down_until is None
    with pytest.raises(AttributeError):
        stats.granted = 5


async def test_a_permit_counts_once_however_often_it_is_closed(bucket: Any) -> None:
    clock = Clock()
    limiter = make(bucket, clock, limit=2, burst=2)
    permit = await limiter.acquire()
    permit.unsent()
    permit.unsent()
    permit.done()
    assert limiter._core.free == 2
    permit = await limiter.acquire()
    permit.done()
    permit.unsent()
    assert limiter._core.free == 1
    assert limiter._core.open_slots == 0


async def test_cancelled_waiters_cost_nothing_and_the_rest_keep_their_order(bucket: Any) -> None:
    clock = Clock()
    limiter = make(bucket, clock, limit=30, burst=5)
    order: list[int] = []
    scopes: dict[int, anyio.CancelScope] = {}

    async def worker(number: int) -> None:
        with anyio.CancelScope() as scopes[number]:
            permit = await limiter.acquire()
            order.append(number)
            await anyio.lowlevel.checkpoint()
            permit.done()

    cancelled = {number for number in range(6, 60) if number % 3}
    async with anyio.create_task_group() as tasks:
        for number in range(60):
            tasks.start_soon(worker, number)
            await anyio.lowlevel.checkpoint()
        while len(scopes) < 60:
            await anyio.lowlevel.checkpoint()
        for number in cancelled:
            scopes[number].cancel()
    survivors = [number for number in range(60) if number not in cancelled]
    assert order == survivors
    assert limiter.stats.waiting == 0
    # Holds on to nothing: after a period, all slots are there again.
    limiter._core.delay(clock.now + 1000)
    assert (limiter._core.free, limiter._core.open_slots) == (30, 0)
    assert limiter.stats.granted == len(survivors)


async def test_the_head_waits_for_a_slot_and_wakes_when_one_comes_back(bucket: Any) -> None:
    clock = Clock()
    limiter = make(bucket, clock, limit=1, burst=1)
    held = await limiter.acquire()
    clock.now += 60
    granted: list[Permit] = []

    async def worker() -> None:
        granted.append(await limiter.acquire())

    with anyio.fail_after(5):
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(worker)
            await anyio.wait_all_tasks_blocked()
            assert limiter.stats.waiting == 1
            assert not granted
            held.unsent()
    assert len(granted) == 1


async def test_a_cool_down_holds_the_head_that_is_already_waiting(bucket: Any) -> None:
    clock = Clock()
    limiter = make(bucket, clock, limit=1, burst=1)
    held = await limiter.acquire()
    finished: list[float] = []

    async def worker() -> None:
        (await limiter.acquire()).done()
        finished.append(clock.now)

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(worker)
        await anyio.wait_all_tasks_blocked()
        limiter.cool_down(45.0)
        held.unsent()
    assert finished == [pytest.approx(1045.0)]


async def test_the_real_wait_ends_with_its_time_or_with_a_change(bucket: Any) -> None:
    limiter = bucket(20, 1.0, 1)
    (await limiter.acquire()).done()
    with anyio.fail_after(5):
        (await limiter.acquire()).done()
    assert limiter.stats.waited > 0
