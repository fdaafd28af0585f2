"""An error tracker records the variables of every frame: none of them may hold the API key."""

from __future__ import annotations

import asyncio  # noqa: TID251 - what users call around a client
import pickle
import socket
from collections.abc import Awaitable, Callable, Coroutine, Generator
from pathlib import Path
from typing import Any

import anyio
import anyio.lowlevel
import attrs
import httpx
import pytest

from journeybee import HookEvent, Hooks, JourneyBee, RetryPolicy
from journeybee.blocking import JourneyBee as BlockingJourneyBee
from journeybee.errors import (
    APIKeyError,
    APIResponseError,
    AuthenticationError,
    ConfigurationError,
    JourneyBeeError,
)
from journeybee.legacy import LegacyJourneyBee
from journeybee.limits import TokenBucket
from journeybee.operations.binding import caller_of
from journeybee_api._runtime.client import AsyncClient, ResponseError
from journeybee_api.v1.operations import leads
from tests import fault_server
from tests.error_tracker import recorded
from tests.fault_server import Fault, FaultServer, answer
from tests.pipeline_harness import KEY

NEVER = RetryPolicy(max_retries=0)
# Far from its use, because an event has the lines around a frame.
PASSWORD = "correct-horse-battery"


def client_of(url: str, **options: Any) -> JourneyBee:
    return JourneyBee(KEY, base_url=url, **{"retry": NEVER, **options})


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
# Those that end with the timeout; a busy machine may need longer for the others.
ENDLESS = dict.fromkeys(("silence", "drip"), 0.2)


@pytest.mark.parametrize(
    "method",
    [
        name if name in ("get", "create") else pytest.param(name, marks=pytest.mark.thorough)
        for name in METHODS
    ],
)
@pytest.mark.parametrize("fault", FAULTS)
async def test_no_fault_shows_the_key(fault: str, method: str) -> None:
    with FaultServer(FAULTS[fault]) as server:
        async with client_of(server.url, timeout=ENDLESS.get(fault, 30)) as client:
            with pytest.raises(JourneyBeeError) as caught:
                await METHODS[method](client)
            assert KEY not in recorded(caught.value)
            assert KEY.encode() not in pickle.dumps(caught.value)


# ------------------------------------------------------------------- keys that change


def key_of(form: str, folder: Path) -> dict[str, Any]:
    """The arguments of a client whose key is in a file, or comes from a function."""
    if form == "file":
        (folder / "key").write_text(KEY)
        return {"api_key_file": folder / "key"}
    if form == "function":
        return {"api_key": lambda: KEY}

    async def fetch() -> str:
        key = KEY
        await anyio.lowlevel.checkpoint()
        return key

    return {"api_key": fetch}


@pytest.mark.parametrize("form", ["function", "async function", "file"])
@pytest.mark.parametrize(
    "fault",
    [
        name if name in ("401", "garbage") else pytest.param(name, marks=pytest.mark.thorough)
        for name in FAULTS
    ],
)
async def test_no_fault_shows_a_key_that_changes(fault: str, form: str, tmp_path: Path) -> None:
    options = {"timeout": ENDLESS.get(fault, 30), **key_of(form, tmp_path)}
    with FaultServer(FAULTS[fault]) as server:
        async with JourneyBee(base_url=server.url, retry=NEVER, **options) as client:
            with pytest.raises(JourneyBeeError) as caught:
                await client.leads.get("u")
            assert KEY not in recorded(caught.value)
            assert KEY.encode() not in pickle.dumps(caught.value)
            assert KEY not in f"{client!r} {vars(client)} {vars(caller_of(client).pipeline)}"
            with pytest.raises(TypeError):
                pickle.dumps(client)


async def test_an_error_of_a_key_function_does_not_show_the_key() -> None:
    async def fetch() -> str:
        key = KEY
        raise ArithmeticError(f"{key} is odd")

    def fetch_rubbish() -> Any:
        return KEY.encode()

    for function in (fetch, fetch_rubbish):
        with pytest.raises(APIKeyError) as caught:
            await JourneyBee(function).leads.get("u")
        assert KEY not in recorded(caught.value)
        assert KEY.encode() not in pickle.dumps(caught.value)


