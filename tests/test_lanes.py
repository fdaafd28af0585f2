"""A higher priority overtakes: in one process, between processes, and in the pipeline."""

from __future__ import annotations

import math
from typing import Any

import anyio
import pytest

from journeybee.errors import ConfigurationError
from journeybee.limits import Priority, TokenBucket
from journeybee.limits.lanes import BACKGROUND, INTERACTIVE, NORMAL, PRIORITIES
from journeybee.limits.redis import RedisTokenBucket
from journeybee.limits.slots import SlotBucket
from journeybee.pipeline import Options
from journeybee.pipeline.hooks import HookEvent, Hooks
from tests.busy_machine import in_one_of_three
from tests.limiter_simulation import simulate_lanes
from tests.pipeline_harness import CountingLimiter, answer, answering, get, make_pipeline
from tests.redis_server import Servers

AnyBucket = TokenBucket | RedisTokenBucket
RATE = 0.98 * 100 / 60


async def order_of(limiter: AnyBucket, lanes: list[Priority], settle: float = 0.0) -> list[str]:
    """In which order requests go that begin to wait one after another."""
    granted: list[str] = []

    async def send(name: str, lane: Priority) -> None:
        permit = await limiter.acquire(lane)
        granted.append(name)
        permit.done()

    async with anyio.create_task_group() as tasks:
        for number, lane in enumerate(lanes):
            tasks.start_soon(send, f"{lane[0]}{number}", lane)
            await anyio.wait_all_tasks_blocked()
            await anyio.sleep(settle)
    return granted


MIXED: list[Priority] = ["background", "normal", "background", "interactive", "normal"]
MIXED += ["interactive"]
IN_ORDER = ["i3", "i5", "n1", "n4", "b0", "b2"]


async def test_a_higher_lane_overtakes_and_each_is_first_come_first_served() -> None:
    limiter = TokenBucket(1000, 10.0, burst=1)
    (await limiter.acquire()).done()
    limiter.cool_down(0.05)
    assert await order_of(limiter, MIXED) == IN_ORDER


async def test_lanes_in_redis(servers: Servers) -> None:
    with servers.alone() as server:
        # A permit each 0.1 s, and a lane goes first after 10 s.
        limiter = RedisTokenBucket(server.url, 1000, 100.0, burst=1)
        (await limiter.acquire()).done()
        limiter.cool_down(2.0)
        assert await order_of(limiter, MIXED, settle=0.05) == IN_ORDER
        assert {name: lane.granted for name, lane in limiter.stats.lanes.items()} == {
            "interactive": 2,
            "normal": 3,
            "background": 2,
        }
        await limiter.aclose()


@pytest.mark.thorough
def test_a_lane_in_redis_does_not_starve(servers: Servers) -> None:
    async def use(url: str) -> int:
        # A permit each 0.05 s, all of which the interactive requests would take.
        limiter = RedisTokenBucket(url, 200, 10.0, burst=1)
        exported = 0

        async def click() -> None:
            while True:
                (await limiter.acquire("interactive")).done()

        with anyio.move_on_after(4.5):
            async with anyio.create_task_group() as tasks:
                for _ in range(8):
                    tasks.start_soon(click)
                while True:
                    (await limiter.acquire("background")).done()
                    exported += 1
        await limiter.aclose()
        return exported

    def share() -> dict[str, bool]:
        with servers.alone() as server:
            exported = anyio.run(use, server.url)
        # One in a tenth of the period.
        return {f"{exported=}": 3 <= exported <= 6}

    in_one_of_three(share)


def test_the_others_leave_a_part_of_the_burst_while_interactive_requests_come() -> None:
    core = SlotBucket(100, 60.0, 20, now=0.0)
    assert core.delay(0.0, BACKGROUND) == 0
    core.take(INTERACTIVE)
    core.done(0.0)
    for _ in range(15):
        assert core.delay(50.0, NORMAL) == 0
        core.take(NORMAL)
        core.done(50.0)
        # Spread over the time until the slot is back: none of it is left.
        core._lent_to_others = -math.inf
    core._tokens = 5
    assert core.delay(50.0, BACKGROUND) == 0
    core.take(BACKGROUND)
    assert core.delay(50.0, BACKGROUND) >= 1 / RATE
    assert core.delay(50.0, INTERACTIVE) == 0
    core._tokens = 4
    # A period after the last interactive request, all is for all again.
    assert core.delay(60.0, BACKGROUND) == 0


