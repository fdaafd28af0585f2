"""Exports that are killed at random moments and resumed: `python -m tests.cli.interruptions`."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from journeybee.sandbox import Sandbox

ROOT = Path(__file__).parents[2]
KINDS = ["leads", "users", "deals", "partners"]
JOURNEYBEE = [sys.executable, "-W", "error", "-m", "journeybee"]


def environment(sandbox: Sandbox, url: str) -> dict[str, str]:
    """The environment of a command that uses a sandbox as fast as it can."""
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'generated'}",
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
        "JOURNEYBEE_API_KEY": sandbox.api_key,
        "JOURNEYBEE_BASE_URL": url,
        "JOURNEYBEE_REQUESTS_PER_MINUTE": "100000",
    }


def interrupted_export(kills: int, interrupts: int, seed: int, folder: Path) -> str:
    """Export with interruptions; returns what happened, AssertionError if wrong."""
    moments = random.Random(seed)
    signals = [signal.SIGKILL] * kills + [signal.SIGINT] * interrupts
    moments.shuffle(signals)
    sandbox = Sandbox(rate_limit=None)
    # Slow enough that no export completes between two signals.
    slow = sandbox.faults.add(latency=0.01)
    out = folder / "out"
    line = [*JOURNEYBEE, "export", *KINDS, "--format", "jsonl", "--out", str(out)]
    line += ["--where", "per-page=20"]
    reached = list[int]()
    with sandbox.serve() as server:
        env = environment(sandbox, server.url)
        for number in signals:
            # A few pages each, so that every signal interrupts a running export. While Python
            # starts, Ctrl-C causes a traceback that a program cannot prevent.
            few = [0, 1, 1, 2] if number == signal.SIGKILL else [1, 1, 2]
            seen = len(sandbox.requests) + moments.choice(few)
            process = subprocess.Popen([*line, "--resume"], env=env, stderr=subprocess.PIPE)
            deadline = time.monotonic() + 60
            while len(sandbox.requests) < seen and process.poll() is None:
                assert time.monotonic() < deadline
                time.sleep(0.001)
            time.sleep(moments.random() * 0.03)
            process.send_signal(number)
            _, said = process.communicate(timeout=60)
            assert b"Traceback" not in said or number == signal.SIGKILL, said.decode()
            assert process.returncode in {0, 130, -signal.SIGKILL, -signal.SIGINT}, said.decode()
            reached.append(rows_kept(folder))
        sandbox.faults.remove(slow)
        subprocess.run([*line, "--resume"], env=env, check=True, stderr=subprocess.DEVNULL)
        requests = len(sandbox.requests)
    for kind in KINDS:
        rows = [json.loads(text) for text in (out / f"{kind}.jsonl").read_text().splitlines()]
        assert rows == expected(sandbox, kind)
    left = sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))
    names = sorted([*(f"{kind}.jsonl" for kind in KINDS), "manifest.json"])
    assert left == ["out", *(f"out/{name}" for name in names)], left
    return f"{kills} SIGKILL, {interrupts} Ctrl-C: exact; {requests} requests; kept rows {reached}"


def expected(sandbox: Sandbox, kind: str) -> list[dict[str, Any]]:
    """The rows of a list, fetched without this package."""
    import httpx

    rows = list[dict[str, Any]]()
    with sandbox.serve() as server, httpx.Client(base_url=server.url, trust_env=False) as http:
        http.headers["authorization"] = f"Bearer {sandbox.api_key}"
        page = pages = 1
        while page <= pages:
            answer = http.get(f"/{kind}/", params={"page": page, "per_page": 100}).json()
            if isinstance(answer, list):
                return answer
            rows += answer["data"]
            page, pages = page + 1, answer["pagination"]["total_pages"]
    return rows


def rows_kept(folder: Path) -> int:
    """The rows counted in the state of the export; all of them once it is complete."""
    state = folder / "out" / ".journeybee-export" / "state.json"
    if not state.exists():
        return -1
    return sum(part["rows"] for part in json.loads(state.read_text())["progress"].values())


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        print(interrupted_export(30, 10, random.SystemRandom().randrange(1 << 30), Path(name)))  # noqa: T201
