"""A limiter on a real Redis that was made, and used, before a fork: one limit for the family."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Iterator

import anyio
import anyio.to_thread
import pytest

from journeybee.errors import RateLimitWaitError
from journeybee.limits.redis import RedisTokenBucket
from journeybee.limits.window import read_window
from tests.redis_server import RedisServer, Servers
from tests.test_event_loops import LOOPS, in_child

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
LIMIT = 12


@pytest.fixture(scope="module")
def running(servers: Servers) -> Iterator[RedisServer]:
    with servers.alone() as server:
        yield server


@pytest.fixture
def limiter(running: RedisServer) -> RedisTokenBucket:
    running.admin.flushall()
    return RedisTokenBucket(running.url, LIMIT, 60.0, burst=LIMIT, socket_timeout=5.0)


async def take(limiter: RedisTokenBucket, most: int) -> int:
    """Use permits until one would have to be waited for; returns how many there were."""
    number = 0

    async def use() -> None:
        nonlocal number
        while number < most:
            (await limiter.acquire()).done()
            number += 1

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(use)
        # Only while it waits for its turn, a line has a head.
        while number < most and limiter._line().head is None:  # noqa: ASYNC110
            await anyio.sleep(0.002)
        tasks.cancel_scope.cancel()
    return number


@pytest.mark.parametrize("loop", LOOPS)
def test_parent_and_children_share_the_limit(limiter: RedisTokenBucket, loop: str) -> None:
    def child() -> None:
        async def job() -> None:
            assert await take(limiter, 4) == 4
            await limiter.aclose()

        # trio cannot run again in the child of its own thread.
        anyio.run(job)

    async def parent() -> int:
        # Two are under way during the fork, and a third waits for the queue.
        held = [await limiter.acquire() for _ in range(2)]
        async with limiter._line().queue, anyio.create_task_group() as tasks:
            tasks.start_soon(limiter.acquire)
            await anyio.wait_all_tasks_blocked()
            assert await anyio.to_thread.run_sync(in_child, child) == 0
            assert await anyio.to_thread.run_sync(in_child, child) == 0
            tasks.cancel_scope.cancel()
        for permit in held:
            permit.done()
        left = await take(limiter, LIMIT)
        await limiter.aclose()
        return left

    assert anyio.run(parent, backend=loop) == LIMIT - 2 - 4 - 4


def test_what_the_parent_has_under_way_is_not_the_childs_to_give_back(
    limiter: RedisTokenBucket,
) -> None:
    async def hold() -> None:
        permit = await limiter.acquire()

        def child() -> None:
            permit.unsent()
            assert not limiter._state.ledger.pending()
            assert limiter._state.ledger.is_empty

        assert in_child(child) == 0
        assert not limiter._state.ledger.is_empty
        await limiter.aclose()

    anyio.run(hold)


def test_a_fork_while_another_thread_holds_each_lock_does_not_stall(
    limiter: RedisTokenBucket,
) -> None:
    held, forked = threading.Event(), threading.Event()

    async def use() -> None:
        with anyio.fail_after(10):
            assert await take(limiter, 1) == 1
            await limiter.aclose()

    anyio.run(use)

    def hold() -> None:
        shared = limiter._state
        with limiter._connecting, shared.lock, shared.ledger._lock:
            held.set()
            forked.wait(30)

    thread = threading.Thread(target=hold)
    thread.start()
    held.wait(10)
    child = multiprocessing.get_context("fork").Process(target=anyio.run, args=(use,))
    child.start()
    child.join(20)
    forked.set()
    thread.join(10)
    code = child.exitcode
    child.kill()
    assert code == 0


def test_a_child_of_multiprocessing_gives_its_share_back(
    limiter: RedisTokenBucket, running: RedisServer
) -> None:
    def use() -> None:
        assert anyio.run(take, limiter, 1) == 1

    child = multiprocessing.get_context("fork").Process(target=use)
    child.start()
    child.join(20)
    assert child.exitcode == 0
    window = read_window(running.url)
    assert window is not None
    assert (window.used, window.members) == (1, [])


def test_news_of_a_child_is_sent_though_the_timer_was_the_parents(
    limiter: RedisTokenBucket,
) -> None:
    async def use() -> None:
        assert await take(limiter, 1) == 1
        assert limiter._state._timer is not None

        def child() -> None:
            assert anyio.run(take, limiter, 1) == 1
            assert limiter._state._timer is not None
            assert limiter._state._timer.is_alive()

        assert await anyio.to_thread.run_sync(in_child, child) == 0
        await limiter.aclose()

    anyio.run(use)


def test_a_fork_during_an_outage_finds_the_way_back(servers: Servers) -> None:
    with servers.alone(started=False) as server:
        limiter = RedisTokenBucket(
            server.url, on_unavailable="raise", probe_interval=60.0, socket_timeout=5.0
        )

        async def use() -> None:
            with pytest.raises(RateLimitWaitError):
                await limiter.acquire()
            await anyio.to_thread.run_sync(server.start)

            def child() -> None:
                assert anyio.run(take, limiter, 1) == 1

            # This process still waits for its timer.
            with pytest.raises(RateLimitWaitError):
                await limiter.acquire()
            assert await anyio.to_thread.run_sync(in_child, child) == 0

        anyio.run(use)
        state = limiter._state
        assert state._timer is not None
        state._timer.cancel()