def test_the_others_spread_what_is_free_until_the_next_slot_is_back() -> None:
    core = SlotBucket(100, 60.0, 100, now=0.0)
    for lane in (INTERACTIVE, *[NORMAL] * 57):
        core.take(lane)
        core.done(0.0)
    # 42 are free, of which two are kept, and the next is back in 60.1 s.
    core._tokens = 100
    assert core.delay(0.0, NORMAL) == pytest.approx(60.1 / 40)
    assert core.delay(0.0, INTERACTIVE) == 0
    assert core.delay(30.05, NORMAL) == 0
    for _ in range(39):
        core.take(INTERACTIVE)
    # The last that is not kept may go at once: none went for long enough.
    core._lent_to_others = -60.0
    assert core.delay(31.0, NORMAL) == 0
    core.take(INTERACTIVE)
    assert core.delay(31.0, NORMAL) == pytest.approx(60.1 - 31)
    assert core.delay(31.0, INTERACTIVE) == 0


@pytest.mark.thorough
def test_interactive_requests_wait_next_to_nothing_beside_an_export() -> None:
    run = simulate_lanes(seed=1, per_minute=10, seconds=300.0)
    assert run.wait(0.99) <= 1.0
    assert run.throughput >= 0.97
    assert simulate_lanes(seed=1, per_minute=10, lanes=False, seconds=120.0).wait(0.5) > 5


async def test_priority_reaches_the_limiter_hooks_and_stats() -> None:
    limiter = TokenBucket(100, 60.0, burst=1)
    (await limiter.acquire()).done()
    limiter.cool_down(0.05)
    events: list[HookEvent] = []
    hooks = Hooks(before_send=events.append)
    pipeline = make_pipeline(answering(answer(200)), limiter=limiter, hooks=(hooks,))
    await pipeline.send(get(), Options(priority="background"))
    assert [event.priority for event in events] == ["background"]
    assert limiter.stats.lanes["background"].granted == 1
    assert limiter.stats.lanes["background"].waited == limiter.stats.waited > 0


@pytest.mark.parametrize("priority", ["interactive", "background"])
async def test_a_limiter_without_lanes_serves_any_priority(priority: Priority) -> None:
    limiter = CountingLimiter()
    pipeline = make_pipeline(answering(answer(200)), limiter=limiter)
    await pipeline.send(get(), Options(priority=priority, max_wait=5.0))
    assert limiter.account == (0, 1, 0)


async def test_interactive_attempts_have_connections_of_their_own() -> None:
    limiter = TokenBucket(100, 60.0, burst=20)
    for _ in range(20):
        (await limiter.acquire()).done()
    pipeline = make_pipeline(answering(answer(200)), limiter=limiter, max_connections=3)
    done: list[str] = []

    async def send(priority: Priority) -> None:
        await pipeline.send(get(), Options(priority=priority))
        done.append(priority)

    async with anyio.create_task_group() as tasks:
        for _ in range(5):
            tasks.start_soon(send, "normal")
        await anyio.wait_all_tasks_blocked()
        with anyio.fail_after(5):
            await send("interactive")
        tasks.cancel_scope.cancel()
    assert done == ["interactive"]


@pytest.mark.parametrize("priority", ["urgent", 0, ""])
def test_an_unknown_priority_is_refused_by_name(priority: Any) -> None:
    with pytest.raises(ConfigurationError, match="interactive, normal, background"):
        Options(priority=priority)


@pytest.mark.thorough
async def test_ten_thousand_waiters_go_in_their_order(backend: str) -> None:
    limiter = TokenBucket(20_000, 1.0, burst=20_000)
    limiter.cool_down(0.01)
    granted: dict[str, list[int]] = {"interactive": [], "normal": [], "background": []}

    async def send(number: int, lane: Priority) -> None:
        permit = await limiter.acquire(lane)
        granted[lane].append(number)
        permit.done()

    with anyio.fail_after(60):
        async with anyio.create_task_group() as tasks:
            for number in range(10_000):
                tasks.start_soon(send, number, PRIORITIES[number % 3])
    assert sum(map(len, granted.values())) == limiter.stats.granted == 10_000
    # trio begins tasks in any order.
    in_order = backend == "asyncio"
    assert not in_order or all(numbers == sorted(numbers) for numbers in granted.values())
