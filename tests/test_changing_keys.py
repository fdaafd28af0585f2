"""API keys from a function or a file: asked once for all tasks, renewed after a 401."""

from __future__ import annotations

import functools
import logging
import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest

from journeybee import APIKeyError, APITimeoutError, Hooks, JourneyBee, RetryPolicy, TokenBucket
from journeybee import blocking as blocking_clients
from journeybee.blocking.client import BlockingClient
from journeybee.errors import AuthenticationError, ConfigurationError, PermissionDeniedError
from journeybee.legacy import LegacyJourneyBee
from journeybee.saleshandy import Saleshandy
from journeybee.settings.changing_keys import KeyFunction
from journeybee.settings.secrecy import Secret
from tests.pipeline_harness import KEY, CountingLimiter, CountingPermit

NEW = "jb_live_new_fedcba9876543210"
NEVER = RetryPolicy(max_retries=0)
Function = Callable[[], Any]

IS_ROOT = getattr(os, "geteuid", lambda: 0)() == 0  # Windows has no such permissions


class Server:
    """Accepts one key, and records those that were sent."""

    def __init__(self, accepted: str = KEY) -> None:
        self.accepted = accepted
        self.sent: list[str] = []
        self.bodies: list[bytes] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        header = request.headers.get("authorization") or request.headers["x-api-key"]
        key = header.removeprefix("Bearer ")
        self.sent.append(key)
        self.bodies.append(request.content)
        if key != self.accepted:
            return httpx.Response(401, json={"error": {"message": f"bad key {key}", "code": "x"}})
        return httpx.Response(200, json={"data": []})

    def http_client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(transport=httpx.MockTransport(self))

    def client(self, key: Function | str | None = None, **options: Any) -> JourneyBee:
        return JourneyBee(key, http_client=self.http_client(), **options)


class Vault:
    """Returns its key, and counts how often it was asked."""

    def __init__(self, key: Any = KEY, wait: float = 0.0) -> None:
        self.key = key
        self.asked = 0
        self._wait = wait

    def fetch(self) -> Any:
        self.asked += 1
        time.sleep(self._wait)
        if isinstance(self.key, BaseException):
            raise self.key
        return self.key

    async def fetch_async(self) -> Any:
        self.asked += 1
        await anyio.sleep(self._wait)
        if isinstance(self.key, BaseException):
            raise self.key
        return self.key

    def fetch_later(self) -> Any:
        return self.fetch_async()

    async def __call__(self) -> Any:
        return await self.fetch_async()


FORMS: dict[str, Callable[[Vault], Function]] = {
    "sync": lambda vault: vault.fetch,
    "async": lambda vault: vault.fetch_async,
    "async object": lambda vault: vault,
    "partial": lambda vault: functools.partial(Vault.fetch_async, vault),
    "returns a coroutine": lambda vault: vault.fetch_later,
}
TWO_FORMS = ["sync", "async"]


async def call(client: JourneyBee) -> object:
    return await client.request("GET", "/x")


# ------------------------------------------------------------------------------ functions


@pytest.mark.parametrize("form", FORMS)
async def test_a_function_is_asked_once_until_a_401(form: str) -> None:
    vault, server = Vault(), Server()
    client = server.client(FORMS[form](vault), retry=NEVER)
    assert vault.asked == 0
    await call(client)
    await call(client.with_options(timeout=1))
    assert vault.asked == 1
    vault.key = server.accepted = NEW
    await client.request("POST", "/x", json={"a": 1})
    assert vault.asked == 2
    assert server.sent == [KEY, KEY, KEY, NEW]
    assert [b'"a"' in body for body in server.bodies] == [False, False, True, True]


@pytest.mark.parametrize("form", TWO_FORMS)
async def test_a_401_is_raised_where_the_key_is_the_same(form: str) -> None:
    vault, server = Vault(KEY), Server(NEW)
    client = server.client(FORMS[form](vault))
    for times in (1, 2):
        with pytest.raises(AuthenticationError):
            await call(client)
        assert (vault.asked, len(server.sent)) == (1 + times, times)


