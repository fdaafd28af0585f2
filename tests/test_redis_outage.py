"""Without Redis: at the start, in the middle, hung, and back again."""

from __future__ import annotations

import gc
import logging
import threading
import time
import weakref

import anyio
import pytest

from journeybee.errors import RateLimitWaitError
from journeybee.limits import Permit
from journeybee.limits.redis import RedisTokenBucket
from tests.redis_server import RedisServer, Servers, wait_for

SECRET = "jb_live_0123456789abcdef"


def make(server: RedisServer, limit: int = 40, period: float = 1.0, **options: object):  # type: ignore[no-untyped-def] # noqa: ANN201
    options = {"socket_timeout": 0.2, "probe_interval": 0.1, "lease": 0.2} | options
    return RedisTokenBucket(server.url, limit, period, **options)  # type: ignore[arg-type]


async def seconds_for(limiter: RedisTokenBucket, number: int) -> float:
    """How long that many permits take, counted from the one before them."""
    (await limiter.acquire()).done()
    began = time.monotonic()
    for _ in range(number):
        (await limiter.acquire()).done()
    return time.monotonic() - began


async def until_back(limiter: RedisTokenBucket) -> None:
    with anyio.fail_after(20):
        while limiter._state.failure is not None:  # noqa: ASYNC110
            await anyio.sleep(0.02)


async def test_down_at_the_start_leaves_a_quarter(
    servers: Servers, caplog: pytest.LogCaptureFixture
) -> None:
    with servers.alone(started=False) as server, caplog.at_level(logging.INFO):
        # A period that is long enough for a slow machine to bring the server back in it.
        limiter = make(server, 160, 4.0)
        # A quarter is ten a second, the whole would take a quarter of one.
        assert 0.5 < await seconds_for(limiter, 10) < 10
        assert [record.levelname for record in caplog.records] == ["WARNING"]
        server.start()
        await until_back(limiter)
        # Requests during the outage count: they were reported to Redis.
        (await limiter.acquire()).done()
        await limiter.aclose()
        (slots,) = server.admin.keys("*:slots")
        assert server.admin.zcard(slots) >= 11
        assert await seconds_for(limiter, 21) < 10
        assert [record.levelname for record in caplog.records] == ["WARNING", "INFO"]
        await limiter.aclose()


async def test_down_at_the_start_raises_if_so_wished(servers: Servers) -> None:
    with servers.alone(started=False) as server:
        limiter = make(server, on_unavailable="raise")
        for _ in range(20):
            with pytest.raises(RateLimitWaitError, match="nothing was sent") as caught:
                await limiter.acquire()
        assert SECRET not in str(caught.value)
        assert limiter.stats.waiting == limiter.stats.granted == 0
        server.start()
        await until_back(limiter)
        (await limiter.acquire()).done()
        await limiter.aclose()


async def test_what_redis_granted_counts_against_the_own_share(servers: Servers) -> None:
    with servers.alone() as server:
        limiter = make(server, 40, 1.0)
        permits = [await limiter.acquire() for _ in range(15)]
        began = time.monotonic()
        for permit in permits[:10]:
            permit.done()
        server.kill()
        with anyio.fail_after(10):
            (await limiter.acquire()).done()
        # The share of ten was used up by what is under way and what was done last.
        assert time.monotonic() - began > 1
        for permit in permits[10:]:
            permit.done()
        # A quarter of 40 in a second; the whole would be there at once.
        assert await seconds_for(limiter, 11) > 0.5


@pytest.mark.parametrize("mode", ["local", "raise"])
async def test_hung_redis_delays_no_request(servers: Servers, mode: str) -> None:
    with servers.alone() as server:
        limiter = make(server, on_unavailable=mode, socket_timeout=1.0)
        (await limiter.acquire()).done()
        server.pause()
        if mode == "raise":
            with pytest.raises(RateLimitWaitError), anyio.fail_after(10):
                await limiter.acquire()
        else:
            with anyio.fail_after(20):
                assert await seconds_for(limiter, 11) > 0.5
        server.resume()
        await until_back(limiter)
        with anyio.fail_after(10):
            for _ in range(20):
                (await limiter.acquire()).done()
        await limiter.aclose()


async def test_a_wait_for_a_hung_redis_can_be_cancelled(servers: Servers) -> None:
    with servers.alone() as server:
        limiter = make(server, socket_timeout=30.0, lease=60.0)
        await limiter.acquire()
        server.pause()
        began = time.monotonic()
        with anyio.move_on_after(0.1) as scope:
            await limiter.acquire()
        assert scope.cancelled_caught
        assert time.monotonic() - began < 10
        server.resume()
        # The abandoned answer was a permit, and goes back.
        (state,), (slots,) = server.admin.keys("*:state"), server.admin.keys("*:slots")
        await anyio.to_thread.run_sync(wait_for, lambda: server.admin.hget(state, "grants") == "2")
        await anyio.to_thread.run_sync(wait_for, lambda: server.admin.zcard(slots) == 1)
        await limiter.aclose()


async def test_a_question_that_timed_out_keeps_no_slot(servers: Servers) -> None:
    with servers.alone() as server:
        limiter = make(server, lease=30.0)
        held = await limiter.acquire()
        server.pause()
        alone: list[Permit] = [await limiter.acquire()]
        server.resume()
        await until_back(limiter)
        (slots,) = server.admin.keys("*:slots")
        assert server.admin.zcard(slots) == 2
        held.done()
        alone[0].done()
        await limiter.aclose()


async def test_a_cool_down_during_an_outage_reaches_the_others_after_it(servers: Servers) -> None:
    with servers.alone() as server:
        one, other = make(server), make(server)
        (await one.acquire()).done()
        server.pause()
        (await one.acquire()).done()
        began = time.monotonic()
        one.cool_down(3.0)
        server.resume()
        await until_back(one)
        # A call that was under way is answered first, without the cool-down.
        with anyio.fail_after(20):
            while one._state.ledger.pending():  # noqa: ASYNC110
                await anyio.sleep(0.02)
        await until_back(other)
        (await other.acquire()).done()
        assert time.monotonic() - began >= 3
        await one.aclose()
        await other.aclose()


async def test_a_redis_that_refuses_is_as_good_as_none(servers: Servers) -> None:
    with servers.alone() as server:
        server.admin.config_set("requirepass", SECRET)
        limiter = make(server, on_unavailable="raise")
        with pytest.raises(RateLimitWaitError):
            await limiter.acquire()
        url = server.url.replace("//", f"//:{SECRET}@")
        allowed = RedisTokenBucket(url, on_unavailable="raise")
        (await allowed.acquire()).done()
        await allowed.aclose()


def test_a_limiter_that_is_gone_leaves_no_thread(servers: Servers) -> None:
    with servers.alone(started=False) as server:
        limiter = make(server)

        before = set(threading.enumerate())
        anyio.run(seconds_for, limiter, 1)
        threads = [t for t in threading.enumerate() if t not in before]
        assert threads
        gone = weakref.ref(limiter)
        del limiter
        # A thread that is just looking whether the server is back holds it until it has looked.
        deadline = time.monotonic() + 10
        while gone() is not None and time.monotonic() < deadline:
            gc.collect()
            time.sleep(0.01)
        assert gone() is None
        for thread in set(threading.enumerate()) - before:
            thread.join(timeout=2)
            assert not thread.is_alive()
