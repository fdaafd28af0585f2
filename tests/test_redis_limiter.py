"""One client, or two in one process, of a limit that a real Redis keeps."""

from __future__ import annotations

import logging
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import anyio
import anyio.lowlevel
import httpx
import pytest
from redis.crc import key_slot

from journeybee import JourneyBee
from journeybee.errors import ConfigurationError, RateLimitWaitError
from journeybee.limits import Permit, RateLimiter, redis
from journeybee.limits.redis import RedisTokenBucket
from tests.redis_server import RedisServer, Servers, wait_for
from tests.test_limiter_across_loops import threads

SECRET = "jb_live_0123456789abcdef"


@pytest.fixture(scope="module")
def running(servers: Servers) -> Iterator[RedisServer]:
    with servers.alone() as server:
        yield server


@pytest.fixture
def server(running: RedisServer) -> Iterator[RedisServer]:
    running.admin.flushall()
    yield running
    # They would report their permits to the state of the next test.
    redis._leave()


def slots(server: RedisServer) -> list[tuple[str, float]]:
    """The lent slots, and in how many seconds each comes back."""
    (key,) = server.admin.keys("*:slots")
    seconds, microseconds = server.admin.time()
    now = seconds * 1e6 + microseconds
    return [
        (name, (score - now) / 1e6)
        for name, score in server.admin.zrange(key, 0, -1, withscores=True)
    ]


def make(server: RedisServer, limit: int = 100, period: float = 60.0, **options: Any) -> Any:
    """A limiter that takes no busy machine for an outage."""
    return RedisTokenBucket(server.url, limit, period, **{"socket_timeout": 10.0, **options})


async def take(limiter: RateLimiter, number: int) -> list[Permit]:
    return [await limiter.acquire() for _ in range(number)]


def test_the_rest_needs_no_redis() -> None:
    code = "import journeybee, journeybee.limits, sys; sys.exit('redis' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True, env={"PYTHONPATH": ":".join(sys.path)})


