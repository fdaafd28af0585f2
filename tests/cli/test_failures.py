"""An error is an exit code and one readable paragraph without the key."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Any

import keyring
import keyring.backend
import keyring.errors
import pytest

from journeybee import (
    APIConnectionError,
    APIResponse,
    ConfigurationError,
    RateLimitWaitError,
)
from journeybee.cli.failures import LocalError, NoKeyError, explain
from journeybee.pipeline.error_mapping import error_from_response
from journeybee.response import Headers
from tests.cli.harness import Prompt, prompt

if TYPE_CHECKING:
    from collections.abc import Iterator

KEY = "jb_stored_key"


@pytest.fixture
def jb(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[Prompt]:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    backend: keyring.backend.KeyringBackend = object.__new__(NoKeyring)
    with prompt(capsys, monkeypatch) as typed:
        keyring.set_keyring(backend)
        yield typed


class NoKeyring(keyring.backend.KeyringBackend):
    """A system without a keyring."""

    priority = 1.0

    def get_password(self, service: str, username: str) -> str | None:
        raise keyring.errors.NoKeyringError

    def set_password(self, service: str, username: str, password: str) -> None:
        raise keyring.errors.NoKeyringError

    def delete_password(self, service: str, username: str) -> None:
        raise keyring.errors.NoKeyringError


class MemoryKeyring(NoKeyring):
    """A keyring that forgets everything with the test."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


def status(code: int) -> Exception:
    response = APIResponse(code, Headers([]), b'{"message": "why"}', "GET", "https://x/y", "/y")
    return error_from_response(response)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        *((status(number), 3) for number in (401, 403)),
        *((status(number), 4) for number in (400, 404, 409, 422)),
        (status(429), 5),
        *((status(number), 1) for number in (302, 418, 500, 503)),
        (APIConnectionError("no"), 5),
        (RateLimitWaitError("long"), 5),
        (ConfigurationError("no"), 2),
        (ValueError("page=0"), 2),
        (LocalError("there"), 2),
        (NoKeyError("no key"), 3),
        (KeyError("x"), 1),
    ],
)
def test_exit_codes(error: Exception, code: int) -> None:
    assert explain(error)[0] == code
    assert explain(error)[1].strip()


def test_an_error_is_one_line_and_nothing_of_it_acts_on_a_terminal(
    jb: Prompt, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_args: object, **_kwargs: object) -> None:
        raise LookupError("\x1b[2J\nline")

    monkeypatch.setattr("journeybee.pipeline.Pipeline.send", fail)
    result = jb("leads", "get", "x")
    assert result.code == 1
    assert result.err == "journeybee: unexpected LookupError: \\u001b[2J\\u000aline\n"


