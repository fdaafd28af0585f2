"""The sandbox over real HTTP, as an ASGI app, and from the command line."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest

from journeybee import JourneyBee
from journeybee.sandbox import Sandbox
from journeybee.sandbox.__main__ import main
from tests.sandbox.driver import NOW, Api


def new_sandbox(**options: Any) -> Sandbox:
    return Sandbox(**{"world": "empty", "now": NOW, "rate_limit": None, **options})


def client_of(sandbox: Sandbox, url: str) -> httpx.Client:
    headers = {"authorization": f"Bearer {sandbox.api_key}"}
    return httpx.Client(base_url=url, headers=headers, trust_env=False)


def test_over_http() -> None:
    sandbox = new_sandbox()
    with sandbox.serve() as server, client_of(sandbox, server.url) as client:
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/v1", server.url)
        made = client.post("/partners", json={"name": "Cedar Labs"})
        assert (made.status_code, made.json()["name"]) == (201, "Cedar Labs")
        assert made.headers["content-type"] == "application/json; charset=utf-8"
        uuid = made.json()["uuid"]
        assert client.get("/partners", params={"search": "cedar"}).json()["data"] == [made.json()]
        gone = client.delete(f"/partners/{uuid}")
        assert (gone.status_code, gone.content) == (204, b"")
        missing = client.get(f"/partners/{uuid}")
        assert missing.status_code == 404
        assert missing.json() == {"error": {"code": "not_found", "message": "Partner not found"}}
        assert client.get("/partners", headers={"authorization": ""}).status_code == 401
        assert missing.headers["x-request-id"] == sandbox.requests[-2].request_id


def test_the_rate_limit_over_http() -> None:
    sandbox = new_sandbox(rate_limit=2)
    with sandbox.serve() as server, client_of(sandbox, server.url) as client:
        answers = [client.get("/leads/") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 1 <= int(answers[2].headers["retry-after"]) <= 60
    assert answers[2].json()["error"]["code"] == "rate_limit_exceeded"


@pytest.mark.parametrize("size", [1024 * 1024 + 1, 8 * 1024 * 1024])
def test_a_body_over_1_mib_is_refused_over_http(size: int) -> None:
    sandbox = new_sandbox()
    with sandbox.serve() as server, client_of(sandbox, server.url) as client:
        answer = client.post("/partners", content=b" " * size)
        assert (answer.status_code, answer.json()["error"]["code"]) == (413, "payload_too_large")
        assert client.get("/partners").json()["data"] == []


def test_a_body_of_1_mib_is_taken(api: Api) -> None:
    sandbox = api.sandbox
    name = "x" * (1024 * 1024 - len('{"name":""}'))
    with sandbox.serve() as server, client_of(sandbox, server.url) as client:
        answer = client.post(
            "/partners",
            content=f'{{"name":"{name}"}}',
            headers={"content-type": "application/json"},
        )
    assert answer.status_code == 201


def test_parallel_connections() -> None:
    sandbox = new_sandbox()
    with sandbox.serve() as server:

        def create() -> None:
            with client_of(sandbox, server.url) as client:
                for _ in range(5):
                    assert client.post("/partners", json={"name": "x"}).status_code == 201

        threads = [threading.Thread(target=create) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(sandbox.store.items("partners")) == 40
    assert len({request.request_id for request in sandbox.requests}) == 40


def test_nothing_is_left_of_a_stopped_server() -> None:
    before = threading.active_count()
    sandbox = new_sandbox()
    with sandbox.serve() as server:
        assert threading.active_count() == before + 1
        url, port = server.url, int(server.url.split(":")[2].split("/")[0])
        idle = client_of(sandbox, url)
        assert idle.get("/leads/").status_code == 200
    assert threading.active_count() == before
    idle.close()
    with pytest.raises(httpx.ConnectError), client_of(sandbox, url) as client:
        client.get("/leads/")
    with pytest.raises(RuntimeError, match="not running"):
        _ = server.url
    with sandbox.serve(port=port) as again:
        assert again.url == url


def test_a_server_stops_when_its_block_fails() -> None:
    before = threading.active_count()
    with pytest.raises(ZeroDivisionError), new_sandbox().serve():
        raise ZeroDivisionError
    assert threading.active_count() == before


def test_a_request_that_never_ends_does_not_keep_the_server() -> None:
    before = threading.active_count()
    sandbox = new_sandbox()
    with sandbox.serve() as server:
        port = int(server.url.split(":")[2].split("/")[0])
        stalled = socket.create_connection(("127.0.0.1", port))
        stalled.sendall(
            b"POST /v1/partners HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n{"
        )
        # The stalled request has arrived once a later one is answered.
        with client_of(sandbox, server.url) as client:
            client.get("/leads/")
    stalled.close()
    assert [request.operation_id for request in sandbox.requests] == ["list_leads"]
    assert threading.active_count() == before


def test_a_taken_port_is_an_error_at_once() -> None:
    with new_sandbox().serve() as server:
        port = int(server.url.split(":")[2].split("/")[0])
        with pytest.raises(OSError, match="in use"), new_sandbox().serve(port=port):
            pass


@pytest.mark.parametrize(
    ("host", "root"), [("0.0.0.0", "http://127.0.0.1"), ("::", "http://[::1]")]
)
async def test_the_client_takes_the_url_of_a_server_on_all_addresses(host: str, root: str) -> None:
    sandbox = new_sandbox()
    with sandbox.serve(host=host) as server:
        assert server.url.startswith(f"{root}:")
        async with JourneyBee(server.api_key, base_url=server.url) as client:
            assert await client.leads.list().collect() == []


def test_other_loopback_addresses() -> None:
    sandbox = new_sandbox()
    with sandbox.serve(host="::1") as server, client_of(sandbox, server.url) as client:
        assert server.url.startswith("http://[::1]:")
        assert client.get("/leads/").status_code == 200


async def test_over_http_from_any_backend() -> None:
    sandbox = new_sandbox()
    with sandbox.serve() as server:
        headers = {"authorization": f"Bearer {sandbox.api_key}"}
        async with httpx.AsyncClient(headers=headers, trust_env=False) as client:
            statuses: list[int] = []

            async def get() -> None:
                statuses.append((await client.get(f"{server.url}/leads/")).status_code)

            async with anyio.create_task_group() as group:
                for _ in range(5):
                    group.start_soon(get)
    assert statuses == [200] * 5


async def test_as_an_asgi_app() -> None:
    sandbox = new_sandbox()
    transport = httpx.ASGITransport(app=sandbox)
    headers = {"authorization": f"Bearer {sandbox.api_key}"}
    async with httpx.AsyncClient(
        transport=transport, base_url="http://localhost/v1", headers=headers
    ) as client:
        made = await client.post("/partners", json={"name": "Cedar Labs"})
        assert made.status_code == 201
        slash = await client.get("/partners/a%2Fb")
        # As one segment it is a uuid, or none; as two it would not be a route.
        assert slash.json()["error"]["message"] in {
            "Partner not found",
            "params/uuid: Invalid uuid",
        }
        assert (await client.delete(f"/partners/{made.json()['uuid']}")).content == b""


async def drive(sandbox: Sandbox, scope: dict[str, Any], *events: dict[str, Any]) -> list[Any]:
    """Run the app on a scope and return what it sent."""
    waiting, sent = list(events), []

    async def receive() -> MutableMapping[str, Any]:
        return waiting.pop(0)

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    await sandbox(scope, receive, send)
    return sent


async def test_lifespan_is_answered() -> None:
    events = ({"type": "lifespan.startup"}, {"type": "lifespan.shutdown"})
    sent = await drive(new_sandbox(), {"type": "lifespan"}, *events)
    assert [message["type"] for message in sent] == [
        "lifespan.startup.complete",
        "lifespan.shutdown.complete",
    ]


async def test_a_websocket_is_closed() -> None:
    sent = await drive(new_sandbox(), {"type": "websocket", "path": "/v1/leads/"})
    assert sent == [{"type": "websocket.close"}]


async def test_a_client_that_leaves_while_sending_is_not_answered() -> None:
    sandbox = new_sandbox()
    scope = {"type": "http", "method": "POST", "path": "/v1/partners", "headers": []}
    events = (
        {"type": "http.request", "body": b"{", "more_body": True},
        {"type": "http.disconnect"},
    )
    assert await drive(sandbox, scope, *events) == []
    assert sandbox.requests == []


async def test_a_body_in_parts_and_a_scope_without_raw_path() -> None:
    sandbox = new_sandbox()
    key = f"Bearer {sandbox.api_key}".encode()
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/v1/partners",
        "headers": [(b"Authorization", key), (b"content-type", b"application/json")],
    }
    events = (
        {"type": "http.request", "body": b'{"name":', "more_body": True},
        {"type": "http.request", "body": b'"x"}'},
    )
    start, _ = await drive(sandbox, scope, *events)
    assert start["status"] == 201


ROOT = Path(__file__).parents[2]
ENVIRONMENT = {
    **os.environ,
    "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "generated")]),
    "PYTHONWARNINGS": "error",
}


@pytest.mark.parametrize(
    "stop", [signal.SIGINT, pytest.param(signal.SIGTERM, marks=pytest.mark.thorough)]
)
def test_the_command_line_serves_until_it_is_stopped(stop: signal.Signals) -> None:
    # A shell's background jobs ignore Ctrl-C, and would hand that down to the server.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    arguments = ["--port", "0", "--world", "empty", "--api-key", "mine", "--rate-limit", "1"]
    with subprocess.Popen(
        [sys.executable, "-m", "journeybee.sandbox", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=ENVIRONMENT,
    ) as process:
        assert process.stdout is not None
        url = process.stdout.readline().split(" at ")[1].strip()
        key = process.stdout.readline().split(": ")[1].strip()
        assert key == "mine"
        headers = {"authorization": f"Bearer {key}"}
        with httpx.Client(base_url=url, headers=headers, trust_env=False) as client:
            assert client.get("/leads/").json()["data"] == []
            assert client.get("/leads/").status_code == 429
        process.send_signal(stop)
        _, errors = process.communicate(timeout=20)
    assert (process.returncode, errors) == (0, "")


def test_the_command_line_explains_a_taken_port(capsys: pytest.CaptureFixture[str]) -> None:
    handler = signal.getsignal(signal.SIGTERM)
    try:
        with new_sandbox().serve() as server:
            port = server.url.split(":")[2].split("/")[0]
            assert main(["--port", port, "--world", "empty"]) == 1
    finally:
        signal.signal(signal.SIGTERM, handler)
    assert f"cannot serve on 127.0.0.1:{port}" in capsys.readouterr().err


def test_the_command_line_binds_loopback_by_default() -> None:
    from journeybee.sandbox.__main__ import _parse

    assert _parse([]).host == "127.0.0.1"


@pytest.mark.parametrize(
    ("missing", "code"),
    [
        ("uvicorn", "Sandbox(world='empty').serve().__enter__()"),
        ("jsonschema", "Sandbox(world='empty')"),
    ],
)
def test_a_missing_extra_is_named(missing: str, code: str) -> None:
    program = f"import sys; sys.modules[{missing!r}] = None\n"
    program += f"from journeybee.sandbox import Sandbox\n{code}"
    result = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        env=ENVIRONMENT,
        check=False,
    )
    assert result.returncode == 1
    last = result.stderr.strip().splitlines()[-1]
    assert last.startswith("ImportError: ")
    assert missing in last
    assert 'pip install "journeybee[sandbox]"' in last


def test_a_listener_does_not_outlive_a_failed_start(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    monkeypatch.setattr("uvicorn.Server.run", lambda *_, **__: None)
    with pytest.raises(RuntimeError, match="did not start"), new_sandbox().serve(port=port):
        pass
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", port))
