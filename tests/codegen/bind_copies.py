"""A copy of the tables to write lines to, and what changed in it."""

from __future__ import annotations

import difflib
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from scripts.codegen.bind import edit as bind_text
from scripts.codegen.bind.plan import advice, plan
from scripts.codegen.bind.tables import Generated, read_operations, read_tables
from scripts.codegen.surfaces import GENERATED, ROOT

if TYPE_CHECKING:
    from pathlib import Path

OPERATIONS = read_operations(GENERATED / "v1")


def copied(folder: Path) -> Path:
    """A copy of what tables are made of."""
    target = folder / "journeybee"
    target.mkdir()
    shutil.copy(ROOT / "journeybee" / "client.py", target)
    shutil.copytree(
        ROOT / "journeybee" / "resources",
        target / "resources",
        ignore=shutil.ignore_patterns("__pycache__"),
    )
    return target


def copied_generated(folder: Path) -> Path:
    """A copy of what was generated."""
    target = folder / "v1"
    shutil.copytree(GENERATED / "v1", target, ignore=shutil.ignore_patterns("__pycache__"))
    return target


def edit(package: Path, operations: list[Generated]) -> list[str]:
    """Bind these operations in a copy; what was asked for is done, and the style is ours."""
    tables = read_tables(package)
    told = advice(operations, tables)
    bind_text.apply(package, plan(operations, tables))
    assert advice(operations, read_tables(package)) == []
    bound = read_tables(package).public()
    assert sorted(bound) == sorted(operation.id for operation in operations)
    assert len(set(bound.values())) == len(bound)
    for command in (["format", "--check"], ["check", "--select", "F,I,E,A003,PLE"]):
        options = ["--isolated", "--line-length", "100", "--quiet"]
        first_party = 'lint.isort.known-first-party = ["journeybee", "journeybee_api"]'
        if command[0] == "check":
            options += ["--config", first_party]
        arguments = [sys.executable, "-m", "ruff", *command, *options, str(package)]
        done = subprocess.run(arguments, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    return told


def changes(package: Path, name: str) -> list[str]:
    """The lines added and removed in a file."""
    old = (ROOT / "journeybee" / name).read_text() if (ROOT / "journeybee" / name).exists() else ""
    new = (package / name).read_text() if (package / name).exists() else ""
    rows = difflib.unified_diff(old.splitlines(), new.splitlines(), n=0, lineterm="")
    return [r for r in rows if r[:1] in "+-" and r[:3] not in {"+++", "---"} and r.strip("+- ")]


def changed_files(package: Path) -> set[str]:
    both = [package, ROOT / "journeybee"]
    names = {
        path.relative_to(root).as_posix()
        for root in both
        for path in [root / "client.py", *(root / "resources").glob("*.py")]
    }
    return {name for name in names if changes(package, name)}
