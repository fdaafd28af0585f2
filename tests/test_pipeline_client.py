"""The httpx client and the connection slots of a pipeline: made, shared, closed."""

from __future__ import annotations

import gc
import weakref
from collections.abc import AsyncIterator, Callable
from typing import Any

import anyio
import anyio.lowlevel
import httpx
import pytest
import trio  # noqa: TID251 - where httpcore takes it from
from pytest_httpx import HTTPXMock

from journeybee.errors import APIConnectionError, UsageError
from journeybee.pipeline import Request
from journeybee.pipeline.client_stack import ClientStack
from journeybee.pipeline.transport import own_clients
from tests.fault_server import FaultServer, answer
from tests.pipeline_harness import KEY, URL, CountingLimiter, get, make_pipeline


class Spy(httpx.AsyncBaseTransport):
    def __init__(self) -> None:
        self.closed = 0
        self.requests: list[httpx.Request] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        return httpx.Response(302, headers={"location": "https://evil.test/"})

    async def aclose(self) -> None:
        self.closed += 1


async def test_a_client_passed_in_is_left_open_and_its_own_habits_do_not_count() -> None:
    spy = Spy()
    client = httpx.AsyncClient(
        transport=spy,
        auth=("user", "password"),
        headers={"x-mine": "1"},
        params={"p": "1"},
        cookies={"c": "1"},
        base_url="https://other.test",
        follow_redirects=True,
    )
    pipeline = make_pipeline(None, http_client=client)
    with pytest.raises(Exception, match="redirects are never followed"):
        await pipeline.send(get())
    await pipeline.aclose()
    assert spy.closed == 0
    assert not client.is_closed
    [sent] = spy.requests
    assert str(sent.url) == f"{URL}/leads/1"
    assert sent.headers["authorization"] == f"Bearer {KEY}"
    assert "x-mine" not in sent.headers
    assert "cookie" not in sent.headers
    # The key is in the request alone, not in what the client sends by default.
    assert KEY not in str(client.headers.raw)
    await client.aclose()


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[httpx.AsyncClient]:
    """The own clients, when they are made."""
    made: list[httpx.AsyncClient] = []

    def recorded(base_url: str) -> Callable[[], httpx.AsyncClient]:
        def open_client() -> httpx.AsyncClient:
            made.append(opener())
            return made[-1]

        opener = own_clients(base_url)
        return open_client

    monkeypatch.setattr("journeybee.pipeline.transport.own_clients", recorded)
    return made


async def test_an_own_client_is_made_once_and_closed_once(
    httpx_mock: HTTPXMock, made: list[httpx.AsyncClient]
) -> None:
    httpx_mock.add_response(is_reusable=True, headers={"set-cookie": "session=1"})
    pipeline = make_pipeline(None)
    assert not made
    for _ in range(5):
        await pipeline.send(get())
    [client] = made
    assert KEY not in str(client.headers.raw)
    assert not list(client.cookies.jar)
    await pipeline.aclose()
    await pipeline.aclose()
    assert client.is_closed
    with pytest.raises(RuntimeError, match="this client is closed"):
        await pipeline.send(get())
    assert len(made) == 1


async def test_each_attempt_has_an_own_client_to_itself(made: list[httpx.AsyncClient]) -> None:
    with FaultServer(answer(200)) as server:
        pipeline = make_pipeline(None, base_url=server.url, max_connections=3)
        for _ in range(2):
            async with anyio.create_task_group() as tasks:
                for _ in range(9):
                    tasks.start_soon(pipeline.send, get())
        assert len(made) == server.open == 3
        await pipeline.aclose()
        assert all(client.is_closed for client in made)
        assert server.wait_until_closed()
    assert len(server.requests) == 18


async def test_a_client_that_is_no_longer_needed_is_closed() -> None:
    now = 0.0
    made = [httpx.AsyncClient(transport=Spy()) for _ in range(3)]
    unopened = iter(made)
    stack = ClientStack(lambda: next(unopened), lambda: now)
    used = [await stack.take() for _ in range(3)]
    assert used == made
    for client in used:
        stack.put_back(client)
    now = 4.0
    last = await stack.take()
    assert last is made[2]
    stack.put_back(last)
    now = 6.0
    assert await stack.take() is last
    assert [client.is_closed for client in made] == [True, True, False]
    await stack.aclose()
    assert last.is_closed


async def test_closed_while_it_closes_a_client_that_is_not_needed() -> None:
    now = 0.0
    closing, close = anyio.Event(), anyio.Event()

    class Slow(Spy):
        async def aclose(self) -> None:
            closing.set()
            await close.wait()

    unopened = iter([httpx.AsyncClient(transport=Slow()), httpx.AsyncClient(transport=Spy())])
    stack = ClientStack(lambda: next(unopened), lambda: now)
    for client in [await stack.take() for _ in range(2)]:
        stack.put_back(client)
    now = 10.0

    async def take() -> None:
        with pytest.raises(UsageError, match="this client is closed"):
            await stack.take()

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(take)
        await closing.wait()
        await stack.aclose()
        close.set()