async def test_a_key_that_is_rejected_too_is_not_renewed_again() -> None:
    keys = iter(f"jb_live_{number:016}" for number in range(9))
    server = Server()
    with pytest.raises(AuthenticationError) as caught:
        await call(server.client(lambda: next(keys)))
    assert len(server.sent) == 2
    assert "jb_live" not in str(caught.value)


async def test_a_response_that_quotes_the_old_key_and_the_new_one() -> None:
    keys = [KEY, NEW]

    def handler(request: httpx.Request) -> httpx.Response:
        status = 401 if request.headers["authorization"].endswith(KEY) else 403
        return httpx.Response(status, json={"error": {"message": f"{NEW} replaces {KEY}"}})

    http_client = httpx.AsyncClient(transport=httpx.MockTransport(handler))
    with pytest.raises(PermissionDeniedError, match=r"\*\*\* replaces \*\*\*"):
        await call(JourneyBee(lambda: keys.pop(0), http_client=http_client))


async def test_another_key_is_no_retry_of_the_policy() -> None:
    keys, statuses = [KEY, NEW], [401, 503, 200]

    def handler(_request: httpx.Request) -> httpx.Response:
        return httpx.Response(statuses.pop(0), json={}, headers={"retry-after": "0"})

    http_client = httpx.AsyncClient(transport=httpx.MockTransport(handler))
    retry = RetryPolicy(max_retries=1)
    await call(JourneyBee(lambda: keys.pop(0), http_client=http_client, retry=retry))
    assert not statuses


async def test_an_attempt_that_waited_is_sent_with_the_newest_key() -> None:
    vault, server, limiter = Vault(), Server(NEW), OneWaits()
    client = server.client(vault.fetch_async, limiter=limiter)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(call, client)
        await anyio.wait_all_tasks_blocked()
        vault.key = NEW
        await call(client)
        limiter.may_go.set()
    assert server.sent == [KEY, NEW, NEW]


class OneWaits(CountingLimiter):
    """Lets the first request wait for an event."""

    def __init__(self) -> None:
        super().__init__()
        self.may_go = anyio.Event()
        self._first = True

    async def acquire(self) -> CountingPermit:
        first, self._first = self._first, False
        if first:
            await self.may_go.wait()
        return await super().acquire()


async def test_a_repeat_with_another_key_takes_a_permit_of_the_same_limit() -> None:
    vault, server, limiter = Vault(), Server(), TokenBucket(100)
    retries: list[int] = []
    hooks = Hooks(on_retry=lambda event: retries.append(event.attempt))
    client = server.client(vault.fetch, limiter=limiter, hooks=hooks)
    await call(client)
    vault.key = server.accepted = NEW
    await call(client)
    assert limiter.stats.granted == len(server.sent) == 3
    assert retries == [1]


async def test_a_fixed_key_is_not_asked_for() -> None:
    server = Server(NEW)
    with pytest.raises(AuthenticationError):
        await call(server.client(KEY))
    assert server.sent == [KEY]


@pytest.mark.parametrize("kind", [JourneyBee, LegacyJourneyBee, Saleshandy])
async def test_all_surfaces_take_a_function(kind: Any) -> None:
    vault, server = Vault(), Server()
    client = kind(vault.fetch_async, http_client=server.http_client())
    await client.request("GET", "/x")
    vault.key = server.accepted = NEW
    await client.request("GET", "/x")
    assert server.sent == [KEY, KEY, NEW]


# ---------------------------------------------------------------------------- single flight


@pytest.mark.parametrize("form", TWO_FORMS)
async def test_tasks_that_meet_a_401_at_once_ask_once(form: str) -> None:
    vault, server = Vault(wait=0.01), Server()
    client = server.client(FORMS[form](vault), limiter=TokenBucket(1000, burst=1000))
    async with anyio.create_task_group() as tasks:
        for _ in range(8):
            tasks.start_soon(call, client)
    assert vault.asked == 1
    vault.key = server.accepted = NEW
    server.sent.clear()
    async with anyio.create_task_group() as tasks:
        for _ in range(64):
            tasks.start_soon(call, client)
    assert vault.asked == 2
    assert server.sent.count(NEW) == 64


