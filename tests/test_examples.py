"""The examples, run by path with two environment variables."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from journeybee.sandbox import Sandbox

EXAMPLES = Path(__file__).parent.parent / "examples"
WANTED = {
    "demo.py": ["partners that use the portal most", "3000 of 3000 leads", "0 of them refused"],
    "drain_leads.py": ["page 30 of 30: 3000 leads so far"],
    "engagement_leaderboard.py": ["users", "sessions"],
    "handle_errors.py": [
        "no such partner: Partner not found",
        "the field 'stage_uuid' was refused",
        "the list came in time",
    ],
    "upsert_partner.py": ["Acme Alliances  https://acme.example", "https://www.acme.example"],
}


# They wait for deliveries, which test_webhook_receivers.py sends.
RECEIVERS = {"webhook_fastapi.py", "webhook_starlette.py"}


def test_every_example_is_run() -> None:
    assert {path.name for path in EXAMPLES.glob("*.py")} == set(WANTED) | RECEIVERS


# Each takes seconds, so `make test` runs one.
@pytest.mark.parametrize(
    "name",
    [
        name if name == "upsert_partner.py" else pytest.param(name, marks=pytest.mark.thorough)
        for name in sorted(WANTED)
    ],
)
def test_the_example_does_what_it_says(name: str) -> None:
    sandbox = Sandbox()
    with sandbox.serve() as server:
        environment = {
            **os.environ,
            "JOURNEYBEE_API_KEY": sandbox.api_key,
            "JOURNEYBEE_BASE_URL": server.url,
        }
        command = [sys.executable, "-W", "error", str(EXAMPLES / name)]
        result = subprocess.run(
            command, env=environment, capture_output=True, text=True, check=False, timeout=60
        )
    assert result.returncode == 0, result.stderr
    assert result.stderr == ""
    assert [text for text in WANTED[name] if text not in result.stdout] == []
