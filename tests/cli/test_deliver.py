"""`journeybee sync` delivers changes to URLs and commands, and shows what it would find."""

from __future__ import annotations

import json
import shlex
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.test_sync import rows

if TYPE_CHECKING:
    from tests.cli.harness import Prompt


class Receiver(ThreadingHTTPServer):
    """Answers with these statuses, then 204; keeps what it took."""

    def __init__(self, *statuses: int) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.statuses = [*statuses]
        self.asked = 0
        self.taken: list[Any] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/secret-path"


class _Handler(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.server.asked += 1
        status = self.server.statuses.pop(0) if self.server.statuses else 204
        if status < 300:
            assert self.path == "/secret-path"
            self.server.taken.append(body)
        self.send_response(status)
        self.send_header("location", "/elsewhere")
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *args: Any) -> None:
        """Quiet."""


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    monkeypatch.setattr("journeybee.cli.deliver._FIRST_DELAY", 0.0)
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    with Receiver() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_a_webhook_gets_batches_again_until_it_takes_them(
    jb: Prompt, tmp_path: Path, receiver: Receiver
) -> None:
    for number in range(3):
        jb("leads", "create", "--email", f"{number}@example.com")
    receiver.statuses = [500, 302]
    path = tmp_path / "crm.db"
    result = jb("sync", "leads", "--to", str(path), "--webhook", receiver.url)
    assert result.code == 0, result.err
    (body,) = receiver.taken
    assert [change["change"] for change in body["changes"]] == ["added"] * 3
    assert receiver.asked == 3
    assert "the webhook did not take 3 changes: status 500; again in 0 s\n" in result.err
    assert "status 302" in result.err
    assert "secret-path" not in result.err
    assert jb("sync", "leads", "--to", str(path), "--webhook", receiver.url).code == 0
    assert receiver.asked == 3


def test_what_is_refused_to_the_end_is_kept_in_a_file(
    jb: Prompt, tmp_path: Path, receiver: Receiver
) -> None:
    jb("leads", "create", "--email", "one@example.com")
    receiver.statuses = [400] * 10
    path = tmp_path / "crm.db"
    line = ("sync", "leads", "tiers", "--to", str(path), "--webhook", receiver.url, "--tries", "2")
    result = jb(*line)
    assert result.code == 2
    assert "1 changes were not delivered: deliver the lines of" in result.err
    letters = tmp_path / "crm.db.undelivered.jsonl"
    (change,) = map(json.loads, letters.read_text().splitlines())
    assert change["row"]["email"] == "one@example.com"
    assert "tiers: 0 rows" in result.err
    receiver.statuses = []
    assert jb(*line).code == 0
    assert receiver.taken == []


def test_a_command_gets_lines_and_its_exit_code_counts(
    jb: Prompt, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("journeybee.cli.deliver._FIRST_DELAY", 0.0)
    taken, program = tmp_path / "taken.jsonl", tmp_path / "take.py"
    program.write_text(
        "import pathlib, sys\n"
        f"path = pathlib.Path({str(taken)!r})\n"
        "if not path.exists():\n"
        "    path.touch()\n"
        "    sys.exit(3)\n"
        "path.write_text(path.read_text() + sys.stdin.read())\n"
    )
    command = shlex.join([sys.executable, str(program)])
    for number in range(2):
        jb("leads", "create", "--email", f"{number}@example.com")
    path = tmp_path / "crm.db"
    result = jb("sync", "leads", "--to", str(path), "--exec", command)
    assert result.code == 0, result.err
    assert "ended with exit code 3; again in 0 s" in result.err
    assert [json.loads(text)["list"] for text in taken.read_text().splitlines()] == ["leads"] * 2


def test_a_feed_that_cannot_be_written_acknowledges_nothing(jb: Prompt, tmp_path: Path) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no full device")
    jb("leads", "create", "--email", "one@example.com")
    line = ("sync", "leads", "--to", str(tmp_path / "crm.db"), "--changes")
    assert jb(*line, str(full)).code == 1
    result = jb(*line, "-")
    assert [change["change"] for change in result.rows] == ["added"]


def test_a_dry_run_leaves_the_file_as_it_is(jb: Prompt, tmp_path: Path) -> None:
    jb("leads", "create", "--email", "one@example.com")
    path = tmp_path / "crm.db"
    line = ("sync", "leads", "--to", str(path))
    assert "leads: 1 rows, 1 added" in jb(*line, "--dry-run").err
    assert not path.exists()
    assert jb(*line).code == 0
    before = rows(path, "leads")
    assert jb("leads", "update", before[0]["uuid"], "--first-name", "other").code == 0
    result = jb(*line, "--dry-run", "--changes", "-")
    assert [change["fields"] for change in result.rows if "first_name" in change["fields"]]
    assert rows(path, "leads") == before
    assert "leads: 1 rows, 1 changed" in jb(*line).err


def test_another_account_is_refused_with_the_option_that_accepts_it(
    jb: Prompt, tmp_path: Path
) -> None:
    line = ("sync", "tiers", "--to", str(tmp_path / "crm.db"), "--account")
    assert jb(*line, "acme").code == 0
    result = jb(*line, "other")
    assert result.code == 2
    assert "(account acme)" in result.err
    assert "or --accept-source if the rows are the same" in result.err
    assert jb(*line, "other", "--accept-source").code == 0


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (["--webhook", "http://example.com/x"], "give an https URL, or http to this machine"),
        (["--webhook", "ftp://localhost/x"], "give an https URL"),
        (["--exec", "no-such-command-at-all"], "is not a command"),
        (["--exec", "'"], "No closing quotation"),
        (["--dry-run", "--every", "1m"], "--dry-run goes without --every"),
    ],
)
def test_what_cannot_be_delivered_to_is_refused_first(
    jb: Prompt, tmp_path: Path, words: list[str], problem: str
) -> None:
    result = jb("sync", "leads", "--to", str(tmp_path / "crm.db"), *words)
    assert result.code == 2
    assert problem in " ".join(result.err.split())
    assert not jb.sandbox.requests


def test_a_torn_file_is_refused_by_a_dry_run_too(jb: Prompt, tmp_path: Path) -> None:
    path = tmp_path / "crm.db"
    path.write_bytes(b"SQLite format 3\0" + b"\1" * 3000)
    result = jb("sync", "leads", "--to", str(path), "--dry-run")
    assert result.code == 2
    assert "database" in result.err
