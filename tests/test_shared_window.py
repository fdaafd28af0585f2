"""The live window of a shared limit, read from outside: in Python and on the command line."""

from __future__ import annotations

import json
from collections.abc import Callable

import anyio
import anyio.to_thread
import pytest

from journeybee.cli.program import run
from journeybee.errors import ConfigurationError, RateLimitWaitError
from journeybee.limits.redis import RedisTokenBucket
from journeybee.limits.window import Waiting, Window, read_window
from tests.redis_server import Servers, wait_for


async def look(url: str) -> tuple[Window, list[str]]:
    """The window while two processes share it and a request of each waits, and their names."""
    one, other = RedisTokenBucket(url, 10, burst=5), RedisTokenBucket(url, 20, key="journeybee")
    for number in range(3):
        permit = await one.acquire()
        if not number:
            permit.done()
    await other.acquire()
    one.cool_down(20)
    await until(lambda: read(url).cool_down > 0)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(one.acquire, "background")
        tasks.start_soon(other.acquire, "interactive")
        await until(lambda: len(read(url).waiting) == 2)
        window = read(url)
        tasks.cancel_scope.cancel()
    names = [one._state.client, other._state.client]
    for limiter in (one, other):
        await limiter.aclose()
    return window, names


async def until(condition: Callable[[], bool]) -> None:
    await anyio.to_thread.run_sync(wait_for, condition)


def read(url: str) -> Window:
    window = read_window(url)
    assert window is not None
    return window


async def test_what_a_window_shows(servers: Servers) -> None:
    with servers.alone() as server:
        window, (one, other) = await look(server.url)
        left = read(server.url)
    assert (window.limit, window.period, window.used, window.under_way) == (10, 60, 4, 3)
    assert window.tokens == pytest.approx(1, abs=0.2)
    # On a busy machine seconds may pass until it is read.
    assert window.next_slot is not None
    assert 45 < window.next_slot < 61
    assert 5 < window.cool_down <= 20
    assert window.set_limit is None
    assert window.age is not None
    assert window.age < 20
    members = {member.process: member for member in window.members}
    assert {name: (m.limit, m.permits) for name, m in members.items()} == {
        one: (10, 3),
        other: (20, 1),
    }
    assert 0 < sum(member.share for member in window.members) <= 2
    assert not any(member.is_silent or member.called > 20 for member in window.members)
    # The higher lane is first; a client asks for its permit when its turn may have come.
    assert [waiting.lane for waiting in window.waiting] == ["interactive", "background"]
    assert [waiting.process for waiting in window.waiting] == [other, one]
    assert all(5 < waiting.asks < 35 for waiting in window.waiting)
    assert isinstance(window.waiting[0], Waiting)
    assert left.members == []


async def test_who_sets_a_limit_is_a_member(servers: Servers) -> None:
    with servers.alone() as server:
        limiter = RedisTokenBucket(server.url, 10)
        limiter.set_limit(8)
        await until(lambda: read_window(server.url) is not None)
        assert [member.limit for member in read(server.url).members] == [8]
        await limiter.aclose()
        assert read(server.url).members == []


def test_no_window_and_no_server(servers: Servers, capsys: pytest.CaptureFixture[str]) -> None:
    with servers.alone() as server:
        assert read_window(server.url) is None
        assert run(["limits", server.url, "--key", "other"]) == 2
        assert "nothing in Redis for the key 'other'" in capsys.readouterr().err
        url = server.url
    with pytest.raises(RateLimitWaitError, match="cannot be reached: ConnectionError"):
        read_window(url)
    assert run(["limits", url]) == 5
    with pytest.raises(ConfigurationError):
        read_window("http://user:secret@localhost")


def test_the_command_line_shows_it(
    servers: Servers, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with servers.alone() as server:
        limiter = RedisTokenBucket(server.url, 10, burst=5)
        limiter.set_limit(8)
        anyio.run(limiter.acquire)
        monkeypatch.setenv("JOURNEYBEE_REDIS_URL", server.url)
        assert run(["limits", "--format", "json"]) == 0
        shown = json.loads(capsys.readouterr().out)
        assert run(["limits", "--format", "table"]) == 0
        table = capsys.readouterr().out.splitlines()
        assert run(["limits", "--format", "table", "--fields", "used"]) == 0
        reduced = capsys.readouterr().out.split()
        limiter.close()
    assert [shown[name] for name in ("limit", "used", "set_limit", "waiting")] == [8, 1, 8, []]
    assert [member["permits"] for member in shown["members"]] == [1]
    assert table[0].split() == ["limit", "8"]
    heading = table.index("") + 1
    assert table[heading].split() == ["process", "called", "limit", "share", "is_silent", "permits"]
    assert table[heading + 1].split()[0] == shown["members"][0]["process"]
    assert reduced == ["used", "1"]
