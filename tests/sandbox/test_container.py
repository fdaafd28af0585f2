"""The commands of the Dockerfile, run here: no container engine is needed."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.redis_server import free_port

DOCKERFILE = (Path(__file__).parents[2] / "Dockerfile").read_text()


def command(instruction: str, port: int) -> list[str]:
    found = re.search(rf"^{instruction}.*?(\[.*\])$", DOCKERFILE, re.MULTILINE)
    assert found
    words: list[str] = json.loads(found[1].replace("8000", str(port)))
    return [sys.executable, *words[1:]]


@pytest.mark.thorough
def test_the_health_check_follows_the_server() -> None:
    port = free_port()
    check = command("HEALTHCHECK", port)
    assert subprocess.run(check, stderr=subprocess.DEVNULL, check=False).returncode
    with subprocess.Popen(
        [*command("ENTRYPOINT", port), "--world", "tiny"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as server:
        assert server.stdout
        assert "JourneyBee sandbox at" in server.stdout.readline()
        subprocess.run(check, check=True)
        # What `docker stop` sends.
        server.terminate()
        assert server.wait(10) == 0
