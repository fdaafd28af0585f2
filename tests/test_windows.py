"""The tests that are skipped on Windows exist, and the others can be collected there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.windows import LACKING, what_windows_lacks

ROOT = Path(__file__).parent.parent
# Simulates the parts of the standard library that Windows lacks.
COLLECT = """
import os, sys
import pytest
sys.modules |= dict.fromkeys(["fcntl", "grp", "pty", "pwd", "resource", "termios", "tty"])
for name in ["fork", "geteuid", "getuid", "mkfifo", "chown"]:
    delattr(os, name)
sys.exit(pytest.main(["--collect-only", "-q", "-p", "no:cacheprovider"]))
"""


@pytest.mark.parametrize("name", [name for names in LACKING.values() for name in names])
def test_a_name_of_the_list_is_one_of_a_test(name: str) -> None:
    path, _, test = name.partition("::")
    files = list(ROOT.glob(f"{path.removesuffix('.py')}*.py"))
    assert files
    assert all(f"def {test or 'test_'}" in file.read_text() for file in files)


def test_only_what_is_listed_is_skipped() -> None:
    assert what_windows_lacks("tests/test_redis_limiter.py::test_x[asyncio]") is not None
    assert what_windows_lacks("tests/test_retry.py::test_x") is None


@pytest.mark.thorough
def test_all_tests_are_collected_without_the_modules_of_posix() -> None:
    result = subprocess.run(
        [sys.executable, "-c", COLLECT], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stdout[-3000:]
