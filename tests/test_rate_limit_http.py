"""Thirty-two workers against a real server that counts: the window is kept, and it is used.

The one test here that takes real time: the guarantee is about a real server's clock, real
connections and real delays, which no injected clock has.
"""

from __future__ import annotations

import bisect
import time
from contextlib import suppress

import anyio
import anyio.abc

from journeybee.limits import TokenBucket
from journeybee.pipeline import Pipeline
from journeybee.settings import resolve_settings
from tests.pipeline_harness import get

LIMIT, PERIOD, SECONDS = 100, 6.0, 18.0


class CountingServer:
    """Answers 200, or 429 to what comes on top of `LIMIT` in the last `PERIOD` seconds."""

    def __init__(self) -> None:
        self.arrivals: list[float] = []
        self.refused = 0

    async def serve(self, stream: anyio.abc.ByteStream) -> None:
        async with stream:
            with suppress(anyio.EndOfStream, anyio.BrokenResourceError):
                pending = b""
                while True:
                    while b"\r\n\r\n" not in pending:
                        pending += await stream.receive()
                    _request, _, pending = pending.partition(b"\r\n\r\n")
                    await stream.send(self.answer())

    def answer(self) -> bytes:
        now = time.monotonic()
        self.arrivals.append(now)
        in_window = len(self.arrivals) - bisect.bisect_left(self.arrivals, now - PERIOD)
        if in_window > LIMIT:
            self.refused += 1
            return b"HTTP/1.1 429 Too Many\r\nretry-after: 1\r\ncontent-length: 0\r\n\r\n"
        return b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}"

    def most_in_a_window(self) -> int:
        return max(
            bisect.bisect_left(self.arrivals, first + PERIOD) - index
            for index, first in enumerate(self.arrivals)
        )


async def test_saturated_for_three_windows() -> None:
    server = CountingServer()
    listener = await anyio.create_tcp_listener(local_host="127.0.0.1")
    port = listener.extra(anyio.abc.SocketAttribute.local_port)
    settings = resolve_settings(
        default_base_url=f"http://127.0.0.1:{port}", api_key="jb_test_0123456789", environ={}
    )
    limiter = TokenBucket(LIMIT, PERIOD)
    pipeline = Pipeline(settings, limiter)

    async def worker() -> None:
        while True:
            await pipeline.send(get())

    async with listener, anyio.create_task_group() as tasks:
        tasks.start_soon(listener.serve, server.serve)
        with anyio.move_on_after(SECONDS):
            async with anyio.create_task_group() as workers:
                for _ in range(32):
                    workers.start_soon(worker)
        await pipeline.aclose()
        tasks.cancel_scope.cancel()

    assert server.most_in_a_window() <= LIMIT
    assert server.refused == 0
    assert len(server.arrivals) >= 0.97 * LIMIT * SECONDS / PERIOD
    assert limiter.stats.waiting == 0