async def test_a_wrong_file_does_not_show_the_key(tmp_path: Path) -> None:
    (tmp_path / "key").write_bytes(b"\xff\xfe" + KEY.encode())
    clients = JourneyBee(api_key_file=KEY), JourneyBee(api_key_file=tmp_path / "key")
    for client in clients:
        with pytest.raises(APIKeyError) as caught:
            await client.leads.get("u")
        assert KEY not in recorded(caught.value)
    for kind in (JourneyBee, LegacyJourneyBee, BlockingJourneyBee):
        with pytest.raises(ConfigurationError) as refused:
            kind(api_key_file=KEY + "\0")
        assert KEY not in recorded(refused.value)


async def test_a_key_function_that_is_cancelled_does_not_show_the_key() -> None:
    async def fetch() -> str:
        key = KEY
        await anyio.sleep_forever()
        return key

    client = JourneyBee(fetch)
    with pytest.raises(TimeoutError) as caught:
        with anyio.fail_after(0.01):
            await client.leads.get("u")
    assert KEY not in recorded(caught.value)


# -------------------------------------------------- foreign exceptions, at every point of a call


class Interrupted(BaseException):
    """Exceptions from outside: a timeout, Ctrl-C, a lack of memory."""


class Interrupting:
    """Awaits a coroutine and raises in it when it continues after its n-th wait."""

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
    """A page in two parts, so that the client waits in the middle of a body."""
    data = fault_server.response(200, body=b'{"data": [], "pagination": {}}' + b" " * 100_000)
    connection.sendall(data[:80_000])
    connection.sendall(data[80_000:])


# httpx does not close the generator of a request's body, which trio reports.
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


# -------------------------------------------------------- what a user's own code cancels or raises

Cut = Callable[[Awaitable[object]], Awaitable[object]]


async def by_timeout(call: Awaitable[object]) -> None:
    async with asyncio.timeout(0.05):
        await call


async def by_wait_for(call: Awaitable[object]) -> None:
    await asyncio.wait_for(call, 0.05)


async def by_fail_after(call: Awaitable[object]) -> None:
    with anyio.fail_after(0.05):
        await call


async def by_cancel(call: Awaitable[object]) -> None:
    task = asyncio.ensure_future(call)
    await asyncio.sleep(0.05)
    task.cancel()
    await task


async def recorded_of(cut: Cut, method: str, fault: Fault) -> str:
    """What is recorded when a slow call is cut short."""
    with FaultServer(fault) as server:
        async with client_of(server.url, timeout=5) as client:
            try:
                await cut(METHODS[method](client))
            except (TimeoutError, asyncio.CancelledError) as error:
                return recorded(error)
    raise AssertionError("the call was not cut short")


SLOW = [fault_server.silence, fault_server.drip_for_ever]


@pytest.mark.parametrize("fault", SLOW)
@pytest.mark.parametrize("method", ["get", "create"])
@pytest.mark.parametrize("cut", [by_timeout, by_wait_for, by_cancel])
def test_what_asyncio_cuts_short_shows_no_key(cut: Cut, method: str, fault: Fault) -> None:
    assert KEY not in asyncio.run(recorded_of(cut, method, fault))


@pytest.mark.parametrize("fault", SLOW)
@pytest.mark.parametrize("method", ["get", "create"])
async def test_what_anyio_cuts_short_shows_no_key(method: str, fault: Fault) -> None:
    assert KEY not in await recorded_of(by_fail_after, method, fault)


HOOKS = [attribute.name for attribute in attrs.fields(Hooks)]


@pytest.mark.parametrize("moment", HOOKS)
async def test_an_error_of_a_hook_shows_no_key(moment: str) -> None:
    def fail(event: HookEvent) -> None:
        raise ArithmeticError(event.method)

    hooks: Any = Hooks(**{moment: fail})
    limiter = TokenBucket(600, burst=1)
    policy = RetryPolicy(max_retries=1, deadline=5)
    (await limiter.acquire()).done()
    with FaultServer(echo(503, str)) as server:
        async with client_of(server.url, hooks=hooks, limiter=limiter, retry=policy) as client:
            with pytest.raises(ArithmeticError) as caught:
                await client.leads.get("u")
            assert KEY not in recorded(caught.value)


