"""A PostgreSQL of the system, with its data in a folder of the test."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.programs import find_program


def program(name: str) -> str:
    """The path of a program of PostgreSQL, which Debian keeps outside of the search path."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    if not found and sys.platform != "linux" and shutil.which(name) is None:
        pytest.skip(f"{name} is not installed; CI has it on Linux alone")
    return str(found[-1]) if found else find_program(name, package="postgresql")


@contextmanager
def postgres() -> Generator[str]:
    """A server on a port of its own; its URL."""
    initdb, pg_ctl = program("initdb"), program("pg_ctl")
    # It refuses to run as root, and the folders of pytest are for their owner alone.
    user = "postgres" if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    try:
        if user:
            shutil.chown(folder, user)
        data, port = str(folder / "data"), free_port()

        def run(*line: str) -> None:
            subprocess.run(
                line, check=True, user=user, cwd=folder, stdout=subprocess.DEVNULL, timeout=120
            )

        run(initdb, "-D", data, "-A", "trust", "-U", "test", "--no-sync", "-E", "UTF8")
        options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        log = str(folder / "log")
        run(pg_ctl, "-D", data, "-w", "-t", "60", "-l", log, "-o", options, "start")
        try:
            yield f"postgresql://test:unused@127.0.0.1:{port}/postgres"
        finally:
            run(pg_ctl, "-D", data, "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port
