"""Ctrl-C while several tasks run: a plain KeyboardInterrupt, on both event loops."""

from __future__ import annotations

import signal
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import anyio
import anyio.lowlevel
import httpx
import pytest

from journeybee import JourneyBee, RetryPolicy
from journeybee.concurrency.loops import plain
from tests.pipeline_harness import KEY, CountingLimiter

Raise = Callable[[], object]


def by_signal() -> None:
    signal.raise_signal(signal.SIGINT)


def by_exception() -> None:
    raise KeyboardInterrupt


@pytest.fixture(autouse=True)
def default_handler() -> Iterator[None]:
    handler = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, handler)


async def one_call(client: JourneyBee) -> None:
    await client.tags.create(label="x", association="lead")


async def many(client: JourneyBee) -> None:
    await client.tags.create.many({"label": str(n), "association": "lead"} for n in range(20))


async def prefetch(client: JourneyBee) -> None:
    async with client.leads.list(per_page=1).prefetch(3) as leads:
        async for _ in leads:
            pass


# An exception of this kind inside a task of asyncio ends the whole loop at once.
WAYS = [("asyncio", by_signal), ("trio", by_signal), ("trio", by_exception)]


@pytest.mark.parametrize("use", [one_call, many, prefetch])
@pytest.mark.parametrize(("loop", "interrupt"), WAYS)
def test_ctrl_c_is_a_plain_keyboard_interrupt(
    loop: str, interrupt: Raise, use: Callable[[JourneyBee], Awaitable[None]]
) -> None:
    requests = 0
    limiter = CountingLimiter()

    async def answer(_request: httpx.Request) -> httpx.Response:
        nonlocal requests
        number = requests = requests + 1
        await anyio.lowlevel.checkpoint()
        if number == (1 if use is one_call else 3):
            interrupt()
            await anyio.sleep(3600)
        page = {"data": [{"uuid": str(number)}], "pagination": {"total": 9, "total_pages": 9}}
        return httpx.Response(200, json=page)

    async def program() -> None:
        async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as http_client:
            retry = RetryPolicy(max_retries=0)
            client = JourneyBee(KEY, http_client=http_client, limiter=limiter, retry=retry)
            await use(client)

    with pytest.raises(KeyboardInterrupt):
        anyio.run(program, backend=loop)
    assert limiter.open == 0


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (ValueError("x"), ValueError),
        (BaseExceptionGroup("", [KeyboardInterrupt()]), KeyboardInterrupt),
        (
            BaseExceptionGroup(
                "", [ValueError(), BaseExceptionGroup("", [OSError(), SystemExit(3)])]
            ),
            SystemExit,
        ),
        (ExceptionGroup("", [ValueError("x")]), ExceptionGroup),
        (BaseExceptionGroup("", [GeneratorExit()]), BaseExceptionGroup),
    ],
)
def test_an_interrupt_comes_out_of_its_groups(error: Any, expected: type[BaseException]) -> None:
    found = plain(error)
    assert type(found) is expected
    assert expected is not type(error) or found is error


@pytest.mark.parametrize("others", [[], [OSError("the other address")]])
async def test_ctrl_c_comes_out_of_the_task_group_of_a_connect(others: list[Exception]) -> None:
    limiter = CountingLimiter()

    async def connect(_request: httpx.Request) -> httpx.Response:
        await anyio.lowlevel.checkpoint()
        raise BaseExceptionGroup("", [*others, KeyboardInterrupt()])

    async with httpx.AsyncClient(transport=httpx.MockTransport(connect)) as http_client:
        client = JourneyBee(KEY, http_client=http_client, limiter=limiter)
        # Caught inside the task: asyncio ends the whole loop otherwise.
        with pytest.raises(KeyboardInterrupt):
            await one_call(client)
    assert limiter.account == (0, 1, 0)