@pytest.mark.parametrize("moment", ["request", "response"])
async def test_an_error_of_a_hook_of_httpx_shows_no_key(moment: str) -> None:
    async def fail(_message: object) -> None:
        raise ArithmeticError("mine")

    with FaultServer(answer(200)) as server:
        http = httpx.AsyncClient(event_hooks={moment: [fail]})
        async with http, client_of(server.url, http_client=http) as client:
            with pytest.raises(ArithmeticError) as caught:
                await client.leads.get("u")
            assert KEY not in recorded(caught.value)


# ------------------------------------------------------------- what else passes, or is made of it


@pytest.mark.parametrize(
    "body",
    [
        b'{"data": [], "pagination": {"page": "KEY"}, "KEY": "KEY"}',
        b'{"data": "KEY", "KEY": [1], "b": [2]}',
        b'{"KEY": {"a": "KEY"}}',
    ],
)
async def test_a_list_that_quotes_the_key_and_cannot_be_used(body: bytes) -> None:
    with FaultServer(answer(200, f"x-echo: {KEY}", body=body.replace(b"KEY", KEY.encode()))) as s:
        async with client_of(s.url, strict=True) as client:
            with pytest.raises(APIResponseError) as caught:
                await client.leads.list().count()
            assert KEY not in recorded(caught.value)
            assert KEY.encode() not in pickle.dumps(caught.value)


SLASHED = "jb_live/0123+4567/89abcdef"


async def test_a_key_with_slashes_that_is_echoed_escaped() -> None:
    quoted = SLASHED.replace("/", "\\/")
    body = f'{{"error": {{"message": "unknown key {quoted}", "code": "x"}}}}'.encode()
    with FaultServer(answer(401, body=body)) as server:
        async with JourneyBee(SLASHED, base_url=server.url, retry=NEVER) as client:
            with pytest.raises(AuthenticationError) as caught:
                await client.leads.get("u")
    shown = f"{caught.value} {caught.value.body} {recorded(caught.value)}"
    assert "unknown key ***" in shown
    assert SLASHED not in shown
    assert quoted not in shown
    assert SLASHED.encode() not in pickle.dumps(caught.value)


@pytest.mark.parametrize("kind", [JourneyBee, LegacyJourneyBee])
@pytest.mark.parametrize("url", ["https://me:PASS@h.test", "https://me:PASS@h.test:99999", "PASS "])
def test_a_password_in_the_base_url_is_not_shown(
    kind: Callable[..., object], url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ConfigurationError) as caught:
        kind(KEY, base_url=url.replace("PASS", PASSWORD))
    assert PASSWORD not in recorded(caught.value)
    for prefix in ("JOURNEYBEE", "JOURNEYBEE_LEGACY"):
        monkeypatch.setenv(f"{prefix}_BASE_URL", url.replace("PASS", PASSWORD))
    with pytest.raises(ConfigurationError) as caught:
        kind(KEY)
    assert PASSWORD not in recorded(caught.value)


@pytest.mark.parametrize("auth", [("Authorization", "Bearer "), ("x-api-key", "")])
@pytest.mark.parametrize("fault", ["reset", "silence", "reset in body", "401"])
async def test_the_small_client_shows_no_token(fault: str, auth: tuple[str, str]) -> None:
    with FaultServer(FAULTS[fault]) as server:
        async with AsyncClient(server.url, KEY, auth=auth, timeout=5) as client:
            with pytest.raises((httpx.HTTPError, ResponseError, TimeoutError)) as caught:
                with anyio.fail_after(0.1):
                    await client.send(leads.get_lead("u"))
            if isinstance(caught.value, ResponseError):
                # The body may be shown: it came from the server.
                caught.value.content, caught.value.args = b"", ()
            assert KEY not in recorded(caught.value)
            request = vars(caught.value).get("_request")
            assert request is None or auth[0] not in request.headers
            with pytest.raises(TypeError, match="pickled"):
                pickle.dumps(client)
