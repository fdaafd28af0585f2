"""Figures of paging that take long to measure: speed, killed processes, memory.

The tests run short versions. Run the long ones, about ten minutes in all, by

    python -m tests.paging_proofs [speed] [kills] [memory]
"""

from __future__ import annotations

import gc
import json
import logging
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import tracemalloc
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import anyio
import httpx
import trio  # noqa: TID251 - it has a clock that jumps
import trio.testing  # noqa: TID251

from journeybee import JourneyBee, RateLimiter, RetryPolicy, TokenBucket

ROOT = Path(__file__).parents[1]
PAGES = 40


def free_limiter() -> TokenBucket:
    return TokenBucket(limit=10_000_000, period=60.0, burst=10_000_000)


def body(target: str, rows: int) -> dict[str, Any]:
    """The page that a URL asks for, of so many rows."""
    query = parse_qs(urlsplit(target).query)
    number, size = int(query.get("page", ["1"])[0]), int(query["per_page"][0])
    total_pages = -(-rows // size)
    counts = {"page": number, "per_page": size, "total": rows, "total_pages": total_pages}
    indices = range((number - 1) * size, min(number * size, rows))
    return {"data": [{"uuid": str(index)} for index in indices], "pagination": counts}


@contextmanager
def serving(rows: int, seconds: float) -> Iterator[tuple[str, list[str]]]:
    """A real server that takes its time over each page; yields its URL and what it was asked."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            asked.append(self.path)
            time.sleep(seconds)
            content = json.dumps(body(self.path, rows)).encode()
            self.send_response(200)
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def handle(self) -> None:
            try:
                super().handle()
            except ConnectionError:
                self.close_connection = True  # a client that was killed

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/v1", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


async def drain(client: JourneyBee, per_page: int, ahead: int) -> int:
    """Drain all leads, plain for 0 pages ahead; returns how many there were."""
    pager, rows = client.leads.list(per_page=per_page), 0
    if ahead:
        async with pager.prefetch(ahead) as items:
            async for _ in items:
                rows += 1
    else:
        async for _ in pager:
            rows += 1
    return rows


# ------------------------------------------------------------------------------------- speed


def seconds_in_virtual_time(ahead: int, limit: int | None = None) -> float:
    """How long 40 pages of 100 ms each take, on a clock that jumps from event to event."""
    asked: list[str] = []

    async def answer(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        await anyio.sleep(0.1)
        return httpx.Response(200, json=body(str(request.url), PAGES * 5))

    async def run() -> float:
        limiter: RateLimiter = free_limiter()
        if limit is not None:
            limiter = TokenBucket(limit, 60.0, clock=anyio.current_time)
        begin = anyio.current_time()
        client = JourneyBee(
            "key",
            limiter=limiter,
            http_client=httpx.AsyncClient(transport=httpx.MockTransport(answer)),
        )
        assert await drain(client, 5, ahead) == PAGES * 5
        return anyio.current_time() - begin

    seconds = trio.run(run, clock=trio.testing.MockClock(autojump_threshold=0))
    assert len(asked) == len(set(asked)) == PAGES
    return seconds


def seconds_of_the_limit(limit: int) -> float:
    """How long the limiter alone takes to grant 40 permits to four at a time of 100 ms each."""

    async def run() -> float:
        limiter = TokenBucket(limit, 60.0, clock=anyio.current_time)
        begin = anyio.current_time()

        async def worker() -> None:
            for _ in range(PAGES // 4):
                permit = await limiter.acquire()
                await anyio.sleep(0.1)
                permit.done()

        async with anyio.create_task_group() as tasks:
            for _ in range(4):
                tasks.start_soon(worker)
        return anyio.current_time() - begin

    return trio.run(run, clock=trio.testing.MockClock(autojump_threshold=0))


def seconds_over_http(ahead: int) -> float:
    """The same over real sockets and real time."""

    async def run(url: str) -> float:
        async with JourneyBee("key", base_url=url, limiter=free_limiter()) as client:
            await client.leads.list(per_page=5).count()  # connecting is not what is measured
            begin = time.perf_counter()
            assert await drain(client, 5, ahead) == PAGES * 5
            return time.perf_counter() - begin

    with serving(PAGES * 5, 0.1) as (url, asked):
        seconds = anyio.run(run, url)
    assert len(asked) == 1 + PAGES
    return seconds


# ------------------------------------------------------------------------------------- kills


def lost_and_doubled(kills: int, *, rows: int, seed: int = 0) -> tuple[int, int, int]:
    """Kill a drain that stores its token with its rows, and resume it, again and again.

    Returns how many rows were lost, how many doubled, and how many kills met a drain half done.
    """
    chance = random.Random(seed)
    met = 0
    with serving(rows, 0.005) as (url, _), tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "leads.sqlite"
        command = [sys.executable, "-m", "tests.paging_drainer", url, str(database)]
        path = f"{ROOT}{os.pathsep}{ROOT / 'generated'}"
        for _ in range(kills):
            before = len(_stored(database))
            process = subprocess.Popen(command, cwd=ROOT, env={"PYTHONPATH": path})
            while process.poll() is None and len(_stored(database)) == before:
                time.sleep(0.005)
            time.sleep(chance.uniform(0, 0.1))
            process.send_signal(signal.SIGKILL)
            met += process.wait() == -signal.SIGKILL and len(_stored(database)) < rows
        subprocess.run(command, cwd=ROOT, env={"PYTHONPATH": path}, check=True)
        seen = Counter(_stored(database))
    doubled = sum(count - 1 for count in seen.values())
    return len({str(index) for index in range(rows)} - set(seen)), doubled, met


def _stored(database: Path) -> list[str]:
    if not database.exists():
        return []
    with closing(sqlite3.connect(database)) as connection:
        try:
            return [uuid for (uuid,) in connection.execute("SELECT uuid FROM leads")]
        except sqlite3.OperationalError:  # the table is not there yet
            return []


# ------------------------------------------------------------------------------------ memory


def memory_growth(rows: int, ahead: int) -> tuple[int, int]:
    """Bytes by which a drain grows after its first tenth: traced by Python, and resident."""

    async def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json=body(str(request.url), rows))

    async def run() -> tuple[int, int]:
        client = JourneyBee(
            "key",
            limiter=free_limiter(),
            http_client=httpx.AsyncClient(transport=httpx.MockTransport(answer)),
            retry=RetryPolicy(max_retries=0),
        )
        seen, traced, resident = 0, 0, 0
        async with client.leads.list(per_page=100).prefetch(ahead) as leads:
            async for _ in leads:
                seen += 1
                if seen == rows // 10:
                    gc.collect()
                    traced, resident = tracemalloc.get_traced_memory()[0], _resident()
                    tracemalloc.reset_peak()
        assert seen == rows
        return tracemalloc.get_traced_memory()[1] - traced, _resident() - resident

    tracemalloc.start()
    try:
        return anyio.run(run)
    finally:
        tracemalloc.stop()


def _resident() -> int:
    """The most memory that this process has had so far."""
    import resource  # Windows has none, and other tests use this module there.

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def report(proofs: list[str]) -> Iterator[str]:
    """The lines of the long versions."""
    if "speed" in proofs:
        plain, ahead = seconds_over_http(0), seconds_over_http(4)
        yield f"40 pages of 100 ms: {plain:.2f} s, prefetch(4) {ahead:.2f} s, {plain / ahead:.2f}x"
        alone, limited = seconds_of_the_limit(100), seconds_in_virtual_time(4, 100)
        yield f"under 100 a minute: {limited:.2f} s, the limit's own {alone:.2f} s"
    if "kills" in proofs:
        lost, doubled, met = lost_and_doubled(50, rows=20_000)
        yield f"50 kills, {met} in the middle: {lost} rows lost, {doubled} doubled"
    if "memory" in proofs:
        traced, resident = (size / 2**20 for size in memory_growth(1_000_000, 4))
        yield f"a million items: {traced:.2f} MiB more traced, {resident:.2f} MiB more resident"


if __name__ == "__main__":
    # The rows of the servers have nothing but a uuid.
    logging.getLogger("journeybee.drift").setLevel(logging.ERROR)
    for line in report(sys.argv[1:] or ["speed", "kills", "memory"]):
        print(line, flush=True)  # noqa: T201 - a program prints
