"""Waiting and cancellation: nothing is lost, whatever a request was waiting for."""

from __future__ import annotations

import gc
import math
from contextlib import suppress
from typing import Any

import anyio
import anyio.abc
import httpx
import pytest

from journeybee.errors import (
    AuthenticationError,
    NotFoundError,
    RateLimitError,
    RateLimitWaitError,
)
from journeybee.limits import TokenBucket
from journeybee.pipeline import Options, Pipeline, Request, RetryPolicy
from tests.pipeline_harness import (
    CountingLimiter,
    FakeTime,
    answer,
    answering,
    get,
    make_pipeline,
)


class ShutLimiter(CountingLimiter):
    """Grants nothing until `gate` is set."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = anyio.Event()
        self.waiting = 0

    async def acquire(self) -> Any:
        self.waiting += 1
        try:
            await self.gate.wait()
        finally:
            self.waiting -= 1
        return await super().acquire()


async def free_slots(pipeline: Pipeline) -> int:
    return pipeline.connections.here().slots.value


async def test_max_wait_bounds_the_wait_for_the_limiter_and_for_a_slot() -> None:
    limiter = ShutLimiter()
    pipeline = make_pipeline(answering(answer(200)), limiter, max_connections=1)
    with pytest.raises(RateLimitWaitError, match=r"within 0\.02 s") as caught:
        await pipeline.send(get(), Options(max_wait=0.02))
    assert caught.value.max_wait == 0.02
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(pipeline.send, get())
        await anyio.wait_all_tasks_blocked()
        # The only slot is taken by a request that waits for the limiter.
        with pytest.raises(RateLimitWaitError):
            await pipeline.send(get(), Options(max_wait=0.02))
        limiter.gate.set()
    assert await free_slots(pipeline) == 1
    assert (limiter.account, limiter.waiting) == ((0, 1, 0), 0)


async def test_max_wait_of_nothing_still_sends_what_may_go_at_once() -> None:
    pipeline = make_pipeline(answering(answer(200)), TokenBucket(), max_connections=1)
    for _ in range(20):
        await pipeline.send(get(), Options(max_wait=0))
    with pytest.raises(RateLimitWaitError):
        await pipeline.send(get(), Options(max_wait=0))


async def test_the_deadline_bounds_the_wait_too() -> None:
    pipeline = make_pipeline(answering(answer(200)), ShutLimiter())
    with anyio.fail_after(5), pytest.raises(RateLimitWaitError):
        await pipeline.send(get(), Options(max_wait=50, retry=RetryPolicy(deadline=0.02)))


async def test_infinite_max_wait_lifts_an_outer_one() -> None:
    limiter = ShutLimiter()
    pipeline = make_pipeline(answering(answer(200)), limiter, options=Options(max_wait=0.001))
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(pipeline.send, get(), Options(max_wait=math.inf))
        await anyio.sleep(0.05)
        limiter.gate.set()
    assert limiter.done == 1


async def cancel_when_blocked(pipeline: Pipeline, request: Request | None = None) -> None:
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(pipeline.send, request or get())
        await anyio.wait_all_tasks_blocked()
        tasks.cancel_scope.cancel()


async def test_cancelled_while_waiting_for_the_limiter() -> None:
    limiter = ShutLimiter()
    pipeline = make_pipeline(answering(answer(200)), limiter, max_connections=2)
    await cancel_when_blocked(pipeline)
    assert await free_slots(pipeline) == 2
    assert (limiter.account, limiter.waiting) == ((0, 0, 0), 0)


async def test_cancelled_while_waiting_for_a_slot() -> None:
    limiter = ShutLimiter()
    pipeline = make_pipeline(answering(answer(200)), limiter, max_connections=1)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(pipeline.send, get())
        await anyio.wait_all_tasks_blocked()
        await cancel_when_blocked(pipeline)
        assert limiter.waiting == 1
        limiter.gate.set()
    assert await free_slots(pipeline) == 1
    assert limiter.account == (0, 1, 0)


async def test_cancelled_while_sending_counts_as_sent() -> None:
    async def handler(_request: httpx.Request) -> httpx.Response:
        await anyio.sleep_forever()
        raise AssertionError

    limiter = CountingLimiter()
    pipeline = make_pipeline(handler, limiter, max_connections=2)
    await cancel_when_blocked(pipeline)
    assert await free_slots(pipeline) == 2
    assert limiter.account == (0, 1, 0)


async def test_cancelled_while_sleeping_before_a_retry() -> None:
    async def sleep(_seconds: float) -> None:
        await anyio.sleep_forever()

    limiter = CountingLimiter()
    pipeline = make_pipeline(answering(answer(500)), limiter, max_connections=2, _sleep=sleep)
    await cancel_when_blocked(pipeline)
    # Nothing is held during the pause, so nothing is lost with it.
    assert await free_slots(pipeline) == 2
    assert limiter.account == (0, 1, 0)


async def cancel_over_a_silent_server(scheme: str) -> tuple[CountingLimiter, Pipeline, bytes]:
    """Send to a server that accepts and never answers; cancel once it has got something."""
    received = b""
    limiter = CountingLimiter()
    listener = await anyio.create_tcp_listener(local_host="127.0.0.1")
    port = listener.extra(anyio.abc.SocketAttribute.local_port)
    pipeline = make_pipeline(None, limiter, base_url=f"{scheme}://127.0.0.1:{port}")
    got_something = anyio.Event()

    async def silent(stream: anyio.abc.SocketStream) -> None:
        nonlocal received
        async with stream:
            with suppress(anyio.EndOfStream, anyio.BrokenResourceError):
                received += await stream.receive()
                got_something.set()
                await stream.receive()

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(listener.serve, silent)
        async with anyio.create_task_group() as sending:
            sending.start_soon(pipeline.send, get())
            with anyio.fail_after(5):
                await got_something.wait()
            sending.cancel_scope.cancel()
        tasks.cancel_scope.cancel()
    await listener.aclose()
    return limiter, pipeline, received


async def test_cancelled_while_reading_over_a_real_connection_counts_as_sent() -> None:
    limiter, pipeline, received = await cancel_over_a_silent_server("http")
    assert received.startswith(b"GET /leads/1 HTTP/1.1\r\n")
    assert await free_slots(pipeline) == 10
    assert limiter.account == (0, 1, 0)
    await pipeline.aclose()


# httpcore leaves the socket of a cancelled handshake to the garbage collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")
async def test_cancelled_during_the_tls_handshake_counts_as_unsent() -> None:
    limiter, pipeline, received = await cancel_over_a_silent_server("https")
    assert b"GET" not in received
    assert await free_slots(pipeline) == 10
    assert limiter.account == (0, 0, 1)
    await pipeline.aclose()
    gc.collect()


async def test_a_token_bucket_is_whole_again_after_a_storm_of_cancellations() -> None:
    async def handler(_request: httpx.Request) -> httpx.Response:
        await anyio.sleep(0.002)
        return httpx.Response(200)

    limiter = TokenBucket(50, 0.2, 10)
    pipeline = make_pipeline(handler, limiter, max_connections=4)
    async with anyio.create_task_group() as tasks:
        for number in range(60):
            scope = anyio.CancelScope(deadline=anyio.current_time() + number % 7 * 0.01)

            async def call(scope: anyio.CancelScope = scope) -> None:
                with scope:
                    await pipeline.send(get())

            tasks.start_soon(call)
    await anyio.sleep(0.25)
    assert limiter.stats.waiting == 0
    limiter._core.delay(limiter._clock())
    assert (limiter._core.free, limiter._core.open_slots) == (50, 0)
    assert await free_slots(pipeline) == 4


async def test_success_after_errors_of_the_caller_leaves_no_trace() -> None:
    pipeline = make_pipeline(answering(answer(404), answer(401), answer(200)), max_connections=1)
    with pytest.raises(NotFoundError):
        await pipeline.send(get())
    with pytest.raises(AuthenticationError):
        await pipeline.send(get())
    assert (await pipeline.send(get())).status_code == 200


async def test_a_pause_that_is_too_long_to_wait_for_refuses_calls(
    caplog: pytest.LogCaptureFixture,
) -> None:
    limiter, time = CountingLimiter(), FakeTime()
    answers = answering(answer(429, "3600"), answer(200))
    pipeline = make_pipeline(answers, limiter, time=time)
    with pytest.raises(RateLimitError):
        await pipeline.send(get())
    assert "this client sends nothing for 3600 s" in caplog.text
    for _ in range(2):
        time.now += 1000
        with pytest.raises(RateLimitWaitError, match="asked to send nothing for another"):
            await pipeline.send(get())
    assert limiter.account == (0, 1, 0)
    time.now += 1600
    assert (await pipeline.send(get())).status_code == 200