async def test_cancelled_while_it_closes_a_client_that_is_not_needed() -> None:
    now = 0.0

    class Slow(Spy):
        async def aclose(self) -> None:
            await anyio.lowlevel.checkpoint()

    unopened = [httpx.AsyncClient(transport=Slow()) for _ in range(2)]
    closed = weakref.ref(unopened[-1])
    stack = ClientStack(unopened.pop, lambda: now)
    for client in [await stack.take() for _ in range(2)]:
        stack.put_back(client)
    del client
    now = 10.0
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(stack.take)
        tasks.cancel_scope.cancel()
    gc.collect()
    assert closed() is None


async def test_a_connection_that_is_made_while_the_client_closes_is_closed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def closing(connect: Any) -> Any:
        async def connect_meanwhile(*args: Any, **options: Any) -> Any:
            stream = await connect(*args, **options)
            await pipeline.aclose()
            return stream

        return connect_meanwhile

    monkeypatch.setattr(anyio, "connect_tcp", closing(anyio.connect_tcp))
    monkeypatch.setattr(trio, "open_tcp_stream", closing(trio.open_tcp_stream))
    with FaultServer(answer(200)) as server:
        pipeline = make_pipeline(None, base_url=server.url)
        with pytest.raises(UsageError, match="this client is closed"):
            await pipeline.send(get())
        assert server.wait_until_closed()
    assert not server.requests


async def test_closing_before_the_first_request() -> None:
    await make_pipeline(None).aclose()


async def test_the_own_client_goes_through_proxies_but_never_in_clear(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
        monkeypatch.delenv(name.lower(), raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    for url, is_direct in [("https://api.example.test", False), ("http://127.0.0.1:8000", True)]:
        async with own_clients(url)() as client:
            assert (client._transport_for_url(httpx.URL(url)) is client._transport) is is_direct
            assert client.follow_redirects is False


class SlowBody(httpx.AsyncByteStream):
    """A body that comes when `go` is set."""

    def __init__(self, go: anyio.Event) -> None:
        self.go = go
        self.closed = False

    async def __aiter__(self) -> AsyncIterator[bytes]:
        await self.go.wait()
        yield b"{}"

    async def aclose(self) -> None:
        self.closed = True


async def test_no_more_attempts_than_slots_are_under_way_and_slots_come_before_permits() -> None:
    limiter = CountingLimiter()
    go = anyio.Event()
    under_way = highest = most_permits = 0

    async def handler(_request: httpx.Request) -> httpx.Response:
        nonlocal under_way, highest, most_permits
        under_way += 1
        highest, most_permits = max(highest, under_way), max(most_permits, limiter.open)
        await go.wait()
        under_way -= 1
        return httpx.Response(200)

    pipeline = make_pipeline(handler, limiter, max_connections=3)
    async with anyio.create_task_group() as tasks:
        for _ in range(9):
            tasks.start_soon(pipeline.send, get())
        await anyio.wait_all_tasks_blocked()
        assert (under_way, limiter.open) == (3, 3)
        go.set()
    assert (highest, most_permits) == (3, 3)
    assert limiter.account == (0, 9, 0)


async def test_the_permit_is_done_when_headers_come_but_the_slot_is_held_for_the_body() -> None:
    limiter = CountingLimiter()
    body = SlowBody(anyio.Event())
    pipeline = make_pipeline(lambda _: httpx.Response(200, stream=body), limiter, max_connections=1)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(pipeline.send, get())
        await anyio.wait_all_tasks_blocked()
        assert limiter.account == (0, 1, 0)
        tasks.start_soon(pipeline.send, get())
        await anyio.wait_all_tasks_blocked()
        assert limiter.account == (0, 1, 0)
        body.go.set()
    assert limiter.account == (0, 2, 0)
    assert body.closed


async def test_a_response_is_closed_when_reading_it_is_cancelled() -> None:
    body = SlowBody(anyio.Event())
    pipeline = make_pipeline(lambda _: httpx.Response(200, stream=body))
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(pipeline.send, get())
        await anyio.wait_all_tasks_blocked()
        tasks.cancel_scope.cancel()
    assert body.closed


async def test_a_broken_body_is_a_connection_error() -> None:
    class Broken(httpx.AsyncByteStream):
        async def __aiter__(self) -> AsyncIterator[bytes]:
            yield b"{"
            raise httpx.ReadError("gone")

    limiter = CountingLimiter()
    pipeline = make_pipeline(lambda _: httpx.Response(201, stream=Broken()), limiter)
    with pytest.raises(APIConnectionError, match="no complete response: ReadError"):
        await pipeline.send(Request("POST", "/x", "/x", content=("application/json", b"{}")))
    assert limiter.account == (0, 1, 0)
    with pytest.raises(APIConnectionError) as caught:
        await pipeline.send(get())
    assert caught.value.retries == 3
    assert limiter.account == (0, 5, 0)
