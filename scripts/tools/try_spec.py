"""`make spec-try SPEC=...`: what the pipeline makes of any published spec, as a row of a table.

Everything happens in a temporary folder: nothing of the project changes. A spec that the pipeline
refuses, or would not generate whole, gets a row that says why.
"""

from __future__ import annotations

import argparse
import ast
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import traceback
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from scripts.codegen.build import build
from scripts.codegen.document import resolve
from scripts.codegen.emit.generator import GenerationError, settle
from scripts.codegen.emit.package import builders
from scripts.codegen.errors import SpecError
from scripts.codegen.findings import NOTE
from scripts.codegen.generate import lay_out
from scripts.codegen.intake import accept
from scripts.codegen.intake.fetch import fetch
from scripts.codegen.intake.parse import parse
from scripts.codegen.intake.versions import to_3_1
from scripts.codegen.normalise.naming import Names, snake_case
from scripts.codegen.walk import METHODS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scripts.codegen.document import Json

IMPORT_RUNS = 7
HEADINGS = (
    "spec", "OpenAPI", "operations", "generated", "lost", "lines per operation",
    "models per operation", "seconds", "mypy --strict", "import, beside httpx",
)  # fmt: skip


@dataclass
class Row:
    """What is known of a spec; `stopped` says why nothing was generated, or not all of it."""

    spec: str
    version: str = ""
    operations: int = 0
    generated: int = 0
    lines: int = 0
    models: int = 0
    seconds: float = 0.0
    type_errors: int | None = None
    imports: tuple[float, float] | None = None
    stopped: list[str] = field(default_factory=list[str])
    left_out: list[str] = field(default_factory=list[str])
    noted: list[str] = field(default_factory=list[str])

    def cells(self) -> list[str]:
        """The cells below HEADINGS."""
        per = max(self.generated, 1)
        lost = str(self.operations - self.generated)
        return [
            self.spec,
            self.version,
            str(self.operations),
            str(self.generated),
            f"{lost}, stopped" if self.stopped else lost,
            f"{self.lines / per:.1f}" if self.generated else "",
            f"{self.models / per:.2f}" if self.generated else "",
            f"{self.seconds:.1f}",
            "" if self.type_errors is None else f"{self.type_errors} errors",
            ""
            if self.imports is None
            else "{:.2f}x, with its models {:.2f}x".format(*self.imports),
        ]


def try_spec(content: bytes, name: str, folder: Path) -> Row:
    """Run the pipeline on a spec within `folder` and measure what comes of it."""
    row = Row(name)
    surface = re.sub(r"\W", "_", snake_case(Path(name).stem)) or "spec"
    package = folder / "journeybee_api"
    started = time.monotonic()
    try:
        parsed = parse(content, name)
        row.version = str(parsed.get("openapi", parsed.get("swagger", "")))
        document = to_3_1(parsed)
        row.operations = count_operations(document)
        lay_out(package)
        built = build(accept(document), Names(), package / surface)
        row.left_out = [str(entry) for entry in built.left_out]
        row.noted = [str(finding) for finding in built.findings if finding.scope == NOTE]
        settle(package / surface)
    except (SpecError, GenerationError) as error:
        row.stopped = str(error).splitlines()
    except Exception as error:  # noqa: BLE001 - a table has a row for what the pipeline trips over
        row.stopped = [f"crashed with {error!r}", *traceback.format_exc().splitlines()]
    row.seconds = time.monotonic() - started
    if (package / surface / "__init__.py").exists():
        measure(row, package, surface)
    return row


def count_operations(document: Json) -> int:
    """How many operations a document has, sound or not."""
    paths = document.get("paths")
    items = paths.values() if isinstance(paths, dict) else ()
    own = [resolve(document, item) for item in items if isinstance(item, dict)]
    return sum(method in item for item in own for method in METHODS)


