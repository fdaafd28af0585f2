"""Waits on the clock of a sandbox: at once where it says so, in the order of their ends."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from typing import Any

import anyio
import anyio.lowlevel
import pytest

from journeybee import APITimeoutError, RateLimitError, RateLimitWaitError, RetryPolicy
from journeybee.sandbox import Sandbox

NEVER = RetryPolicy(max_retries=0)


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox(world="tiny", rate_limit=None, skip_waits=True)


@pytest.fixture(autouse=True)
def soon() -> Iterator[None]:
    """No test here takes the time that it simulates."""
    began = time.monotonic()
    yield
    assert time.monotonic() - began < 4


async def passed(sandbox: Sandbox, call: Any) -> float:
    """The seconds that pass on the clock of the sandbox."""
    began = sandbox.clock.seconds()
    await call
    return sandbox.clock.seconds() - began


async def get(client: Any) -> object:
    return await client.request("GET", "/leads/")


@pytest.mark.parametrize("status", [429, 503])
async def test_retry_after_takes_no_time(sandbox: Sandbox, status: int) -> None:
    sandbox.faults.add(status=status, retry_after=5, times=2)
    before = sandbox.clock.now()
    assert 10 <= await passed(sandbox, get(sandbox.client())) < 14
    assert 10 <= (sandbox.clock.now() - before).total_seconds() < 14
    assert [request.status for request in sandbox.requests] == [status, status, 200]


def test_retry_after_takes_no_time_in_a_blocking_client(sandbox: Sandbox) -> None:
    sandbox.faults.add(status=429, retry_after=5, times=2)
    began = sandbox.clock.seconds()
    with sandbox.blocking_client() as client:
        assert len(client.leads.list().page()) == 12
    assert 10 <= sandbox.clock.seconds() - began < 14


def test_a_view_has_the_sandbox_of_its_client(sandbox: Sandbox) -> None:
    assert sandbox.client().with_options(timeout=1).sandbox is sandbox
    with sandbox.blocking_client() as client:
        assert client.with_options(timeout=1).sandbox is sandbox


async def test_the_deadline_is_on_that_clock(sandbox: Sandbox) -> None:
    sandbox.faults.add(status=429, retry_after=5)
    client = sandbox.client(retry=RetryPolicy(max_retries=9, deadline=12))
    with pytest.raises(RateLimitError):
        await get(client)
    assert len(sandbox.requests) == 3


async def test_latency_obeys_the_timeout_of_an_attempt(sandbox: Sandbox) -> None:
    fault = sandbox.faults.add(latency=20)
    client = sandbox.client(timeout=25, retry=NEVER)
    assert 20 <= await passed(sandbox, get(client)) < 22
    with pytest.raises(APITimeoutError):
        assert 5 <= await passed(sandbox, get(client.with_options(timeout=5))) < 7
    sandbox.faults.remove(fault)
    sandbox.faults.add(latency=20, drop="before", times=1)
    with pytest.raises(APITimeoutError):
        await get(client.with_options(timeout=5))


async def test_latency_obeys_the_timeout_in_real_time() -> None:
    sandbox = Sandbox(world="tiny")
    sandbox.faults.add(latency=20)
    with pytest.raises(APITimeoutError):
        await get(sandbox.client(timeout=0.02, retry=NEVER))


async def test_the_limiter_waits_on_that_clock() -> None:
    sandbox = Sandbox(world="tiny", rate_limit=10, skip_waits=True)
    client = sandbox.client(requests_per_minute=10)
    began = sandbox.clock.seconds()
    async with anyio.create_task_group() as tasks:
        for _ in range(32):
            tasks.start_soon(get, client)
    assert 120 < sandbox.clock.seconds() - began < 240
    assert {request.status for request in sandbox.requests} == {200}


async def test_max_wait_is_on_that_clock(sandbox: Sandbox) -> None:
    client = sandbox.client(requests_per_minute=1).with_options(max_wait=30)
    await get(client)
    with pytest.raises(RateLimitWaitError):
        await get(client)
    sandbox.clock.advance(60)
    await get(client)


async def test_waits_end_in_their_order(sandbox: Sandbox) -> None:
    ended: list[float] = []
    began = sandbox.clock.seconds()

    async def sleep(seconds: float) -> None:
        await sandbox.clock.sleep(seconds)
        ended.append(seconds)

    async with anyio.create_task_group() as tasks:
        for seconds in (5, 1, 3, 0.5):
            tasks.start_soon(sleep, seconds)
    assert ended == [0.5, 1, 3, 5]
    assert 5 <= sandbox.clock.seconds() - began < 6


async def test_an_event_ends_a_wait_before_it_moves_the_clock(sandbox: Sandbox) -> None:
    for seconds in (1000.0, math.inf):
        event = anyio.Event()
        began = sandbox.clock.seconds()
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(sandbox.clock.wait, event, seconds)
            await anyio.lowlevel.checkpoint()
            event.set()
        assert sandbox.clock.seconds() - began < 10


async def test_a_cancelled_wait_holds_no_other_up(sandbox: Sandbox) -> None:
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(sandbox.clock.sleep, 5)
        await anyio.lowlevel.checkpoint()
        tasks.cancel_scope.cancel()
    assert 100 <= await passed(sandbox, sandbox.clock.sleep(100)) < 102
    sandbox.clock.skip_waits = False
    assert await passed(sandbox, sandbox.clock.sleep(0.01)) >= 0.01
