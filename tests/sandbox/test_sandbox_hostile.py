"""Hostile input over real sockets: the server refuses or closes, and goes on serving others."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeybee.sandbox import Sandbox, SandboxServer
from tests.sandbox.driver import NOW, Api

HOSTILE = (
    "'; drop table leads; --",
    "<script>alert(1)</script>",
    "{{7*7}}",
    "\x00\x1b[31m",
    "\U0001f41d" * 99,
)


@pytest.fixture
def server() -> Iterator[SandboxServer]:
    with Sandbox(world="tiny", now=NOW, rate_limit=None).serve() as server:
        yield server
        # Whatever happened, others are served as before.
        headers = {"authorization": f"Bearer {server.api_key}"}
        answer = httpx.get(f"{server.url}/leads/", headers=headers, trust_env=False)
        assert answer.status_code == 200
        assert not [r for r in server.sandbox.requests if r.status >= 500]


def dialled(server: SandboxServer) -> socket.socket:
    port = int(server.root.rpartition(":")[2])
    return socket.create_connection(("127.0.0.1", port), timeout=10)


def answered(connection: socket.socket) -> bytes:
    """All that comes until the server closes; a reset ends it too."""
    got = b""
    try:
        while part := connection.recv(65536):
            got += part
    except ConnectionResetError:
        pass
    return got


def test_headers_that_never_end_are_cut_off(
    server: SandboxServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("journeybee.sandbox.http.connection.HEADER_SECONDS", 0.2)
    with dialled(server) as slow, dialled(server) as silent:
        slow.sendall(b"GET /v1/leads/ HTTP/1.1\r\n")
        began = time.monotonic()
        assert answered(slow) == b""
        assert answered(silent) == b""
        assert time.monotonic() - began < 5


def test_a_body_that_never_ends_is_cut_off(
    server: SandboxServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("journeybee.sandbox.http.asgi.BODY_SECONDS", 0.2)
    with dialled(server) as slow:
        slow.sendall(b"POST /v1/leads/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99\r\n\r\n{")
        assert answered(slow) == b""


@pytest.mark.parametrize(
    "header",
    [b"X-Bomb: " + b"x" * 2_000_000, b"\r\n".join(b"X-%d: x" % n for n in range(50_000))],
    ids=["long", "many"],
)
def test_header_bombs_are_refused(server: SandboxServer, header: bytes) -> None:
    with dialled(server) as bomb:
        try:
            bomb.sendall(b"GET /v1/leads/ HTTP/1.1\r\nHost: localhost\r\n" + header + b"\r\n\r\n")
        except (BrokenPipeError, ConnectionResetError):
            return
        assert answered(bomb)[:12] in (b"", b"HTTP/1.1 400")


def test_a_body_of_a_gibibyte_is_refused_without_being_read_to_its_end(
    server: SandboxServer,
) -> None:
    chunk = b" " * (1 << 20)
    with dialled(server) as big:
        key = server.api_key.encode()
        head = b"POST /v1/partners HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + key
        big.sendall(head + b"\r\nContent-Length: 1073741824\r\n\r\n")
        sent = 0
        try:
            for _ in range(1024):
                big.sendall(chunk)
                sent += len(chunk)
        except (BrokenPipeError, ConnectionResetError):
            pass
        answer = answered(big)
    assert sent < 1 << 30
    assert answer[:12] in (b"", b"HTTP/1.1 413")
    assert server.sandbox.requests[-1].status == 413


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_in_every_field_come_back_as_they_were(text: str) -> None:
    api = Api(Sandbox(world="tiny", now=NOW, rate_limit=None))
    for operation in list(api.sandbox.spec.operations.values()):
        if operation.method != "POST" or operation.path_names or operation.body is None:
            continue
        fields = api.sandbox.resources.shapes.of(operation.body).fields
        body: dict[str, Any] = {
            name: text for name, shape in fields.items() if shape.type == "string"
        }
        answer = api.send("POST", operation.path, body=body)
        assert answer.status in (201, 422), (operation.id, answer)
        if answer.status == 201:
            assert any(value == text for value in answer.json.values())
    found = api.send("GET", "/leads/", query={"search": text})
    assert found.status == 200


@given(
    method=st.sampled_from(["GET", "POST", "PUT", "PATCH", "DELETE", "X"]),
    place=st.integers(0, 140),
    tail=st.text(max_size=8),
    query=st.binary(max_size=30),
    body=st.binary(max_size=60)
    | st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=4)
        ),
        max_leaves=8,
    ).map(lambda value: json.dumps(value).encode("utf-8", "surrogatepass")),
)
def test_no_request_whatever_is_a_500(  # noqa: PLR0917
    fuzzed: Api, method: str, place: int, tail: str, query: bytes, body: bytes
) -> None:
    operations = list(fuzzed.sandbox.spec.operations.values())
    path = operations[place % len(operations)].path.replace("{", "").replace("}", "") + tail
    headers = {"authorization": f"Bearer {fuzzed.sandbox.api_key}"}
    answer = fuzzed.send(
        method,
        path,
        query.decode("latin-1") and {"q": query.decode("latin-1")},
        content=body,
        headers=headers,
    )
    assert answer.status < 500


@pytest.fixture(scope="module")
def fuzzed() -> Api:
    return Api(Sandbox(world="tiny", now=NOW, rate_limit=None))