def measure(row: Row, package: Path, surface: str) -> None:
    """Count and check the package of one surface."""
    target = package / surface
    modules = {name: stem for name, stem in builders(target).items() if stem != "__init__"}
    row.generated = len(modules)
    row.lines = sum(
        len(path.read_text().splitlines())
        for path in target.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    )
    row.models = sum(1 for path in (target / "models").glob("*.py") if path.stem != "__init__")
    row.type_errors = count_type_errors(package, surface)
    if modules:
        stems = list(modules.values())
        row.imports = time_imports(package, surface, max(sorted(set(stems)), key=stems.count))


def count_type_errors(package: Path, surface: str) -> int:
    """How many errors mypy --strict has for a surface, those of the models included."""
    command = [sys.executable, "-m", "mypy", "--strict", "--python-version", "3.11"]
    command += ["--config-file", os.devnull, "--cache-dir", os.devnull]
    command += ["-p", f"{package.name}.{surface}"]
    result = subprocess.run(
        command, cwd=package.parent, capture_output=True, text=True, check=False
    )
    errors = result.stdout.count(": error:")
    if result.returncode and not errors:
        raise RuntimeError(f"mypy said:\n{result.stdout}{result.stderr}")
    return errors


def time_imports(package: Path, surface: str, module: str) -> tuple[float, float]:
    """The time of importing a module of operations as a multiple of that of httpx.

    Alone, and together with every model that its operations read.
    """
    prefix = f"{package.name}.{surface}"
    names = sorted(models_read(package / surface / "operations" / f"{module}.py"))
    alone = f"import {prefix}.operations.{module}"
    whole = alone + "".join(f"; from {prefix}.models import {name}" for name in names)
    statements = ("import httpx", alone, whole)
    times: dict[str, list[float]] = {statement: [] for statement in statements}
    for run in range(IMPORT_RUNS + 1):
        for statement in statements:
            taken = time_of(statement, package.parent)
            if run:  # the first run compiles
                times[statement].append(taken)
    httpx, alone_time, whole_time = (statistics.median(times[s]) for s in statements)
    return alone_time / httpx, whole_time / httpx


def time_of(statement: str, folder: Path) -> float:
    """Seconds that a statement takes in a fresh interpreter that finds packages in `folder`."""
    program = (
        f"import sys, time; sys.path.insert(0, {str(folder)!r}); t = time.perf_counter()\n"
        f"{statement}\nprint(time.perf_counter() - t)"
    )
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return float(result.stdout)


def models_read(module: Path) -> set[str]:
    """The models that the operations of a module read, and those that are in them."""
    models = module.parent.parent / "models"
    found: set[str] = set()
    waiting = [module]
    while waiting:
        for node in ast.walk(ast.parse(waiting.pop().read_text())):
            if isinstance(node, ast.ImportFrom) and node.module:
                path = models / f"{node.module.removeprefix('models.')}.py"
                fresh = {alias.name for alias in node.names if path.exists()} - found
                found |= fresh
                waiting += [path] if fresh else []
    return found


def main(arguments: Sequence[str]) -> int:
    """Print a row for each spec, under the headings; reasons go to standard error."""
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("specs", nargs="+", metavar="SPEC", help="file, folder, zip or https URL")
    parser.add_argument("--keep", type=Path, help="a folder for what is generated")
    options = parser.parse_args(arguments)
    stopped = False
    print(f"| {' | '.join(HEADINGS)} |\n|{'---|' * len(HEADINGS)}")
    for source in options.specs:
        name = source.rstrip("/").rpartition("/")[2]
        kept = options.keep / Path(name).stem if options.keep else None
        if kept is not None and os.path.lexists(kept):
            parser.error(f"{kept} exists: move it away, or give another --keep")
        with tempfile.TemporaryDirectory() as temporary:
            row = try_spec(fetch(source).content, name, Path(temporary))
            if kept is not None:
                shutil.copytree(temporary, kept)
        print(f"| {' | '.join(row.cells())} |", flush=True)
        for reason in row.stopped + row.left_out + row.noted:
            print(f"{name}: {reason}", file=sys.stderr)
        stopped = stopped or bool(row.stopped)
    return 1 if stopped else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