@pytest.mark.parametrize("form", TWO_FORMS)
def test_threads_of_a_blocking_client_ask_once(form: str) -> None:
    vault, server = Vault(wait=0.01), Server()
    made = blocking_clients.JourneyBee(
        FORMS[form](vault),
        http_client=server.http_client(),
        limiter=TokenBucket(1000, burst=1000),
    )
    with made as client, ThreadPoolExecutor(16) as threads:
        list(threads.map(lambda _: client.request("GET", "/x"), range(8)))
        vault.key = server.accepted = NEW
        list(threads.map(lambda _: client.request("GET", "/x"), range(64)))
    assert vault.asked == 2


@pytest.mark.parametrize("form", TWO_FORMS)
def test_event_loops_in_threads_ask_once(form: str) -> None:
    vault, server = Vault(wait=0.05), Server()
    client = server.client(FORMS[form](vault))
    start = threading.Barrier(4)

    def work(number: int) -> None:
        start.wait()
        anyio.run(call, client, backend=("asyncio", "trio")[number % 2])

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(work, range(4)))
    assert vault.asked == 1


async def test_another_task_asks_when_the_one_that_asks_is_cancelled() -> None:
    asked: list[anyio.Event] = []

    async def fetch() -> str:
        asked.append(anyio.Event())
        if len(asked) == 1:
            await anyio.sleep_forever()
        return KEY

    server = Server()
    client = server.client(fetch)
    async with anyio.create_task_group() as tasks, anyio.create_task_group() as cancelled:
        cancelled.start_soon(call, client)
        await anyio.wait_all_tasks_blocked()
        tasks.start_soon(call, client)
        await anyio.wait_all_tasks_blocked()
        cancelled.cancel_scope.cancel()
    assert (len(asked), server.sent) == (2, [KEY])


async def test_a_forked_process_asks_for_itself() -> None:
    key = KeyFunction(Secret(lambda: KEY))
    # As in the child of a process in which another thread was asking.
    key._lock.acquire()
    key._asked = Future()
    key.begin_after_fork()
    found = await key.get(5)
    assert found is not None
    assert found.reveal() == KEY


# -------------------------------------------------------------------------------- bad functions


@pytest.mark.parametrize("form", FORMS)
async def test_the_error_of_a_function_is_named_and_its_text_hidden(form: str) -> None:
    vault, server = Vault(ArithmeticError(f"the vault says {KEY}")), Server()
    with pytest.raises(APIKeyError, match="api_key function raised ArithmeticError") as caught:
        await call(server.client(FORMS[form](vault)))
    assert KEY not in str(caught.value)
    assert (caught.value.__cause__, caught.value.__context__) == (None, None)
    assert "test_changing_keys.py" in caught.value.__notes__[0]
    assert not server.sent


async def test_tasks_share_the_error_of_a_function() -> None:
    vault, server = Vault(OSError("down"), wait=0.01), Server()
    client = server.client(vault.fetch_async)
    caught: list[APIKeyError] = []

    async def fails() -> None:
        with pytest.raises(APIKeyError) as one:
            await call(client)
        caught.append(one.value)

    async with anyio.create_task_group() as tasks:
        for _ in range(8):
            tasks.start_soon(fails)
    assert vault.asked == 1
    assert len({id(error) for error in caught}) == 8
    vault.key = KEY
    await call(client)


async def test_a_function_that_fails_after_a_401_leaves_the_401(
    caplog: pytest.LogCaptureFixture,
) -> None:
    vault, server = Vault(), Server()
    client = server.client(vault.fetch)
    await call(client)
    vault.key, server.accepted = OSError("down"), NEW
    with pytest.raises(AuthenticationError) as caught:
        await call(client)
    assert "OSError" in caught.value.__notes__[0]
    with pytest.raises(AuthenticationError):
        await call(client)
    assert [record.levelno for record in caplog.records] == [logging.WARNING]
    vault.key = NEW
    await call(client)


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        (None, "must be a str, not NoneType"),
        (KEY.encode(), "must be a str, not bytes"),
        (7, "must be a str, not int"),
        ("", "is empty"),
        (f"{KEY}\n", "line break"),
        (f"{KEY}\nx-evil: 1", "line break"),
        (f"{KEY}\u200b", "non-ASCII"),
    ],
)
@pytest.mark.parametrize("form", TWO_FORMS)
async def test_a_value_that_cannot_be_a_key(value: Any, problem: str, form: str) -> None:
    server = Server()
    with pytest.raises(APIKeyError, match=f"the api_key function returned .*{problem}") as caught:
        await call(server.client(FORMS[form](Vault(value))))
    assert KEY not in repr(caught.value)
    assert not server.sent


