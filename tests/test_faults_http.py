"""Faults on a real socket: what the server saw, and what is raised."""

from __future__ import annotations

import logging
import math
import random
import socket
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import anyio
import attrs
import pytest

from journeybee.errors import (
    APIConnectionError,
    APIStatusError,
    APITimeoutError,
    RateLimitError,
    ServerError,
)
from journeybee.pipeline import Options, Pipeline, Request, RetryPolicy
from tests.fault_server import (
    Fault,
    FaultServer,
    answer,
    drip,
    drip_for_ever,
    reset_before_headers,
    reset_mid_body,
    silence,
    truncated_body,
)
from tests.pipeline_harness import KEY, CountingLimiter, make_pipeline
from tests.test_secrecy import everything_shown, record_text
from tests.test_telemetry import Watched

RETRIES = 2
OPTIONS = Options(retry=RetryPolicy(max_retries=RETRIES))
# Long enough for a busy machine to connect.
IMPATIENT = Options(retry=RetryPolicy(max_retries=RETRIES), timeout=0.6)
IDEMPOTENT = ("GET", "PUT", "DELETE")
METHODS = (*IDEMPOTENT, "POST", "PATCH")


@attrs.frozen
class Case:
    """A fault, how many requests the server sees if all have it, and what is raised."""

    fault: Fault
    idempotent: int
    writes: int
    raised: type[Exception]
    options: Options = OPTIONS


ALWAYS = RETRIES + 1
CASES = {
    "reset before headers": Case(reset_before_headers, ALWAYS, 1, APIConnectionError),
    "reset mid-body": Case(reset_mid_body, ALWAYS, 1, APIConnectionError),
    "read timeout": Case(silence, ALWAYS, 1, APITimeoutError, IMPATIENT),
    "truncated body": Case(truncated_body, ALWAYS, 1, APIConnectionError),
    "408": Case(answer(408), ALWAYS, 1, APIStatusError),
    "429": Case(answer(429), ALWAYS, ALWAYS, RateLimitError),
    "429 Retry-After": Case(answer(429, "Retry-After: 7"), ALWAYS, ALWAYS, RateLimitError),
    "429 long Retry-After": Case(answer(429, "Retry-After: 121"), 1, 1, RateLimitError),
    "500": Case(answer(500), ALWAYS, 1, ServerError),
    "502": Case(answer(502), ALWAYS, 1, ServerError),
    "503": Case(answer(503), ALWAYS, 1, ServerError),
    "503 Retry-After": Case(answer(503, "Retry-After: 7"), ALWAYS, ALWAYS, ServerError),
    "520": Case(answer(520), 1, 1, ServerError),
    "redirect": Case(answer(307, "Location: /v1/elsewhere"), 1, 1, APIStatusError),
    "huge header": Case(answer(200, "X-Huge: " + "x" * 200_000), ALWAYS, 1, APIConnectionError),
}


def request(method: str) -> Request:
    content = None if method in ("GET", "DELETE") else ("application/json", b'{"name": "x"}')
    return Request(method, "/leads/{uuid}", "/leads/1", content=content)


async def nothing_is_left(pipeline: Pipeline, limiter: CountingLimiter, attempts: int) -> None:
    """All slots are free, all permits settled, no connection is in use; closes the pipeline."""
    assert pipeline.connections.here().slots.value == 10
    assert limiter.open == 0
    assert limiter.done + limiter.unsent == attempts
    clients: Any = pipeline.connections.here().clients
    assert len(clients._idle) == len(clients._opened)
    pools = [client._transport._pool for client in clients._opened]
    assert all(connection.is_idle() for pool in pools for connection in pool.connections)
    await pipeline.aclose()


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("name", CASES)
async def test_fault(name: str, method: str, caplog: pytest.LogCaptureFixture) -> None:
    case = CASES[name]
    limiter, watched = CountingLimiter(), Watched()
    seen = case.idempotent if method in IDEMPOTENT else case.writes
    with FaultServer(case.fault) as server, caplog.at_level(logging.DEBUG):
        pipeline = make_pipeline(None, limiter, base_url=server.url, hooks=[watched.hooks])
        with pytest.raises(case.raised) as caught:
            await pipeline.send(request(method), case.options)
        await nothing_is_left(pipeline, limiter, seen)
        assert server.wait_for_requests(seen)
        assert server.wait_until_closed()
    assert server.requests == [f"{method} /v1/leads/1"] * seen
    assert type(caught.value) is case.raised
    assert isinstance(caught.value, APIStatusError | APIConnectionError)
    assert caught.value.retries == seen - 1
    assert (limiter.done, limiter.unsent) == (seen, 0)
    assert len(limiter.cool_downs) == (seen if "429" in name else 0)
    assert KEY not in everything_shown(caught.value)
    assert all(KEY not in record_text(record) for record in caplog.records)
    assert len(watched.spans) == seen + 1
    assert all(KEY not in span.to_json() for span in watched.spans)