@pytest.mark.parametrize(
    "arguments",
    [
        {"limit": 0},
        {"burst": 0},
        {"limit": 10, "burst": 11},
        {"period": 0.0},
        {"period": float("nan")},
        {"socket_timeout": -1.0},
        {"lease": 0.0},
        {"probe_interval": float("inf")},
        {"on_unavailable": "ignore"},
    ],
)
def test_impossible_limits_are_refused(arguments: dict[str, object]) -> None:
    with pytest.raises(ConfigurationError):
        RedisTokenBucket("redis://127.0.0.1:1", **arguments)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "url",
    [
        f"http://:{SECRET}@127.0.0.1",
        f"redis+sentinel://:{SECRET}@127.0.0.1:26379",
        f"redis+sentinel://:{SECRET}@127.0.0.1/name",
        f"redis+sentinel://:{SECRET}@127.0.0.1:26379/name/first",
        f"redis+cluster://:{SECRET}@127.0.0.1:1,",
        f"redis+cluster://:{SECRET}@127.0.0.1:many",
        f"redis+other://:{SECRET}@127.0.0.1:1/name",
        f"redis://:{SECRET}@127.0.0.1:many",
        "",
    ],
)
def test_an_unusable_url_is_refused_without_showing_it(url: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        RedisTokenBucket(url)
    assert SECRET not in repr(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None


@pytest.mark.parametrize("burst", [None, 5])
async def test_a_burst_then_evenly_spaced(server: RedisServer, burst: int | None) -> None:
    # A token each second.
    limiter = make(server, 50, 50.0, burst=burst)
    size = burst or 20
    began = time.monotonic()
    (await limiter.acquire()).done()
    first = time.monotonic()
    for _ in range(size - 1):
        (await limiter.acquire()).done()
    assert time.monotonic() - first < 0.6 * size
    (await limiter.acquire()).done()
    assert time.monotonic() - began >= 1 / 0.98
    stats = limiter.stats
    assert (stats.granted, stats.waiting, stats.cool_down_until) == (size + 1, 0, None)
    assert stats.waited > 0.2
    await limiter.aclose()


async def test_what_is_in_redis_tells_no_name_and_lies_in_one_slot(server: RedisServer) -> None:
    limiter = make(server, 100, 6.0, key=SECRET)
    limiter.cool_down(0.01)
    (await limiter.acquire()).done()
    await take(limiter, 2)
    await limiter.aclose()
    keys = server.admin.keys()
    assert len({key_slot(key.encode()) for key in limiter._keys}) == 1
    assert set(keys) <= set(limiter._keys)
    assert all(SECRET not in key for key in limiter._keys)
    # The name of the epoch stays for two days, by which a process sees that the rest was lost.
    assert sorted(server.admin.ttl(key) > 800 for key in keys) == [False] * (len(keys) - 1) + [True]
    assert all(0 < server.admin.ttl(key) <= 2 * 86400 for key in keys)
    assert SECRET not in repr(limiter)


async def test_limits_of_another_name_are_apart(server: RedisServer) -> None:
    first = make(server, 1, 60.0, key="first")
    second = make(server, 1, 60.0, key="second")
    with anyio.fail_after(5):
        await first.acquire()
        await second.acquire()


async def test_two_api_keys_of_one_account_have_one_budget(server: RedisServer) -> None:
    keys: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        keys.append(request.headers["authorization"])
        return httpx.Response(200, json={"data": []})

    # As in two processes, each with a key of its own.
    limiters = [make(server, 4, 60.0, key="our-account") for _ in range(2)]
    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as transport:
        clients = [
            JourneyBee(key, limiter=limiter, http_client=transport)
            for key, limiter in zip(("key-one", "key-two"), limiters, strict=True)
        ]
        for client in clients * 2:
            await client.stages.list()
        for client in clients:
            with pytest.raises(RateLimitWaitError):
                await client.with_options(max_wait=0.05).stages.list()
    assert keys == ["Bearer key-one", "Bearer key-two"] * 2
    assert len(slots(server)) == 4


async def test_a_slot_comes_back_a_period_after_the_response(server: RedisServer) -> None:
    limiter = make(server, 3, 60.0, lease=30.0)
    done, unsent, held = await take(limiter, 3)
    assert len(slots(server)) == 3
    done.done()
    done.unsent()
    unsent.unsent()
    unsent.done()
    await limiter.aclose()
    (_, first), (_, second) = slots(server)
    # In 60.1 s, and in 90.1 s; to the millisecond in the tests of the script.
    assert 45 < first < 61
    assert 75 < second < 91
    held.done()
    await limiter.aclose()
    assert 45 < slots(server)[1][1] < 61
    # The token of the one that was not sent is back as well; the next would take 20 s.
    with anyio.fail_after(10):
        await limiter.acquire()
    await limiter.aclose()


async def test_an_unsent_permit_wakes_the_head_of_the_queue(server: RedisServer) -> None:
    limiter = make(server, 1, 60.0)
    held = await limiter.acquire()
    granted: list[Permit] = []

    async def wait() -> None:
        granted.append(await limiter.acquire())

    with anyio.fail_after(15):
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(wait)
            while limiter._line().head is None:  # noqa: ASYNC110
                await anyio.sleep(0.002)
            assert not granted
            held.unsent()
    assert len(granted) == 1


async def test_a_client_that_died_gives_its_slots_back_after_the_lease(server: RedisServer) -> None:
    began = time.monotonic()
    died = make(server, 2, 0.6, lease=0.4)
    await take(died, 2)
    del died
    with anyio.fail_after(10):
        await make(server, 2, 0.6, lease=0.4).acquire()
    assert time.monotonic() - began > 1.0


async def test_first_come_first_served(server: RedisServer) -> None:
    limiter = make(server, 200, 1.0, burst=1)
    order: list[int] = []

    async def worker(number: int) -> None:
        permit = await limiter.acquire()
        order.append(number)
        permit.done()

    async with anyio.create_task_group() as tasks:
        for number in range(40):
            tasks.start_soon(worker, number)
            await anyio.lowlevel.checkpoint()
    assert order == sorted(order)
    await limiter.aclose()


async def test_a_cool_down_of_one_client_stops_the_others(server: RedisServer) -> None:
    one = make(server, 1000, 1.0)
    other = make(server, 1000, 1.0)
    (await other.acquire()).done()
    before = time.monotonic()
    one.cool_down(1.0)
    one.cool_down(0.1)
    assert before + 1 <= one.stats.cool_down_until <= time.monotonic() + 1
    assert 0 <= one.shortest_wait() <= 1
    # Reported by a thread of its own.
    (state,) = server.admin.keys("*:state")
    await anyio.to_thread.run_sync(wait_for, lambda: int(server.admin.hget(state, "gate")))
    with anyio.fail_after(10):
        (await other.acquire()).done()
        assert time.monotonic() - before >= 1
        while other.stats.cool_down_until is not None:  # noqa: ASYNC110
            await anyio.sleep(0.01)
    await one.aclose()
    await other.aclose()


async def test_cancelled_waiters_cost_nothing(server: RedisServer) -> None:
    limiter = make(server, 100, 0.5, burst=10, lease=60.0)
    scopes: list[anyio.CancelScope] = []
    granted: list[Permit] = []
    connected = anyio.Event()

    async def worker() -> None:
        with anyio.CancelScope() as scope:
            scopes.append(scope)
            granted.append(await limiter.acquire())
            connected.set()

    async with anyio.create_task_group() as tasks:
        for _ in range(60):
            tasks.start_soon(worker)
        with anyio.fail_after(20):
            await connected.wait()
        for number in range(40):
            await anyio.sleep(0.002)
            scopes[-1 - number].cancel()
            scopes[number].cancel()
    assert limiter.stats.waiting == 0
    assert len(granted) == limiter.stats.granted
    # What was granted to one that had left meanwhile is returned.
    with anyio.fail_after(15):
        while len(slots(server)) != len(granted):  # noqa: ASYNC110
            await anyio.sleep(0.02)
    await limiter.aclose()


async def test_the_script_may_be_flushed(server: RedisServer) -> None:
    limiter = make(server)
    await take(limiter, 2)
    server.admin.script_flush()
    with anyio.fail_after(15):
        await take(limiter, 2)
    assert len(slots(server)) == 4


async def test_a_lost_state_gets_all_reports_again(
    server: RedisServer, caplog: pytest.LogCaptureFixture
) -> None:
    limiter = make(server, 100, 20.0, lease=10.0)
    permits = await take(limiter, 12)
    for permit in permits[:6]:
        permit.done()
    server.admin.flushall()
    with caplog.at_level(logging.INFO), anyio.fail_after(15):
        began = time.monotonic()
        await limiter.acquire()
    # Not a burst: the requests of other processes are unknown.
    assert time.monotonic() - began > 0.9 * 20 / 100
    lent = sorted(back for _, back in slots(server))
    assert len(lent) == 13
    assert sum(back < 21 for back in lent) == 6
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert limiter.stats.losses == 1


@pytest.mark.parametrize("part", ["slots", "state"])
async def test_a_part_of_the_state_that_was_evicted(server: RedisServer, part: str) -> None:
    limiter = make(server, 100, 20.0)
    await take(limiter, 5)
    server.admin.delete(*server.admin.keys(f"*:{part}"))
    with anyio.fail_after(15):
        await limiter.acquire()
    assert len(slots(server)) == 6


def test_threads_with_event_loops_of_their_own_share_one_object(server: RedisServer) -> None:
    limiter = make(server, 12, 60.0, burst=12)

    async def use(loop: str) -> None:
        for permit in await take(limiter, 6):
            permit.done()

    with threads(use):
        pass
    assert len(slots(server)) == limiter.stats.granted == 12
    anyio.run(limiter.aclose)
