"""An error tracker records no key when a command fails or is interrupted."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import click
import keyring
import pytest

from journeybee.cli import keys
from journeybee.cli.program import run
from journeybee.cli.registry import Program
from tests import fault_server
from tests.error_tracker import recorded
from tests.fault_server import Fault, FaultServer, answer
from tests.pipeline_harness import KEY

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Seen = list[BaseException]


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Seen:
    """The exceptions of commands, before the program converts them to texts."""
    passed: Seen = []
    invoke = Program.invoke

    def noting(program: Program, context: click.Context) -> Any:
        try:
            return invoke(program, context)
        except BaseException as error:
            passed.append(error)
            raise

    monkeypatch.setattr(Program, "invoke", noting)
    monkeypatch.setattr(click, "get_app_dir", lambda _name: str(tmp_path))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    monkeypatch.delenv("JOURNEYBEE_API_KEY", raising=False)
    return passed


def log_in(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{KEY}\n"))
    return run([*words, "auth", "login", *([] if words else ["--no-check"])])


def test_a_login_that_the_server_refuses(seen: Seen, monkeypatch: pytest.MonkeyPatch) -> None:
    with FaultServer(answer(401, body=b'{"message": "KEY"}')) as server:
        assert log_in(monkeypatch, "--base-url", server.url) == 3
    assert seen
    assert all(KEY not in recorded(error) for error in seen)


def interrupt(*_: object, **_options: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("stored", [True, False])
@pytest.mark.parametrize(
    "fault", [answer(401, body=b'{"message": "KEY"}'), fault_server.reset_before_headers]
)
def test_a_command_that_fails(
    fault: Fault, stored: bool, seen: Seen, monkeypatch: pytest.MonkeyPatch
) -> None:
    with FaultServer(fault) as server:
        monkeypatch.setenv("JOURNEYBEE_BASE_URL", server.url)
        if stored:
            assert log_in(monkeypatch) == 0
        else:
            monkeypatch.setenv("JOURNEYBEE_API_KEY", KEY)
        assert run(["tags", "create", "--label", "x", "--association", "lead"]) in {3, 5}
    assert seen
    assert all(KEY not in recorded(error) for error in seen)


@pytest.mark.parametrize("place", ["journeybee.client.resolve_settings", "httpx.Request.__init__"])
def test_a_command_that_is_interrupted(
    place: str, seen: Seen, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert log_in(monkeypatch) == 0
    monkeypatch.setattr(place, interrupt)
    assert run(["leads", "get", "u"]) == 130
    assert seen
    assert all(KEY not in recorded(error) for error in seen)


class Interrupted:
    """A keyring that is interrupted while it has the key."""

    def set_password(self, _service: str, _name: str, password: str) -> None:
        assert password == KEY
        raise KeyboardInterrupt

    def get_password(self, _service: str, _name: str) -> str:
        password = KEY
        raise KeyboardInterrupt(len(password))


def by_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("set_password", "get_password"):
        monkeypatch.setattr(keyring, name, getattr(Interrupted(), name))


def by_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys.json, "dump", interrupt)  # type: ignore[attr-defined]


def by_check(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("journeybee.client.resolve_settings", interrupt)


@pytest.mark.parametrize("how", [by_keyring, by_file, by_check])
def test_a_login_that_is_interrupted(
    how: Callable[[pytest.MonkeyPatch], None], seen: Seen, monkeypatch: pytest.MonkeyPatch
) -> None:
    how(monkeypatch)
    assert log_in(monkeypatch) == 130
    assert seen
    assert all(KEY not in recorded(error) for error in seen)
