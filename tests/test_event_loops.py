"""One client for a process with many event loops: jobs one after another, threads, forks."""

from __future__ import annotations

import asyncio  # noqa: TID251
import gc
import logging
import multiprocessing
import os
import socket
import threading
import traceback
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest

from journeybee import JourneyBee, RetryPolicy, TokenBucket, UsageError
from journeybee.operations.binding import caller_of
from tests.fault_server import FaultServer, response
from tests.pipeline_harness import KEY

DESCRIPTORS = Path("/proc/self/fd")
LOOPS = ["asyncio", "trio"]
forks = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")


def serve(connection: socket.socket) -> None:
    connection.sendall(response(200))


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer(serve) as server:
        yield server


def client_of(server: FaultServer, **options: Any) -> JourneyBee:
    options.setdefault("limiter", TokenBucket(100_000, 60.0, 100_000))
    return JourneyBee(KEY, base_url=server.url, retry=RetryPolicy(max_retries=0), **options)


def descriptors() -> int:
    return len(list(DESCRIPTORS.iterdir()))


def run_in_thread(program: Callable[[], object]) -> None:
    failures: list[BaseException] = []

    def guarded() -> None:
        try:
            program()
        except BaseException as error:  # noqa: BLE001
            failures.append(error)

    thread = threading.Thread(target=guarded)
    thread.start()
    thread.join(20)
    assert not thread.is_alive()
    assert not failures, failures


def in_child(program: Callable[[], object]) -> int:
    """Run it in a forked process; returns its exit status, 0 for success."""
    child = os.fork()
    if not child:
        try:
            program()
            os._exit(0)
        except BaseException:  # noqa: BLE001
            # pytest shows it if the parent fails.
            traceback.print_exc()
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@pytest.mark.skipif(not DESCRIPTORS.is_dir(), reason="this system does not list descriptors")
@pytest.mark.parametrize(
    "loops",
    [*(pytest.param([loop], marks=pytest.mark.thorough) for loop in LOOPS), LOOPS],
)
def test_a_loop_for_each_job_leaves_nothing_behind(server: FaultServer, loops: list[str]) -> None:
    client = client_of(server)

    async def job() -> None:
        async with anyio.create_task_group() as tasks:
            for _ in range(3):
                tasks.start_soon(client.request, "GET", "/x")

    counts = []
    for number in range(60):
        anyio.run(job, backend=loops[number % len(loops)])
        assert server.wait_until_closed()
        counts.append(descriptors())
    # The connections of a job are closed with its loop, whether or not garbage is collected.
    assert max(counts) - min(counts) <= 3
    assert len(server.requests) == 3 * 60


def test_a_loop_that_was_closed_without_its_last_steps_is_cleaned_up_by_the_next(
    server: FaultServer,
) -> None:
    client = client_of(server)

    def job() -> None:
        async def open_connection() -> list[Any]:
            await client.request("GET", "/x")
            return list(caller_of(client).pipeline.connections.here().sockets)

        loop = asyncio.new_event_loop()
        sockets = loop.run_until_complete(open_connection())
        loop.close()
        assert [each.fileno() != -1 for each in sockets] == [True]
        asyncio.run(client.request("GET", "/x"))
        assert [each.fileno() for each in sockets] == [-1]

    # asyncio warns of a loop that was closed before its transports.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        for _ in range(3):
            job()
            gc.collect()
    asyncio.run(client.aclose())


