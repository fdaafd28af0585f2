"""`journeybee listen` and `journeybee trigger`, together and with other programs."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest

from journeybee.cli.program import run
from journeybee.sandbox import Sandbox

SECRET = "00000000-0000-4000-8000-000000000000"
OTHER = "11111111-0000-4000-8000-000000000000"


def status_of(url: str, *headers: str) -> str:
    """The status of the answer to the headers of a POST alone."""
    host, port = url.removeprefix("http://").rstrip("/").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as sender:
        sender.sendall("\r\n".join(["POST / HTTP/1.0", *headers, "", ""]).encode())
        return sender.recv(100).decode().split()[1]


@contextmanager
def listening() -> Iterator[tuple[str, subprocess.Popen[str]]]:
    environment = {**os.environ, "JOURNEYBEE_WEBHOOK_SECRET": SECRET}
    command = [sys.executable, "-m", "journeybee", "listen", "--port", "0"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as process:
        assert process.stderr
        url = process.stderr.readline().removeprefix("listening at ").strip()
        try:
            yield url, process
        finally:
            process.kill()


@pytest.mark.thorough
def test_what_is_sent_arrives(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JOURNEYBEE_WEBHOOK_SECRET", SECRET)
    with listening() as (url, process), httpx.Client(base_url=url, trust_env=False) as http:
        assert run(["trigger", "lead_note_created", "--to", url]) == 0
        assert capsys.readouterr().out == f"{url} answered 204 to lead_note_created\n"
        assert run(["trigger", "lead_created", "--to", url, "--secret", OTHER]) == 2
        assert "answered 401" in capsys.readouterr().err
        statuses = [
            http.post("/", content=b"{}").status_code,
            http.get("/").status_code,
        ]
        assert statuses == [401, 501]
        assert status_of(url, "content-length: 9999999") == "413"
        assert status_of(url, "content-length: x") == status_of(url) == "411"
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)
    assert [json.loads(line)["event"] for line in out.splitlines()] == ["lead_note_created"]
    assert [line.partition(":")[0] for line in err.splitlines()][:2] == ["refused", "refused"]
    assert "Traceback" not in err
    assert process.returncode not in (0, 1)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["lead_creatd"], "did you mean lead_created?"),
        (["nothing"], "there are lead_created"),
        (["lead_created", "--to", "http://example.com/"], "not a loopback address"),
        (["lead_created", "--secret", " "], "secret"),
    ],
)
def test_what_cannot_be_triggered(
    words: list[str],
    message: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("JOURNEYBEE_WEBHOOK_SECRET", SECRET)
    assert run(["trigger", *words]) == 2
    assert message in capsys.readouterr().err


def test_each_event_that_a_write_causes_can_be_triggered() -> None:
    sandbox = Sandbox(world="tiny")
    sandbox.subscribe_legacy("http://example.com/", SECRET)
    with pytest.raises(ValueError, match="there are ") as refused:
        sandbox.trigger("")
    events = str(refused.value).partition("there are ")[2].split(", ")
    missing = list[str]()
    for event in events:
        try:
            sandbox.trigger(event)
        except ValueError:
            missing.append(event)
    assert [delivery.event for delivery in sandbox.deliveries()] == [
        event for event in events if event not in missing
    ]
    # The smallest world has no such notes.
    assert missing == [event for event in events if event.startswith("deal_note")]
