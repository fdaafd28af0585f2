"""An error tracker records the variables of every frame: none of them may hold the API key."""

from __future__ import annotations

import pickle
import socket
from collections.abc import Awaitable, Callable, Coroutine, Generator
from typing import Any

import pytest

from journeybee import JourneyBee, RetryPolicy
from journeybee.errors import JourneyBeeError
from tests import fault_server
from tests.error_tracker import recorded
from tests.fault_server import Fault, FaultServer, answer
from tests.pipeline_harness import KEY

NEVER = RetryPolicy(max_retries=0)


def client_of(url: str, **options: Any) -> JourneyBee:
    options = {"retry": NEVER, "timeout": 0.2, **options}
    return JourneyBee(KEY, base_url=url, **options)


# ------------------------------------------------------------------------------ what is called

Method = Callable[[JourneyBee], Awaitable[object]]


async def drain(client: JourneyBee) -> None:
    async for _ in client.leads.list():
        pass


METHODS: dict[str, Method] = {
    "get": lambda client: client.leads.get("u"),
    "page": lambda client: client.leads.list(),
    "drain": drain,
    "create": lambda client: client.leads.create(email="a@b.test", company_name="x" * 50),
    "request": lambda client: client.request("PUT", "/anything", json={"a": 1}),
}


# ---------------------------------------------------------------------- errors of the package


def echo(status: int, encode: Callable[[str], str]) -> Fault:
    body = '{"error": {"message": "KEY", "code": "x"}}'.replace("KEY", encode(KEY))
    return answer(status, f"x-request-id: {KEY}", body=body.encode())


FAULTS: dict[str, Fault] = {
    "reset": fault_server.reset_before_headers,
    "reset in body": fault_server.reset_mid_body,
    "cut": fault_server.truncated_body,
    "silence": fault_server.silence,
    "drip": fault_server.drip_for_ever,
    "garbage": lambda connection: connection.sendall(KEY.encode() + b"\r\n\r\n"),
    "not JSON": answer(200, body=b"<html>" + KEY.encode()),
    "cut JSON": answer(200, body=b'"%s' % KEY.encode()),
    "bad gzip": answer(200, "content-encoding: gzip", body=KEY.encode()),
    "redirect": answer(302, f"location: /{KEY}"),
    "401": echo(401, str),
    "403 escaped": echo(403, lambda key: "".join(f"\\u{ord(c):04X}" for c in key)),
    "404 percent-encoded": echo(404, lambda key: "".join(f"%{ord(c):02x}" for c in key)),
    "422 HTML": echo(422, lambda key: "".join(f"&#x{ord(c):x};" for c in key)),
    "429": echo(429, lambda key: f"Bearer {key}"),
    "503": echo(503, lambda key: key.replace("_", "\\u005f")),
}


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("fault", FAULTS)
async def test_no_fault_shows_the_key(fault: str, method: str) -> None:
    with FaultServer(FAULTS[fault]) as server:
        async with client_of(server.url) as client:
            with pytest.raises(JourneyBeeError) as caught:
                await METHODS[method](client)
            assert KEY not in recorded(caught.value)
            assert KEY.encode() not in pickle.dumps(caught.value)


# -------------------------------------------------- foreign exceptions, at every point of a call


class Interrupted(BaseException):
    """What comes from outside: a timeout, Ctrl-C, a lack of memory."""


class Interrupting:
    """Awaits a coroutine and raises in it when it goes on after its n-th wait."""

    def __init__(self, work: Coroutine[Any, Any, Any], wait: int, error: BaseException) -> None:
        self._work = work
        self._wait = wait
        self._error = error
        self.reached = False

    def __await__(self) -> Generator[Any, Any, Any]:
        resume = _later(self._work.send, None)
        waits = 0
        while True:
            try:
                waited_for = resume()
            except StopIteration as stop:
                return stop.value
            waits += 1
            try:
                value = yield waited_for
                resume = _later(self._work.send, value)
            except BaseException as error:  # noqa: BLE001 - a cancellation by the loop goes on
                resume = _later(self._work.throw, error)
            if waits == self._wait:
                self.reached = True
                resume = _later(self._work.throw, self._error)


def _later(function: Callable[..., Any], value: Any) -> Callable[[], Any]:
    return lambda: function(value)


def large_rows(connection: socket.socket) -> None:
    """A page in two pieces, so that the client waits in the middle of a body."""
    data = fault_server.response(200, body=b'{"data": [], "pagination": {}}' + b" " * 100_000)
    connection.sendall(data[:80_000])
    connection.sendall(data[80_000:])


# httpx leaves the generator of a request's body behind, which trio reports.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.thorough
@pytest.mark.parametrize("error", [Interrupted(), MemoryError(), RuntimeError("closed loop")])
@pytest.mark.parametrize("method", ["get", "page", "create"])
async def test_an_exception_at_any_wait_shows_no_key(method: str, error: BaseException) -> None:
    async def work(client: JourneyBee) -> None:
        await METHODS[method](client)

    waits = 0
    with FaultServer(large_rows) as server:
        while True:
            waits += 1
            error.__traceback__ = None
            async with client_of(server.url, timeout=5) as client:
                call = Interrupting(work(client), waits, error)
                caught: BaseException | None = None
                try:
                    await call
                except BaseException as raised:  # noqa: BLE001
                    caught = raised
                if not call.reached:
                    break
                # httpcore swallows an error of closing.
                assert caught is None or KEY not in recorded(caught)
    assert waits > 4