def test_threads_with_loops_of_their_own_keep_one_limit(server: FaultServer) -> None:
    limiter = TokenBucket(40, 60.0, 40)
    client = client_of(server, limiter=limiter)
    impatient = client.with_options(max_wait=0)
    refused: list[Exception] = []

    async def job() -> None:
        for _ in range(15):
            try:
                await impatient.request("GET", "/x")
            except Exception as error:  # noqa: BLE001
                refused.append(error)

    threads = [
        threading.Thread(target=lambda loop=loop: anyio.run(job, backend=loop))
        for loop in LOOPS * 2
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert not any(thread.is_alive() for thread in threads)
    assert len(server.requests) == limiter.stats.granted == 40
    assert {type(error).__name__ for error in refused} == {"RateLimitWaitError"}


@pytest.mark.parametrize("loop", LOOPS)
def test_closing_from_another_loop_closes_all(server: FaultServer, loop: str) -> None:
    client = client_of(server)
    ready, closed = threading.Event(), threading.Event()

    async def elsewhere() -> None:
        await client.request("GET", "/x")
        ready.set()
        await anyio.to_thread.run_sync(closed.wait)
        assert await anyio.to_thread.run_sync(server.wait_until_closed)
        with pytest.raises(UsageError, match="this client is closed"):
            await client.request("GET", "/x")

    async def close() -> None:
        await client.aclose()
        closed.set()

    def program() -> None:
        anyio.run(elsewhere, backend=loop)

    thread = threading.Thread(target=run_in_thread, args=(program,))
    thread.start()
    ready.wait(10)
    anyio.run(close)
    thread.join(20)
    assert not thread.is_alive()


def test_a_socket_that_another_loop_closed_is_not_used_again(server: FaultServer) -> None:
    client = client_of(server)

    async def job() -> None:
        await client.request("GET", "/x")
        for each in caller_of(client).pipeline.connections.here().sockets:
            each.close()
        await client.request("GET", "/x")

    anyio.run(job, backend="trio")
    assert len(server.requests) == 2


async def test_closed_while_a_call_waits_for_the_limiter() -> None:
    limiter = TokenBucket(1, 60.0, 1)
    limiter.cool_down(0.05)
    sent: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        return httpx.Response(200)

    transport = httpx.MockTransport(answer)
    async with httpx.AsyncClient(transport=transport) as http_client:
        client = JourneyBee(KEY, http_client=http_client, limiter=limiter)

        async def call() -> None:
            with pytest.raises(UsageError, match="this client is closed"):
                await client.request("GET", "/x")

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(call)
            await anyio.wait_all_tasks_blocked()
            await client.aclose()
    assert not sent
    assert limiter.stats.waiting == 0


def test_an_http_client_of_one_loop_is_refused_in_the_next(server: FaultServer) -> None:
    made: list[tuple[JourneyBee, httpx.AsyncClient]] = []

    async def first() -> None:
        http_client = httpx.AsyncClient()
        made.append((client_of(server, http_client=http_client), http_client))
        await made[0][0].request("GET", "/x")
        await made[0][0].request("GET", "/x")
        await http_client.aclose()
        made.append((client_of(server, http_client=httpx.AsyncClient()), http_client))
        caller_of(made[1][0]).pipeline.connections.here()

    async def second() -> None:
        with pytest.raises(UsageError, match="http_client is closed"):
            await made[0][0].request("GET", "/x")
        with pytest.raises(UsageError, match="leave http_client out"):
            await made[1][0].request("GET", "/x")

    anyio.run(first)
    anyio.run(second, backend="trio")
    assert len(server.requests) == 2


def test_an_http_client_without_connections_serves_any_loop() -> None:
    transport = httpx.MockTransport(lambda _: httpx.Response(200, json=[]))
    client = JourneyBee(KEY, http_client=httpx.AsyncClient(transport=transport))
    for loop in LOOPS * 2:
        anyio.run(client.request, "GET", "/x", backend=loop)


@forks
@pytest.mark.parametrize("loop", LOOPS)
def test_forked_children_have_connections_of_their_own(server: FaultServer, loop: str) -> None:
    client = client_of(server)
    results: list[int] = []

    def job() -> None:
        anyio.run(client.request, "GET", "/child", backend="asyncio")

    async def parent() -> None:
        await client.request("GET", "/before")
        results.extend([await anyio.to_thread.run_sync(in_child, job) for _ in range(2)])
        await client.request("GET", "/after")

    anyio.run(parent, backend=loop)
    assert results == [0, 0]
    assert [line.rpartition("/")[2] for line in server.requests] == [
        "before",
        *["child"] * 2,
        "after",
    ]


@forks
def test_prefork_as_servers_and_task_queues_do_it(server: FaultServer) -> None:
    client = client_of(server)
    asyncio.run(client.request("GET", "/loaded"))

    def worker() -> None:
        for loop in (*LOOPS, "asyncio"):
            anyio.run(client.request, "GET", "/x", backend=loop)

    children = [multiprocessing.get_context("fork").Process(target=worker) for _ in range(3)]
    for child in children:
        child.start()
    for child in children:
        child.join(20)
    assert [child.exitcode for child in children] == [0, 0, 0]
    assert len(server.requests) == 1 + 3 * 3
    asyncio.run(client.request("GET", "/x"))


@forks
def test_a_limiter_in_a_forked_process_says_that_it_counts_alone(
    caplog: pytest.LogCaptureFixture,
) -> None:
    limiter = TokenBucket(5, 60.0, 5)

    async def acquire(count: int) -> None:
        for _ in range(count):
            (await limiter.acquire()).done()

    async def hold() -> None:
        held = [await limiter.acquire() for _ in range(5)]
        assert in_child(child) == 0
        for permit in held:
            permit.unsent()

    def child() -> None:
        # Requests of the parent never end here; their slots are free a period later.
        assert limiter.stats.granted == 5
        assert limiter.shortest_wait() < 61
        limiter._core.delay(1e9)
        assert limiter._core.free == 5

    asyncio.run(hold())

    def warned() -> None:
        caplog.clear()
        asyncio.run(acquire(2))
        messages = [record.getMessage() for record in caplog.records]
        assert len(messages) == 1
        assert "RedisTokenBucket" in messages[0]
        assert caplog.records[0].levelno == logging.WARNING

    assert in_child(warned) == 0
    asyncio.run(acquire(2))
    assert not caplog.records


@forks
def test_a_fork_while_another_thread_holds_the_limiter_does_not_stall() -> None:
    limiter = TokenBucket()
    held, forked = threading.Event(), threading.Event()

    def hold() -> None:
        with limiter._lock:
            held.set()
            forked.wait(10)

    thread = threading.Thread(target=hold)
    thread.start()
    held.wait(10)

    async def acquire() -> None:
        with anyio.fail_after(5):
            (await limiter.acquire()).done()

    child = multiprocessing.get_context("fork").Process(target=anyio.run, args=(acquire,))
    child.start()
    child.join(10)
    forked.set()
    thread.join(10)
    code = child.exitcode
    child.kill()
    assert code == 0