@pytest.mark.parametrize("form", TWO_FORMS)
@pytest.mark.parametrize("limit", ["timeout", "deadline"])
async def test_a_function_that_hangs_is_given_up(form: str, limit: str) -> None:
    release = threading.Event()

    def hang() -> str:
        release.wait(10)
        return KEY

    async def hang_async() -> str:
        await anyio.sleep_forever()
        return KEY

    server = Server()
    options: dict[str, Any] = {"timeout": 0.02}
    if limit == "deadline":
        options = {"retry": RetryPolicy(deadline=0.02)}
    client = server.client(hang if form == "sync" else hang_async, **options)
    before = threading.active_count()
    try:
        for _ in range(3):
            with pytest.raises(APITimeoutError, match="api_key function took longer"):
                await call(client)
        # It still hangs in one thread, and is not called in another one meanwhile.
        assert threading.active_count() <= before + 1
        assert not server.sent
    finally:
        release.set()


async def test_the_deadline_holds_for_a_function_that_hangs_after_a_401() -> None:
    server, first = Server(NEW), [KEY]

    async def fetch() -> str:
        if not first:
            await anyio.sleep_forever()
        return first.pop()

    client = server.client(fetch, retry=RetryPolicy(deadline=1))
    with anyio.fail_after(5):
        with pytest.raises(AuthenticationError) as caught:
            await call(client)
    assert "took too long" in caught.value.__notes__[0]


async def test_a_program_ends_though_a_function_hangs() -> None:
    server = Server()
    release = threading.Event()
    client = server.client(lambda: release.wait(10), timeout=0.01)
    with pytest.raises(APITimeoutError):
        await call(client)
    hanging = [thread for thread in threading.enumerate() if thread.name == "journeybee-api-key"]
    assert hanging
    assert all(thread.daemon for thread in hanging)
    release.set()


# --------------------------------------------------------------------------------------- files


async def test_a_file_is_read_again_when_it_changes(tmp_path: Path) -> None:
    file, server = tmp_path / "key", Server()
    file.write_bytes(b"\xef\xbb\xbf" + KEY.encode() + b"\r\n")
    client = server.client(api_key_file=file)
    await call(client)
    about = file.stat()
    server.accepted = NEW[: len(KEY)]
    file.write_text(server.accepted)
    # The same size, time and inode.
    os.utime(file, ns=(about.st_atime_ns, about.st_mtime_ns))
    await call(client)
    assert server.sent == [KEY, server.accepted]


async def test_a_mounted_secret_that_is_swapped_by_a_link(tmp_path: Path) -> None:
    for folder, key in (("one", KEY), ("two", NEW)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "key").write_text(key)
    (tmp_path / "..data").symlink_to("one")
    (tmp_path / "key").symlink_to("..data/key")
    server = Server()
    client = server.client(api_key_file=str(tmp_path / "key"))
    await call(client)
    (tmp_path / "..tmp").symlink_to("two")
    (tmp_path / "..tmp").replace(tmp_path / "..data")
    server.accepted = NEW
    await call(client)
    assert server.sent == [KEY, NEW]


def _missing(_file: Path) -> None: ...


def _directory(file: Path) -> None:
    file.mkdir()


def _loop(file: Path) -> None:
    file.symlink_to(file)


def _with(content: bytes) -> Callable[[Path], None]:
    return lambda file: _write(file, content)


def _write(file: Path, content: bytes) -> None:
    file.write_bytes(content)


