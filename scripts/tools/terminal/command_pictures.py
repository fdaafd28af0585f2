"""Draws an export in progress and an error of the command line into docs/pictures.

Both are from a real terminal, with a real sandbox.
"""

from __future__ import annotations

import os
import select
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from scripts.tools.sandbox_process import running_sandbox
from scripts.tools.terminal.picture import svg
from scripts.tools.terminal.session import open_terminal

PICTURES = Path(__file__).resolve().parents[3] / "docs" / "pictures"
# Seconds until each is captured; the limiter makes the export wait by then.
MOMENTS = {
    "export": ("journeybee export leads --out leads.parquet", 4.0),
    "error": ("journeybee deals get 00000000-0000-4000-8000-000000000000", 20.0),
}
COLUMNS = 104


def main() -> int:
    """Return 0 if both are drawn."""
    with (
        running_sandbox(sys.executable, Path.cwd()) as environment,
        tempfile.TemporaryDirectory() as folder,
    ):
        binaries = Path(sys.executable).parent
        own = {"PATH": f"{binaries}:{os.environ['PATH']}", "HOME": folder, "TERM": "xterm-256color"}
        for name, (command, seconds) in MOMENTS.items():
            shown = _look(command, seconds, environment | own, folder)
            (PICTURES / f"{name}.svg").write_text(svg(f"$ {command}\n{shown}", COLUMNS))
            print(f"docs/pictures/{name}.svg is what `{command}` shows")
    return 0


def _look(command: str, seconds: float, environment: dict[str, str], folder: str) -> str:
    """The output of a command in a terminal after some time, or at its end."""
    ours, theirs = open_terminal(COLUMNS)
    process = subprocess.Popen(
        command.split(),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        cwd=folder,
        env=environment,
    )
    shown, until = b"", time.monotonic() + seconds
    while time.monotonic() < until and process.poll() is None:
        if select.select([ours], [], [], 0.1)[0]:
            shown += os.read(ours, 1 << 16)
    process.terminate()
    process.wait()
    while select.select([ours], [], [], 0.1)[0]:
        shown += os.read(ours, 1 << 16)
    os.close(theirs)
    os.close(ours)
    return shown.decode()


if __name__ == "__main__":
    sys.exit(main())
