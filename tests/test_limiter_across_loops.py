"""One limiter for threads with event loops of their own: real threads, both kinds of loops."""

from __future__ import annotations

import gc
import random
import threading
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

import anyio
import anyio.lowlevel
import pytest

from journeybee.concurrency.loops import current_loop
from journeybee.limits import Permit, TokenBucket
from journeybee.limits.lanes import NORMAL
from journeybee.limits.threads import LoopHead
from tests.busy_machine import in_one_of_three
from tests.limiting_servers import most_in_a_window
from tests.pipeline_harness import FakeTime

LOOPS = ("asyncio", "trio")


@contextmanager
def threads(program: Callable[[str], Awaitable[Any]]) -> Iterator[None]:
    """Run the program in two threads, one of each kind, and wait for them in the end."""
    failures: list[BaseException] = []

    def run(loop: str) -> None:
        try:
            anyio.run(program, loop, backend=loop)
        except BaseException as error:  # noqa: BLE001
            failures.append(error)

    started = [threading.Thread(target=run, args=(loop,)) for loop in LOOPS]
    for thread in started:
        thread.start()
    try:
        yield
    finally:
        for thread in started:
            thread.join(20)
        assert not any(thread.is_alive() for thread in started)
    assert not failures, failures


def assert_whole(limiter: TokenBucket) -> None:
    """No task waits, and a period later all slots are free."""
    assert limiter.stats.waiting == 0
    assert not limiter._heads
    core = limiter._core
    core.delay(time.monotonic() + 1000)
    assert (core.free, core.open_slots) == (core.limit, 0)


def until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < end, "it never came to be"
        time.sleep(0.001)


def test_two_saturated_loops_with_cancellations_keep_the_limit_and_share_it() -> None:
    in_one_of_three(saturate_two_loops)


def saturate_two_loops() -> dict[str, bool]:
    limit, period, seconds = 40, 0.5, 3.0
    limiter = TokenBucket(limit, period, 10)
    arrivals: list[tuple[float, str]] = []

    async def request(loop: str) -> None:
        permit = await limiter.acquire()
        chance = random.random()
        try:
            await anyio.sleep(random.choice((0.0, 0.001, 0.03)))
            if chance > 0.1:
                arrivals.append((time.monotonic(), loop))
                await anyio.sleep(0.002)
        finally:
            (permit.done if chance > 0.1 else permit.unsent)()

    async def worker(loop: str) -> None:
        while True:
            with anyio.move_on_after(random.choice((0.02, 0.2, 10))):
                await request(loop)

    async def program(loop: str) -> None:
        # Thrice as many ask in one of the loops.
        with anyio.move_on_after(seconds):
            async with anyio.create_task_group() as tasks:
                for _ in range(8 if loop == "asyncio" else 24):
                    tasks.start_soon(worker, loop)

    with threads(program):
        pass
    assert most_in_a_window(sorted(arrival for arrival, _ in arrivals), period) <= limit
    assert_whole(limiter)
    used = len(arrivals) / (limit * seconds / period)
    # Without turns one would have three quarters.
    shares = sorted(Counter(loop for _, loop in arrivals).values())
    return {f"{used=}": used >= 0.8, f"{shares=}": shares[-1] <= 1.3 * shares[0]}


def test_loops_take_turns_however_many_ask_in_each() -> None:
    # A token each 0.04 s: longer than a loop needs to come back.
    limiter = TokenBucket(250, 10.0, 1)
    limiter.cool_down(1.5)
    order: list[str] = []

    async def ask(loop: str) -> None:
        permit = await limiter.acquire()
        order.append(loop)
        permit.done()

    async def program(loop: str) -> None:
        async with anyio.create_task_group() as tasks:
            for _ in range(30 if loop == "asyncio" else 6):
                tasks.start_soon(ask, loop)

    with threads(program):
        until(lambda: limiter.stats.waiting == 36)
        assert not order
    last = max(number for number, loop in enumerate(order) if loop == "trio")
    assert last <= 13
    # Two in a row at most: a loop may need longer to come back than the next token.
    assert sum(1 for one, next_ in pairwise(order[:last]) if one == next_) <= 4
    assert_whole(limiter)


