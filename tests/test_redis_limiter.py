"""One client, or two in one process, of a limit that a real Redis keeps."""

from __future__ import annotations

import logging
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import pairwise

import anyio
import anyio.lowlevel
import pytest
from redis.crc import key_slot

from journeybee.errors import ConfigurationError
from journeybee.limits import Permit, RateLimiter, redis
from journeybee.limits.redis import RedisTokenBucket
from tests.redis_server import RedisServer, Servers
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
    limiter = RedisTokenBucket(server.url, 50, 1.0, burst=burst)
    times: list[float] = []
    for _ in range((burst or 20) + 5):
        permit = await limiter.acquire()
        times.append(time.monotonic())
        permit.done()
    spaces = [later - earlier for earlier, later in pairwise(times)]
    assert sum(spaces[: (burst or 20) - 1]) < 0.5
    # The first may have taken a moment to arrive here.
    assert sum(spaces) >= 5 / (0.98 * 50) - 0.02
    stats = limiter.stats
    assert (stats.granted, stats.waiting, stats.cool_down_until) == (len(times), 0, None)
    assert 0.08 < stats.waited < 2
    await limiter.aclose()


async def test_what_is_in_redis_tells_no_name_and_lies_in_one_slot(server: RedisServer) -> None:
    limiter = RedisTokenBucket(server.url, 100, 6.0, key=SECRET)
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
    first = RedisTokenBucket(server.url, 1, 60.0, key="first")
    second = RedisTokenBucket(server.url, 1, 60.0, key="second")
    with anyio.fail_after(5):
        await first.acquire()
        await second.acquire()


async def test_a_slot_comes_back_a_period_after_the_response(server: RedisServer) -> None:
    limiter = RedisTokenBucket(server.url, 3, 6.0, lease=3.0)
    done, unsent, held = await take(limiter, 3)
    assert len(slots(server)) == 3
    await anyio.sleep(0.3)
    done.done()
    done.unsent()
    unsent.unsent()
    unsent.done()
    await anyio.sleep(0.3)
    await limiter.aclose()
    (_, first), (_, second) = slots(server)
    assert first == pytest.approx(6.01 - 0.3, abs=0.2)
    assert second == pytest.approx(6.01 + 3 - 0.6, abs=0.2)
    held.done()
    await limiter.aclose()
    assert slots(server)[1][1] == pytest.approx(6.01, abs=0.2)
    # The token of the one that was not sent is back as well.
    with anyio.fail_after(1):
        await limiter.acquire()
    await limiter.aclose()


async def test_an_unsent_permit_wakes_the_head_of_the_queue(server: RedisServer) -> None:
    limiter = RedisTokenBucket(server.url, 1, 60.0)
    held = await limiter.acquire()
    granted: list[Permit] = []

    async def wait() -> None:
        granted.append(await limiter.acquire())

    with anyio.fail_after(5):
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(wait)
            await anyio.sleep(0.1)
            assert not granted
            held.unsent()
    assert len(granted) == 1


async def test_a_client_that_died_gives_its_slots_back_after_the_lease(server: RedisServer) -> None:
    died = RedisTokenBucket(server.url, 2, 0.6, lease=0.4)
    await take(died, 2)
    del died
    began = time.monotonic()
    with anyio.fail_after(5):
        await RedisTokenBucket(server.url, 2, 0.6, lease=0.4).acquire()
    assert 0.9 < time.monotonic() - began < 1.5


async def test_first_come_first_served(server: RedisServer) -> None:
    limiter = RedisTokenBucket(server.url, 200, 1.0, burst=1)
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
    one = RedisTokenBucket(server.url, 1000, 1.0)
    other = RedisTokenBucket(server.url, 1000, 1.0)
    (await other.acquire()).done()
    one.cool_down(0.6)
    one.cool_down(0.1)
    began = time.monotonic()
    assert one.stats.cool_down_until == pytest.approx(began + 0.6, abs=0.1)
    assert one.shortest_wait() == pytest.approx(0.6, abs=0.1)
    await anyio.sleep(0.1)
    (await other.acquire()).done()
    assert 0.55 < time.monotonic() - began < 1.0
    assert other.stats.cool_down_until is None
    await one.aclose()
    await other.aclose()


async def test_cancelled_waiters_cost_nothing(server: RedisServer) -> None:
    limiter = RedisTokenBucket(server.url, 100, 0.5, burst=10, lease=5.0)
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
    await anyio.sleep(0.1)
    await limiter.aclose()
    assert len(slots(server)) == len(granted) == limiter.stats.granted


async def test_the_script_may_be_flushed(server: RedisServer) -> None:
    limiter = RedisTokenBucket(server.url)
    await take(limiter, 2)
    server.admin.script_flush()
    with anyio.fail_after(2):
        await take(limiter, 2)
    assert len(slots(server)) == 4


async def test_a_lost_state_gets_all_reports_again(
    server: RedisServer, caplog: pytest.LogCaptureFixture
) -> None:
    limiter = RedisTokenBucket(server.url, 100, 20.0, lease=10.0)
    permits = await take(limiter, 12)
    for permit in permits[:6]:
        permit.done()
    server.admin.flushall()
    with caplog.at_level(logging.INFO), anyio.fail_after(5):
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
    limiter = RedisTokenBucket(server.url, 100, 20.0)
    await take(limiter, 5)
    server.admin.delete(*server.admin.keys(f"*:{part}"))
    with anyio.fail_after(5):
        await limiter.acquire()
    assert len(slots(server)) == 6


def test_threads_with_event_loops_of_their_own_share_one_object(server: RedisServer) -> None:
    limiter = RedisTokenBucket(server.url, 12, 60.0, burst=12, socket_timeout=5.0)

    async def use(loop: str) -> None:
        for permit in await take(limiter, 6):
            permit.done()

    with threads(use):
        pass
    assert len(slots(server)) == limiter.stats.granted == 12
    anyio.run(limiter.aclose)
