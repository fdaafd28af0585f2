"""A sandbox in its own process, for checks that run programs against it."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

START_SECONDS = 30.0
BASE_URL = re.compile(r"^JourneyBee sandbox at (\S+)\n", re.MULTILINE)
API_KEY = re.compile(r"^api key \(read and write\): (\S+)\n", re.MULTILINE)


def clean_environment() -> dict[str, str]:
    """The environment of this process, without variables that would change what is checked."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTHON", "JOURNEYBEE_")) and not name.lower().endswith("_proxy")
    }


@contextmanager
def running_sandbox(python: str | Path, cwd: Path, *options: str) -> Iterator[dict[str, str]]:
    """Serve a new sandbox and yield the environment for programs that use it.

    `python` is the interpreter whose installed package is served; `cwd` should not be the
    checkout when that package is a wheel; `options` are those of the sandbox's command.
    """
    environment = clean_environment()
    # A file, because a full pipe that is not read would stop the server.
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(
            [python, "-m", "journeybee.sandbox", "--port", "0", *options],
            cwd=cwd,
            env=environment | {"PYTHONUNBUFFERED": "1"},
            stdout=output,
        )
        try:
            yield environment | _wait_for_settings(process, output.fileno())
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_for_settings(process: subprocess.Popen[bytes], output: int) -> dict[str, str]:
    deadline = time.monotonic() + START_SECONDS
    while True:
        printed = os.pread(output, 1 << 16, 0).decode()
        url, key = BASE_URL.search(printed), API_KEY.search(printed)
        if url and key:
            return {"JOURNEYBEE_BASE_URL": url[1], "JOURNEYBEE_API_KEY": key[1]}
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"the sandbox did not print its URL and key:\n{printed}")
        time.sleep(0.05)
