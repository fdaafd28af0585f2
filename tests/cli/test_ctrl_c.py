"""Ctrl-C before, during and after a command ends the program with 130 and shows nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
INTERRUPT = "import signal; signal.raise_signal(signal.SIGINT)"
AT_EXIT = "import atexit, signal; atexit.register(signal.raise_signal, signal.SIGINT)"


def interrupted(folder: Path, package: str, command: str, before: str = "") -> tuple[int, str]:
    """Run the installed program with a package in place of ours; the exit code and the errors."""
    target = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["scripts"]
    module, _, function = target["journeybee"].partition(":")
    cli = folder / "journeybee" / "cli"
    cli.mkdir(parents=True)
    (folder / "journeybee" / "__init__.py").write_text(package)
    (cli / "__init__.py").touch()
    (cli / "program.py").write_text(f"def run_process():\n    {command}\n    return 0\n")
    # As the script that pip installs; in a shell's background job it would ignore Ctrl-C.
    script = f"""
import signal; signal.signal(signal.SIGINT, signal.default_int_handler)
{before}
from {module} import {function}
{function}()
"""
    result = subprocess.run(
        [sys.executable, "-W", "error", "-c", script],
        cwd=folder,
        env={"PYTHONPATH": f"{folder}{os.pathsep}{ROOT}"},
        capture_output=True,
        text=True,
        check=False,
    )
    return result.returncode, result.stderr


@pytest.mark.parametrize(
    ("package", "command"),
    [(INTERRUPT, "pass"), ("", INTERRUPT), ("", AT_EXIT)],
    ids=["while the package is imported", "while a command runs", "while Python exits"],
)
def test_ctrl_c_is_quiet_at_any_time(tmp_path: Path, package: str, command: str) -> None:
    assert interrupted(tmp_path, package, command) == (128 + signal.SIGINT, "")


def test_where_ctrl_c_is_ignored_it_stays_so(tmp_path: Path) -> None:
    ignore = "signal.signal(signal.SIGINT, signal.SIG_IGN)"
    assert interrupted(tmp_path, INTERRUPT, INTERRUPT, ignore) == (0, "")
