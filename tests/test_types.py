"""The types of the public names, by mypy and by pyright."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.thorough

CASES = Path(__file__).parent / "typing" / "cases.py"
ROOT = Path(__file__).parent.parent
Seen = tuple[dict[int, str], set[int]]


def wanted() -> Seen:
    """The expected types, by line, and the lines with an expected error."""
    lines = list(enumerate(CASES.read_text().splitlines(), 1))
    types = {
        n: line.split("# is: ")[1] for n, line in lines if "# is: " in line and "``" not in line
    }
    return types, {n for n, line in lines if line.endswith("# wrong")}


def test_mypy_knows_the_types(tmp_path: Path) -> None:
    assert seen_by_mypy(tmp_path) == wanted()


def test_pyright_knows_the_types(tmp_path: Path) -> None:
    assert seen_by_pyright(tmp_path) == wanted()


def seen_by_mypy(tmp_path: Path) -> Seen:
    command = [
        sys.executable,
        "-m",
        "mypy",
        "--strict",
        "--output=json",
        "--cache-dir",
        str(tmp_path),
    ]
    result = subprocess.run(
        [*command, str(CASES)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    types, errors = {}, set()
    for report in map(json.loads, result.stdout.splitlines()):
        if Path(report["file"]).name != CASES.name:
            raise AssertionError(report)
        if found := re.match(r'Revealed type is "(.+)"', report["message"]):
            types[report["line"]] = short(found[1])
        elif report["severity"] == "error":
            errors.add(report["line"])
    return types, errors


def seen_by_pyright(tmp_path: Path) -> Seen:
    config = {
        "typeCheckingMode": "strict",
        "include": [str(CASES)],
        "extraPaths": [str(ROOT), str(ROOT / "generated")],
    }
    (tmp_path / "pyrightconfig.json").write_text(json.dumps(config))
    command = [sys.executable, "-m", "pyright", "--outputjson", "--pythonpath", sys.executable]
    result = subprocess.run(
        [*command, "-p", str(tmp_path), str(CASES)], capture_output=True, text=True, check=False
    )
    types, errors = {}, set()
    for report in json.loads(result.stdout)["generalDiagnostics"]:
        line = report["range"]["start"]["line"] + 1
        if found := re.match(r'Type of ".+" is "(.+)"', report["message"]):
            types[line] = short(found[1])
        elif report["severity"] == "error":
            errors.add(line)
    return types, errors


def short(name: str) -> str:
    """A type without the modules of its names, the members of a union in order."""
    return " | ".join(sorted(re.sub(r"\b[\w.]+\.(?=\w)", "", name).split(" | "), key=str.lower))