@pytest.mark.parametrize("method", METHODS)
async def test_refused(method: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    limiter = CountingLimiter()
    pipeline = make_pipeline(None, limiter, base_url=f"http://127.0.0.1:{port}")
    with pytest.raises(APIConnectionError, match="nothing was sent") as caught:
        await pipeline.send(request(method), OPTIONS)
    assert caught.value.retries == RETRIES
    assert limiter.unsent == ALWAYS
    await nothing_is_left(pipeline, limiter, ALWAYS)


@pytest.mark.parametrize("method", METHODS)
async def test_a_slow_drip_is_read_to_its_end(method: str) -> None:
    limiter = CountingLimiter()
    with FaultServer(drip) as server:
        pipeline = make_pipeline(None, limiter, base_url=server.url)
        response = await pipeline.send(request(method), OPTIONS)
        assert response.content == b"{}"
        await nothing_is_left(pipeline, limiter, 1)
        assert server.wait_until_closed()
        assert len(server.requests) == 1


@pytest.mark.parametrize("method", METHODS)
async def test_an_endless_drip_ends_with_the_caller_s_patience(method: str) -> None:
    limiter = CountingLimiter()
    with FaultServer(drip_for_ever) as server:
        pipeline = make_pipeline(None, limiter, base_url=server.url)
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(pipeline.send, request(method), OPTIONS)
            assert await anyio.to_thread.run_sync(server.wait_for_requests, 1)
            await anyio.sleep(0.02)
            tasks.cancel_scope.cancel()
        await nothing_is_left(pipeline, limiter, 1)
        assert server.wait_until_closed()
        assert len(server.requests) == 1


def once(fault: Fault) -> Callable[[socket.socket], None]:
    """The fault first, then a success."""
    left = [fault]

    def send(connection: socket.socket) -> None:
        (left.pop() if left else answer(200))(connection)

    return send


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("name", CASES)
async def test_what_is_repeated_succeeds_when_the_fault_is_over(name: str, method: str) -> None:
    case = CASES[name]
    if (case.idempotent if method in IDEMPOTENT else case.writes) == 1:
        return
    limiter = CountingLimiter()
    with FaultServer(once(case.fault)) as server:
        pipeline = make_pipeline(None, limiter, base_url=server.url)
        # A busy machine may take a moment to answer the second time.
        options = case.options.__replace__(timeout=1) if case.options is IMPATIENT else None
        response = await pipeline.send(request(method), options or case.options)
        assert (response.status_code, response.retries) == (200, 1)
        await nothing_is_left(pipeline, limiter, 2)


# Cancelled while it sends, httpcore does not close the generator of the body.
@pytest.mark.filterwarnings("ignore:.*ByteStream.__aiter__:pytest.PytestUnraisableExceptionWarning")
async def test_nothing_is_left_of_200_tasks_cancelled_at_random_moments() -> None:
    chance = random.Random(4)
    limiter = CountingLimiter()
    faults = [answer(200), answer(500), drip, reset_mid_body, silence]

    def send(connection: socket.socket) -> None:
        chance.choice(faults)(connection)

    async def call(number: int) -> None:
        # Each tenth completes: on a busy machine, the others may not be sent at all.
        moment = chance.random() * 0.5 if number % 10 else math.inf
        with anyio.move_on_after(moment):
            with suppress(APIStatusError, APIConnectionError):
                await pipeline.send(request(chance.choice(METHODS)), IMPATIENT)

    with FaultServer(send) as server:
        pipeline = make_pipeline(None, limiter, base_url=server.url)
        async with anyio.create_task_group() as tasks:
            for number in range(200):
                tasks.start_soon(call, number)
        assert server.requests
        await nothing_is_left(pipeline, limiter, limiter.done + limiter.unsent)
        assert server.wait_until_closed()