def test_ctrl_c_is_130(jb: Prompt, monkeypatch: pytest.MonkeyPatch) -> None:
    async def interrupt(*_args: object, **_kwargs: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("journeybee.pipeline.Pipeline.send", interrupt)
    assert jb("leads", "get", "x").code == 130


def test_a_key_in_a_file_is_the_owners_alone(
    jb: Prompt, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("JOURNEYBEE_API_KEY")
    assert jb("tags", "list").code == 3
    monkeypatch.setattr("sys.stdin.readline", lambda: f"{jb.sandbox.api_key}\n", raising=False)
    login = jb("auth", "login")
    assert login.code == 0
    (file,) = tmp_path.rglob("keys.json")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert jb("tags", "list").code == 0
    assert login.out.endswith(f"is kept in {file}.\n")
    shown = jb("auth", "status")
    assert str(file) in shown.out
    assert all(jb.sandbox.api_key not in text for text in (*login_texts(login), shown.out))
    # The key belongs to this URL: it is not sent to another one.
    monkeypatch.setenv("JOURNEYBEE_BASE_URL", "https://elsewhere.example/v1")
    assert jb("tags", "list").code == 3
    assert jb("auth", "logout").out.endswith("was not stored.\n")
    monkeypatch.undo()


@pytest.mark.parametrize(
    ("options", "login"),
    [
        ("", "journeybee auth login"),
        ("--surface legacy", "journeybee --surface legacy auth login"),
        (
            "--base-url http://127.0.0.1:9/v1",
            "journeybee --base-url http://127.0.0.1:9/v1 auth login",
        ),
    ],
)
def test_without_a_key_the_line_that_stores_one_is_shown(
    jb: Prompt, monkeypatch: pytest.MonkeyPatch, options: str, login: str
) -> None:
    monkeypatch.delenv("JOURNEYBEE_API_KEY")
    result = jb(*options.split(), "auth", "status")
    assert (result.code, f"store one with `{login}`" in result.err) == (3, True)


def login_texts(result: Any) -> tuple[str, str]:
    return result.out, result.err


def test_a_file_that_others_may_read_is_refused(
    jb: Prompt, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("JOURNEYBEE_API_KEY")
    file = tmp_path / ".config" / "journeybee" / "keys.json"
    file.parent.mkdir(parents=True)
    file.write_text("{}")
    file.chmod(0o644)
    result = jb("tags", "list")
    assert result.code == 2
    assert "chmod 600" in result.err
    file.chmod(0o600)
    assert jb("tags", "list").code == 3
    for text in ("{", "[]"):
        file.write_text(text)
        assert "damaged" in jb("tags", "list").err


def test_the_keyring_of_the_system_is_used_where_there_is_one(
    jb: Prompt, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    backend = MemoryKeyring()
    keyring.set_keyring(backend)
    monkeypatch.delenv("JOURNEYBEE_API_KEY")
    monkeypatch.setattr("sys.stdin.readline", lambda: f"{jb.sandbox.api_key}\n", raising=False)
    assert "system keyring" in jb("auth", "login").out
    assert not list(tmp_path.rglob("keys.json"))
    assert jb("tags", "list").code == 0
    assert jb("auth", "logout").out.endswith("is deleted.\n")
    assert not backend.kept
    assert jb("auth", "status").code == 3


BROKEN = {
    "keeps nothing": ("keyring.backends.null.Keyring", "the system keyring stores nothing"),
    "is not installed": ("no_such_package.Keyring", "fails with ModuleNotFoundError"),
    "raises": (None, "fails with RuntimeError"),
}


class RaisingKeyring(NoKeyring):
    """A keyring without its service; its errors quote the password."""

    def get_password(self, service: str, username: str) -> str | None:
        raise RuntimeError("no bus")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise RuntimeError(f"cannot store {password}")


@pytest.mark.parametrize(("backend", "say"), BROKEN.values(), ids=BROKEN)
def test_a_broken_keyring_is_reported_and_the_file_used(
    jb: Prompt,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    backend: str | None,
    say: str,
) -> None:
    if backend is None:
        keyring.set_keyring(object.__new__(RaisingKeyring))
    else:
        monkeypatch.setattr("keyring.core._keyring_backend", None)
        monkeypatch.setenv("PYTHON_KEYRING_BACKEND", backend)
    monkeypatch.delenv("JOURNEYBEE_API_KEY")
    lost = jb("auth", "status")
    assert lost.code == 3
    monkeypatch.setattr("sys.stdin.readline", lambda: f"{jb.sandbox.api_key}\n", raising=False)
    login, status = jb("auth", "login"), jb("auth", "status")
    (file,) = tmp_path.rglob("keys.json")
    assert f"{file} ({say}" in login.out or f"{file} (the system keyring {say}" in login.out
    assert f"comes from {file}" in status.out
    assert "stores nothing" in say or say in status.out
    assert "stores nothing" in say or say in lost.err
    assert jb("tags", "list").code == 0
    assert jb("auth", "logout").out.endswith("is deleted.\n")
    assert jb("auth", "status").code == 3
    assert all(jb.sandbox.api_key not in text for text in login_texts(login))


@pytest.mark.skipif(os.name != "posix", reason="modes and FIFOs are those of POSIX")
def test_a_key_file_that_is_none_is_refused(
    jb: Prompt, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("JOURNEYBEE_API_KEY")
    file = tmp_path / ".config" / "journeybee" / "keys.json"
    file.parent.mkdir(parents=True)
    os.mkfifo(file, 0o600)
    assert "is not a plain file" in jb("tags", "list").err
    file.unlink()
    file.mkdir(mode=0o700)
    assert "is not a plain file" in jb("tags", "list").err
    file.rmdir()
    file.write_bytes(b"\xef\xbb\xbf{}")
    file.chmod(0o600)
    assert jb("tags", "list").code == 3


def test_logging_in_replaces_a_link_and_does_not_follow_it(
    jb: Prompt, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file, victim = tmp_path / ".config" / "journeybee" / "keys.json", tmp_path / "victim"
    victim.write_text("{}")
    victim.chmod(0o600)
    file.parent.mkdir(parents=True)
    file.symlink_to(victim)
    key = jb.sandbox.api_key
    monkeypatch.setattr("sys.stdin.readline", lambda: f"\ufeff{key}\n", raising=False)
    assert jb("auth", "login").code == 0
    assert victim.read_text() == "{}"
    assert list(json.loads(file.read_text()).values()) == [key]


@pytest.mark.parametrize("typed", ["", "\n", "two words\n", "ключ\n"])
def test_what_cannot_be_a_key_is_not_stored(
    jb: Prompt, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, typed: str
) -> None:
    monkeypatch.setattr("sys.stdin.readline", lambda: typed, raising=False)
    result = jb("auth", "login")
    assert result.code == 2
    assert not list(tmp_path.rglob("keys.json"))
    assert not typed.strip() or typed.strip() not in result.err
