"""Slow, hostile and faulty servers have bounded effects on time, memory and other responses."""

from __future__ import annotations

import gzip
import socket
import threading
import time
import zlib

import pytest

from journeybee import APITimeoutError, JourneyBee, ResponseTooLargeError, RetryPolicy
from journeybee.errors import APIConnectionError, APIResponseError, ServerError
from tests.fault_server import Fault, FaultServer, answer, drip_for_ever, response, silence
from tests.pipeline_harness import KEY

NEVER = RetryPolicy(max_retries=0)
LIMIT = 1_000_000


def client_of(server: FaultServer, **options: object) -> JourneyBee:
    given: dict[str, object] = {"retry": NEVER, "max_response_bytes": LIMIT, **options}
    return JourneyBee(KEY, base_url=server.url, **given)  # type: ignore[arg-type]


def encoded(body: bytes, *encodings: str) -> Fault:
    return answer(200, f"content-encoding: {', '.join(encodings)}", body=body)


def bomb(size: int, layers: int) -> bytes:
    zeros = zlib.compressobj(wbits=31)
    data = b"".join(zeros.compress(b"\0" * 2**20) for _ in range(size >> 20)) + zeros.flush()
    for _ in range(layers - 1):
        data = gzip.compress(data)
    return data


def endless(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n")
    while True:
        connection.sendall(b"10000\r\n" + b"x" * 65536 + b"\r\n")


def endless_headers(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    while True:
        connection.sendall(b"x-more: " + b"x" * 60_000 + b"\r\n")


# --------------------------------------------------------------------------------------- size


@pytest.mark.parametrize(
    "fault",
    [endless, answer(200, body=b"x" * (LIMIT + 1)), encoded(bomb(2**22, 1), "gzip")],
    ids=["endless", "plain", "gzip"],
)
async def test_a_body_above_the_limit_ends_the_connection(fault: Fault) -> None:
    with FaultServer(fault) as server:
        async with client_of(server) as client:
            with pytest.raises(ResponseTooLargeError, match="larger than max_response_bytes=1000"):
                await client.leads.get("u")
            assert server.wait_until_closed()


@pytest.mark.parametrize("layers", [1, 2, 3])
async def test_a_body_that_is_compressed_beyond_reason(layers: int) -> None:
    with FaultServer(encoded(bomb(2**24, layers), *["gzip"] * layers)) as server:
        async with client_of(server, max_response_bytes=2**30) as client:
            with pytest.raises(ResponseTooLargeError, match="compressed more than 500 times"):
                await client.leads.get("u")
            assert server.wait_until_closed()


async def test_a_body_within_the_limit_is_read_whatever_its_encoding() -> None:
    body = b'{"a": "' + b"ab" * 1000 + b'"}'
    raw = zlib.compressobj(wbits=-15)
    half = len(body) // 2
    for data, encodings in [
        (body, ["identity"]),
        (gzip.compress(body), ["GZIP"]),
        (gzip.compress(body[:half]) + gzip.compress(body[half:]), ["gzip"]),
        (zlib.compress(body), ["deflate"]),
        (raw.compress(body) + raw.flush(), ["deflate"]),
        (gzip.compress(zlib.compress(body)), ["deflate", "x-gzip"]),
    ]:
        with FaultServer(encoded(data, *encodings)) as server:
            async with client_of(server) as client:
                assert (await client.request("GET", "/x"))["a"] == "ab" * 1000


async def test_a_compressed_body_that_is_cut_is_no_response() -> None:
    with FaultServer(encoded(gzip.compress(b"[]" * 5000)[:-9], "gzip")) as server:
        async with client_of(server) as client:
            with pytest.raises(APIConnectionError, match="DecodingError"):
                await client.leads.get("u")


async def test_an_encoding_that_was_not_asked_for() -> None:
    with FaultServer(encoded(b"x", "br")) as server:
        async with client_of(server) as client:
            with pytest.raises(APIResponseError, match="'br' was not requested"):
                await client.leads.get("u")


async def test_an_error_with_an_unreadable_body_is_raised_by_its_status() -> None:
    with FaultServer(answer(503, "content-encoding: br", body=b"x")) as server:
        async with client_of(server) as client:
            with pytest.raises(ServerError, match="503: Service Unavailable"):
                await client.leads.get("u")


async def test_headers_without_an_end() -> None:
    with FaultServer(endless_headers) as server:
        async with client_of(server) as client:
            with pytest.raises(APIConnectionError):
                await client.leads.get("u")
            assert server.wait_until_closed()


@pytest.mark.thorough
async def test_a_gigabyte_of_zeros_costs_no_memory() -> None:
    import resource

    data = bomb(2**30, 2)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for fault in (encoded(data, "gzip", "gzip"), endless):
        with FaultServer(fault) as server:
            async with client_of(server, max_response_bytes=64 * 2**20) as client:
                with pytest.raises(ResponseTooLargeError):
                    await client.leads.get("u")
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < (64 + 100) * 1024


# --------------------------------------------------------------------------------------- time


@pytest.mark.parametrize("fault", [drip_for_ever, silence])
async def test_timeout_bounds_an_attempt_to_its_last_byte(fault: Fault) -> None:
    with FaultServer(fault) as server:
        async with client_of(server, timeout=0.1) as client:
            started = time.monotonic()
            with pytest.raises(APITimeoutError, match=r"longer than timeout=0\.1 s"):
                await client.leads.get("u")
            assert time.monotonic() - started < 5
            assert server.wait_until_closed()


async def test_deadline_bounds_a_call_to_its_last_byte() -> None:
    with FaultServer(drip_for_ever) as server:
        policy = RetryPolicy(deadline=0.1)
        async with client_of(server, retry=policy, timeout=60) as client:
            started = time.monotonic()
            with pytest.raises(APITimeoutError, match="deadline"):
                await client.leads.get("u")
            assert time.monotonic() - started < 5


# --------------------------------------------------------- bytes after the end of a response


def two_at_once(connection: socket.socket) -> None:
    connection.sendall(response(200, body=b'{"n": 1}') + response(200, body=b'{"n": "stray"}'))


def no_content_with_body(connection: socket.socket) -> None:
    connection.sendall(response(204, body=b'{"n": "stray"}'))


def no_content_with_late_body(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 204 X\r\ncontent-length: 9\r\n\r\n")


@pytest.mark.parametrize("fault", [two_at_once, no_content_with_body, no_content_with_late_body])
async def test_what_follows_a_response_retires_the_connection(fault: Fault) -> None:
    with FaultServer(fault) as server:
        async with client_of(server) as client:
            for _ in range(3):
                answered = await client.request("POST", "/x", json={})
                assert answered in (None, {"n": 1})
                assert server.wait_until_closed()
        assert len(server.requests) == 3


async def test_a_second_response_behind_a_long_one() -> None:
    written = threading.Event()

    def fault(connection: socket.socket) -> None:
        connection.sendall(response(200, body=b'{"n": 1}' + b" " * 300_000))
        two_at_once(connection)
        written.set()

    with FaultServer(fault) as server:
        async with client_of(server) as client:
            for _ in range(3):
                assert await client.request("POST", "/x", json={}) == {"n": 1}
                # Only then the client must notice the extra bytes on the connection.
                assert written.wait(10)
                written.clear()


async def test_a_sound_connection_is_used_again() -> None:
    with FaultServer(answer(200)) as server:
        async with client_of(server) as client:
            for _ in range(3):
                await client.request("GET", "/x")
            assert server.open == 1
