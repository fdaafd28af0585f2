"""A cluster of three, and a pair that a sentinel watches: real ones, on loopback.

Which loop runs makes no difference to the connections, which threads use: one is enough here.
"""

from __future__ import annotations

import gc
import logging

import anyio
import pytest
from redis.crc import key_slot

from journeybee.limits.redis import RedisTokenBucket
from tests.redis_server import RedisServer, Servers


@pytest.mark.thorough
def test_a_cluster_keeps_each_limit_on_one_node_and_may_die(servers: Servers) -> None:
    with servers.cluster() as (url, nodes):
        anyio.run(use_a_cluster, url, nodes)
    # Out of reach, a limiter asks until it is collected: beside the tests that follow, and in an
    # order of the nodes that redis-py takes from `random`, which Hypothesis watches.
    gc.collect()


def sole_holder(keys: list[str], nodes: list[RedisServer]) -> int:
    """The port of the one node on which the keys are."""
    (port,) = (node.port for node in nodes if set(node.admin.keys()) & set(keys))
    return port


async def use_a_cluster(url: str, nodes: list[RedisServer]) -> None:
    used: set[int] = set()
    for number in range(8):
        limiter = RedisTokenBucket(
            url, 30, 1.0, key=f"account {number}", socket_timeout=2.0, on_unavailable="raise"
        )
        (await limiter.acquire()).done()
        (await limiter.acquire()).unsent()
        limiter.cool_down(0.1)
        (await limiter.acquire()).done()
        await limiter.aclose()
        assert len({key_slot(key.encode()) for key in limiter._keys}) == 1
        used.add(sole_holder(limiter._keys, nodes))
    assert len(used) > 1

    limiter = RedisTokenBucket(url, 40, 1.0, socket_timeout=1.0, probe_interval=0.2)
    (await limiter.acquire()).done()
    for node in nodes:
        node.kill()
    with anyio.fail_after(20):
        for _ in range(5):
            (await limiter.acquire()).done()
    assert limiter._state.failure is not None


@pytest.mark.thorough
def test_a_failover_is_survived(servers: Servers, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO), servers.sentinel() as (url, master):
        anyio.run(use_a_pair, url, master, caplog)


async def use_a_pair(url: str, master: RedisServer, caplog: pytest.LogCaptureFixture) -> None:
    limiter = RedisTokenBucket(url, 40, 2.0, socket_timeout=1.0, probe_interval=0.2, lease=0.5)
    for _ in range(10):
        (await limiter.acquire()).done()
    assert limiter._state.failure is None
    master.kill()
    with anyio.fail_after(40):
        while "the shared rate limit is back" not in caplog.messages:
            (await limiter.acquire()).done()
    # What the replica may have missed counts for a period and the lease.
    with anyio.fail_after(20):
        for _ in range(30):
            (await limiter.acquire()).done()
    assert limiter._state.failure is None
    assert limiter.stats.losses == 1
    await limiter.aclose()