def test_a_busy_loop_delays_no_other() -> None:
    limiter = TokenBucket(1000, 10.0, 1)
    # Longer than a thread takes to start.
    limiter.cool_down(1.5)
    waiting, resume = threading.Event(), threading.Event()
    granted: list[str] = []

    async def ask(loop: str) -> None:
        permit = await limiter.acquire()
        granted.append(loop)
        permit.done()

    async def program(loop: str) -> None:
        async with anyio.create_task_group() as tasks:
            if loop == "asyncio":
                tasks.start_soon(ask, loop)
                await anyio.wait_all_tasks_blocked()
                waiting.set()
                resume.wait(10)
            else:
                await anyio.to_thread.run_sync(waiting.wait)
                for _ in range(5):
                    await ask(loop)
                assert granted == ["trio"] * 5
                # One permit waits for the busy loop, no more.
                assert limiter.stats.granted == 5
                assert limiter._core.open_slots == 1
                resume.set()

    with threads(program):
        pass
    assert granted == [*["trio"] * 5, "asyncio"]
    assert_whole(limiter)


def test_a_permit_closed_in_one_thread_wakes_the_other() -> None:
    limiter = TokenBucket(1, 0.05, 1)
    held: list[Permit] = []

    async def program(loop: str) -> None:
        if loop == "asyncio":
            held.append(await limiter.acquire())
        else:
            await anyio.to_thread.run_sync(until, lambda: bool(held))
            (await limiter.acquire()).done()

    with threads(program):
        until(lambda: limiter.stats.waiting == 1)
        # There is no time to wait for: only the news can wake it.
        held[0].done()
    assert limiter.stats.granted == 2
    assert_whole(limiter)


async def test_cancelled_while_another_loop_grants() -> None:
    clock = FakeTime()
    limiter = TokenBucket(5, 60.0, 5, clock=clock)
    limiter.cool_down(60)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(limiter.acquire)
        await anyio.wait_all_tasks_blocked()
        # The loop does nothing else meanwhile; then another one looks.
        clock.now += 61
        limiter._delay(LoopHead(current_loop(), NORMAL, 0.0))
        assert (limiter._heads, limiter._core.open_slots) == ([], 1)
        tasks.cancel_scope.cancel()
    assert limiter.stats.granted == 0
    assert (limiter._core.free, limiter._core.open_slots) == (5, 0)
    assert limiter.stats.waiting == 0


async def test_who_was_granted_and_cancelled_makes_room_for_the_next() -> None:
    clock = FakeTime()
    limiter = TokenBucket(1, 60.0, 1, clock=clock)
    limiter.cool_down(60)
    scope = anyio.CancelScope()

    async def give_up() -> None:
        with scope:
            await limiter.acquire()

    with anyio.fail_after(5):
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(give_up)
            await anyio.wait_all_tasks_blocked()
            tasks.start_soon(limiter.acquire)
            await anyio.wait_all_tasks_blocked()
            clock.now += 61
            limiter._delay(LoopHead(current_loop(), NORMAL, 0.0))
            scope.cancel()
    assert limiter.stats.granted == 1


class GoneLoop:
    def call_soon_threadsafe(self, call: Callable[[], None]) -> None:
        raise RuntimeError("closed")


async def test_a_loop_that_ended_with_a_task_in_line_gets_nothing() -> None:
    limiter = TokenBucket(1, 60.0, 1)
    gone = LoopHead(GoneLoop(), NORMAL, 0.0)
    limiter._heads.append(gone)
    with anyio.fail_after(5):
        permit = await limiter.acquire()
    assert not gone.granted
    permit.done()
    assert_whole(limiter)


async def test_a_permit_may_be_closed_in_the_middle_of_everything() -> None:
    limiter = TokenBucket()
    permit = await limiter.acquire()
    with limiter._lock:
        permit.done()
    assert_whole(limiter)


async def test_it_knows_who_is_in_line_in_this_loop_and_who_is_first_in_others() -> None:
    limiter = TokenBucket(60, 60.0, 1)
    limiter.cool_down(10.0)
    second = 1 / 0.98
    assert limiter.shortest_wait() == pytest.approx(10, abs=0.5)
    async with anyio.create_task_group() as tasks:
        for _ in range(3):
            tasks.start_soon(limiter.acquire)
        await anyio.wait_all_tasks_blocked()
        assert limiter.shortest_wait() == pytest.approx(10 + 3 * second, abs=0.5)
        limiter._heads.append(LoopHead(GoneLoop(), NORMAL, 0.0))
        assert limiter.shortest_wait(2) == pytest.approx(10 + 6 * second, abs=0.5)
        tasks.cancel_scope.cancel()


@pytest.mark.thorough
def test_loops_that_ended_are_forgotten() -> None:
    limiter = TokenBucket()

    async def use() -> None:
        limiter.cool_down(0.01)
        (await limiter.acquire()).done()
        assert len(limiter._lines) == 1

    for loop in (*LOOPS, *LOOPS):
        anyio.run(use, backend=loop)
        gc.collect()
        assert not limiter._lines
