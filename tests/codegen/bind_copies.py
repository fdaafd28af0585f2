"""Edits of a copy of the tables, and what changed in it."""

from __future__ import annotations

import difflib
import subprocess
import sys
from typing import TYPE_CHECKING

from scripts.codegen.bind import edit as bind_text
from scripts.codegen.bind.plan import advice, plan
from scripts.codegen.bind.tables import Generated, read_tables
from tests.codegen.frozen_project import FILES, frozen_operations

if TYPE_CHECKING:
    from pathlib import Path

OPERATIONS = list(frozen_operations())


def edit(package: Path, operations: list[Generated]) -> list[str]:
    """Bind these operations in a copy; what was asked for is done, and the style is ours."""
    tables = read_tables(package)
    told = advice(operations, tables)
    bind_text.apply(package, plan(operations, tables))
    assert advice(operations, read_tables(package)) == []
    bound = read_tables(package).public()
    assert sorted(bound) == sorted(operation.id for operation in operations)
    assert len(set(bound.values())) == len(bound)
    options = ["--isolated", "--line-length", "100", "--quiet", "--select", "F,I,E,PLE"]
    options += ["--config", 'lint.isort.known-first-party = ["journeybee", "journeybee_api"]']
    command = [sys.executable, "-m", "ruff", "check", *options, str(package)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return told


def changes(package: Path, name: str) -> list[str]:
    """The lines added and removed in a file."""
    new = (package / name).read_text() if (package / name).exists() else ""
    old = FILES.get(name, "")
    rows = difflib.unified_diff(old.splitlines(), new.splitlines(), n=0, lineterm="")
    return [r for r in rows if r[:1] in "+-" and r[:3] not in {"+++", "---"} and r.strip("+- ")]


def changed_files(package: Path) -> set[str]:
    paths = [package / "v1.py", *(package / "resources").glob("*.py")]
    names = {path.relative_to(package).as_posix() for path in paths} | FILES.keys()
    return {name for name in names if changes(package, name)}