@pytest.mark.parametrize(
    ("make", "problem"),
    [
        (_missing, "cannot be read: No such file"),
        (_directory, "cannot be read: Is a directory"),
        (_loop, "cannot be read: Too many levels"),
        (_with(b""), "is empty"),
        (_with(b"\n"), "is empty"),
        (_with(KEY.encode() + b"\nsecond line"), "line break"),
        (_with(KEY.encode("utf-16")), "is not UTF-8 text"),
        (_with(b"x" * 9000), "more than 8192 characters"),
    ],
)
async def test_a_file_that_holds_no_key(
    make: Callable[[Path], None], problem: str, tmp_path: Path
) -> None:
    file, server = tmp_path / "key", Server()
    make(file)
    client = server.client(api_key_file=file)
    with pytest.raises(APIKeyError, match=f"^api_key_file {file} .*{problem}") as caught:
        await call(client)
    assert KEY not in f"{caught.value!r} {caught.value.__context__!r}"
    if file.is_dir():
        file.rmdir()
    file.unlink(missing_ok=True)
    file.write_text(KEY)
    await call(client)


@pytest.mark.skipif(IS_ROOT, reason="root may read every file")
async def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    file, server = tmp_path / "key", Server()
    file.write_text(KEY)
    file.chmod(0)
    with pytest.raises(APIKeyError, match="cannot be read: Permission denied"):
        await call(server.client(api_key_file=file))


async def test_a_file_that_is_lost_leaves_the_last_key_in_use(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file, server = tmp_path / "key", Server()
    file.write_text(KEY)
    client = server.client(api_key_file=file)
    await call(client)
    file.write_text("")
    await call(client)
    await call(client)
    file.unlink()
    await call(client)
    assert server.sent == [KEY] * 4
    logged = [record.getMessage() for record in caplog.records]
    assert [text.partition(str(file))[2] for text in logged] == [
        " is empty; the key before it stays in use",
        " cannot be read: No such file or directory; the key before it stays in use",
    ]


async def test_a_key_that_is_passed_as_a_file_is_not_shown() -> None:
    with pytest.raises(APIKeyError, match=r"^api_key_file cannot be read: No such file") as caught:
        await call(Server().client(api_key_file=KEY))
    assert KEY not in str(caught.value)


@pytest.mark.parametrize("path", ["", "a\0b", b"/key", 7])
def test_what_is_not_a_path_is_refused(path: Any) -> None:
    with pytest.raises(ConfigurationError, match=r"^api_key_file must be "):
        JourneyBee(api_key_file=path)


async def sent_by(client: Any) -> None:
    if isinstance(client, BlockingClient):
        with client:
            client.request("GET", "/x")
    else:
        await client.request("GET", "/x")


@pytest.mark.parametrize(
    ("kind", "prefix"),
    [
        (JourneyBee, "JOURNEYBEE"),
        (LegacyJourneyBee, "JOURNEYBEE_LEGACY"),
        (Saleshandy, "SALESHANDY"),
        (blocking_clients.JourneyBee, "JOURNEYBEE"),
    ],
)
async def test_the_environment_names_a_file(
    kind: Any, prefix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = Server()
    file = tmp_path / "key"
    file.write_text(KEY)
    monkeypatch.setenv(f"{prefix}_API_KEY", "")
    monkeypatch.setenv(f"{prefix}_API_KEY_FILE", str(file))
    await sent_by(kind(http_client=server.http_client()))
    assert server.sent == [KEY]
    file.unlink()
    with pytest.raises(APIKeyError, match=f"^{prefix}_API_KEY_FILE {file} cannot be read"):
        await sent_by(kind(http_client=server.http_client()))


def test_two_sources_of_the_key_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ConfigurationError, match="api_key= or api_key_file=, not both"):
        JourneyBee(KEY, api_key_file="/key")
    monkeypatch.setenv("JOURNEYBEE_API_KEY", KEY)
    monkeypatch.setenv("JOURNEYBEE_API_KEY_FILE", "/key")
    with pytest.raises(ConfigurationError, match="JOURNEYBEE_API_KEY or JOURNEYBEE_API_KEY_FILE, "):
        JourneyBee()
    JourneyBee(NEW)
