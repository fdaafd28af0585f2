"""Thirty-two workers against real servers that count: the limit holds, and it is used.

This test takes real time, because the guarantee is about a real server's clock, real connections
and real delays. `JOURNEYBEE_TEST_SECONDS=60` makes it
longer.
"""

from __future__ import annotations

import math
import os
import random
import socket
import struct
import time
from contextlib import suppress

import anyio
import anyio.abc
import pytest

from journeybee.errors import APIConnectionError, ServerError
from journeybee.limits import TokenBucket
from journeybee.pipeline import Pipeline
from journeybee.settings import resolve_settings
from tests.busy_machine import in_one_of_three
from tests.limiting_servers import Bucket, Fixed, Server, Sliding, most_in_a_window
from tests.pipeline_harness import get

LIMIT, PERIOD, WORKERS = 100, 6.0, 32
SECONDS = float(os.environ.get("JOURNEYBEE_TEST_SECONDS", "12"))
RESETS, ERRORS = 0.05, 0.02


def answer(status: str, body: bytes = b"{}") -> bytes:
    return f"HTTP/1.1 {status}\r\ncontent-length: {len(body)}\r\n\r\n".encode() + body


class CountingServer:
    """Counts arrivals after a varying delay, and answers after another one."""

    def __init__(self, limit: Server) -> None:
        self.limit = limit
        self.random = random.Random(7)
        self.arrivals: list[float] = []
        self.refused = self.broken = self.failed = 0

    async def serve(self, stream: anyio.abc.SocketStream) -> None:
        async with stream:
            with suppress(anyio.EndOfStream, anyio.BrokenResourceError):
                pending = b""
                while True:
                    while b"\r\n\r\n" not in pending:
                        pending += await stream.receive()
                    _request, _, pending = pending.partition(b"\r\n\r\n")
                    await self.delay()
                    response = self.respond()
                    await self.delay()
                    if response is None:
                        reset(stream)
                        return
                    await stream.send(response)

    async def delay(self) -> None:
        await anyio.sleep(self.random.lognormvariate(math.log(0.02), 0.8))

    def respond(self) -> bytes | None:
        now = time.monotonic()
        self.arrivals.append(now)
        if wait := self.limit.retry_after(now):
            self.refused += 1
            return answer(f"429 Too Many Requests\r\nretry-after: {math.ceil(wait)}")
        chance = self.random.random()
        if chance < RESETS:
            self.broken += 1
            return None
        if chance < RESETS + ERRORS:
            self.failed += 1
            return answer("500 Internal Server Error")
        return answer("200 OK")


def reset(stream: anyio.abc.SocketStream) -> None:
    """Make the close that follows a reset."""
    raw: socket.socket = stream.extra(anyio.abc.SocketAttribute.raw_socket)
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


async def saturate(server: CountingServer, limiter: TokenBucket) -> None:
    listener = await anyio.create_tcp_listener(local_host="127.0.0.1")
    port = listener.extra(anyio.abc.SocketAttribute.local_port)
    settings = resolve_settings(
        default_base_url=f"http://127.0.0.1:{port}", api_key="jb_test_0123456789", environ={}
    )
    pipeline = Pipeline(settings, limiter)

    async def worker() -> None:
        while True:
            with suppress(APIConnectionError, ServerError):
                await pipeline.send(get())

    async with listener, anyio.create_task_group() as tasks:
        tasks.start_soon(listener.serve, server.serve)
        with anyio.move_on_after(SECONDS):
            async with anyio.create_task_group() as workers:
                for _ in range(WORKERS):
                    workers.start_soon(worker)
        await pipeline.aclose()
        tasks.cancel_scope.cancel()


@pytest.mark.thorough
@pytest.mark.parametrize("loop", ["asyncio", "trio"])
def test_saturated_for_several_windows(loop: str) -> None:
    def use() -> dict[str, bool]:
        rates = run_saturated(loop)
        return {f"{rates=}": min(rates) >= 0.97}

    in_one_of_three(use)


def run_saturated(loop: str) -> list[float]:
    """Saturate a server of each kind at once; returns the used share of each limit."""
    runs = [
        (CountingServer(kind(LIMIT, PERIOD)), TokenBucket(LIMIT, PERIOD))
        for kind in (Sliding, Fixed, Bucket)
    ]

    async def saturate_all() -> None:
        async with anyio.create_task_group() as tasks:
            for server, limiter in runs:
                tasks.start_soon(saturate, server, limiter)

    anyio.run(saturate_all, backend=loop)
    for server, limiter in runs:
        assert server.refused == 0
        assert most_in_a_window(server.arrivals, PERIOD) <= LIMIT
        assert limiter.stats.waiting == 0
    assert all(
        sum(getattr(server, fault) for server, _ in runs) > 0 for fault in ("broken", "failed")
    )
    return [len(server.arrivals) / (LIMIT * SECONDS / PERIOD) for server, _ in runs]
