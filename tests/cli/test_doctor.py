"""`journeybee doctor` names each problem, and shows no secret; `auth login` checks the key."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from journeybee.cli.program import run

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.harness import Prompt
    from tests.cli.raw_lists import RawLists


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    for name in ("SSL_CERT_FILE", "SSL_CERT_DIR"):
        monkeypatch.delenv(name, raising=False)


def problems(jb: Prompt, *words: str) -> dict[str, str]:
    result = jb(*words, "doctor", "--format", "jsonl")
    rows = result.rows
    assert jb.sandbox.api_key not in result.out + result.err
    found = {row["check"]: row["detail"] for row in rows if row["state"] == "problem"}
    assert result.code == bool(found)
    return found


def test_all_is_well(jb: Prompt) -> None:
    result = jb("doctor", "--format", "table")
    assert result.code == 0
    checks = [line.split()[1] for line in result.out.splitlines()]
    wanted = ["versions", "settings", "proxy", "certificates", "request", "clock", "limits"]
    assert checks == wanted
    assert "the environment's JOURNEYBEE_API_KEY" in result.out
    assert len(jb.sandbox.requests) == 1


def test_the_limit_of_the_client_and_that_of_the_server_are_shown(
    lists: RawLists, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    name = "JOURNEYBEE_REQUESTS_PER_MINUTE"

    def shown() -> str:
        assert run(["doctor", "--format", "table"]) == 0
        return capsys.readouterr().out.splitlines()[-1]

    monkeypatch.setenv(name, "050")
    own = f"limits        50 requests a minute, from the environment's {name}; the server announces"
    assert f"{own} none" in shown()
    lists.headers = {"ratelimit-policy": "20;w=60", "ratelimit-remaining": "19"}
    assert f"{own} 20 in 60 s, 19 left: a smaller one is followed" in shown()
    monkeypatch.delenv(name)
    assert f"100 requests a minute, the default; {name} sets another; the server" in shown()


def test_each_problem_is_named(jb: Prompt, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with monkeypatch.context() as patch:
        patch.setenv("JOURNEYBEE_APIKEY", "secret")
        # Other commands read these.
        patch.setenv("JOURNEYBEE_REDIS_URL", "redis://localhost")
        patch.setenv("JOURNEYBEE_WEBHOOK_SECRET", "secret")
        found = problems(jb)
        assert found == {
            "environment": "JOURNEYBEE_APIKEY is not read: did you mean JOURNEYBEE_API_KEY?"
        }
    with monkeypatch.context() as patch:
        patch.setenv("HTTPS_PROXY", "gopher://user:secret@proxy.example")
        found = problems(jb, "--base-url", "https://api.example")
        assert "HTTPS_PROXY has a scheme" in found["proxy"]
        assert "secret" not in str(found)
    with monkeypatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(tmp_path / "none.pem"))
        assert "SSL_CERT_FILE cannot be used" in problems(jb)["certificates"]
    with monkeypatch.context() as patch:
        patch.delenv("JOURNEYBEE_API_KEY")
        assert "There is no API key" in problems(jb)["settings"]
    assert not jb.sandbox.requests[1:]
    monkeypatch.setenv("JOURNEYBEE_API_KEY", "wrong")
    assert "401 unauthorized" in problems(jb)["request"]


def test_a_password_in_a_url_is_refused_and_not_quoted(
    jb: Prompt, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JOURNEYBEE_BASE_URL", "https://user:secret@api.example")
    for words in (["doctor"], ["auth", "status"], ["auth", "login"], ["leads", "list"]):
        result = jb(*words)
        assert result.code in {1, 2}
        assert "secret" not in result.out + result.err
    monkeypatch.delenv("JOURNEYBEE_API_KEY")
    assert "secret" not in jb("auth", "status").err


def test_a_proxy_is_shown_without_its_password(jb: Prompt, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://user:secret@127.0.0.1:9")
    result = jb("--base-url", "https://api.example", "--timeout", "5", "doctor")
    assert "http://127.0.0.1:9" in result.out
    assert "secret" not in result.out + result.err


def test_a_clock_that_differs_is_a_problem(jb: Prompt, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("journeybee.cli.doctor.time.time", lambda: 0.0)
    assert "behind the server's" in problems(jb)["clock"]


@pytest.mark.parametrize("words", [[], ["--no-check"]])
def test_a_key_that_the_server_refuses_is_not_stored(
    jb: Prompt, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, words: list[str]
) -> None:
    monkeypatch.delenv("JOURNEYBEE_API_KEY")
    monkeypatch.setattr("sys.stdin.readline", lambda: "jb_no_such_key\n", raising=False)
    result = jb("auth", "login", *words)
    assert result.code == (0 if words else 3)
    assert len(jb.sandbox.requests) == (0 if words else 1)
    assert bool(list(tmp_path.rglob("keys.json"))) == bool(words)
    assert "jb_no_such_key" not in result.out + result.err


def test_a_key_is_stored_where_it_cannot_be_checked(
    jb: Prompt, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("sys.stdin.readline", lambda: "jb_key\n", raising=False)
    result = jb("--base-url", "http://127.0.0.1:9", "auth", "login")
    assert result.code == 0
    assert "the key was not checked: nothing was sent" in result.err
    assert list(tmp_path.rglob("keys.json"))
