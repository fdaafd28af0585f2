"""What does the code generator write beside the stock one, on our spec and on others?"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from bench import stock
from bench.table import Table
from scripts.codegen.build import build
from scripts.codegen.emit.generator import GenerationError, settle
from scripts.codegen.emit.package import builders
from scripts.codegen.errors import SpecError
from scripts.codegen.generate import lay_out
from scripts.codegen.intake import read
from scripts.codegen.intake.parse import parse
from scripts.codegen.normalise.naming import Names
from scripts.tools.try_spec import models_read, time_of

ROOT = Path(__file__).parent.parent
IMPORTS = 5
HEADINGS = (
    "spec", "generator", "operations", "lines an operation", "models", "seconds",
    "import, ms", "with its models, ms",
)  # fmt: skip


def lines_below(folder: Path) -> int:
    return sum(len(path.read_text().splitlines()) for path in folder.rglob("*.py"))


def import_times(folder: Path, statements: list[str]) -> list[str]:
    """Milliseconds of each, after a first run that compiles."""
    times = [[time_of(s, folder) for s in statements] for _ in range(IMPORTS + 1)][1:]
    return [f"{1000 * statistics.median(taken):.0f}" for taken in zip(*times, strict=True)]


def our_row(spec: Path, folder: Path) -> list[str]:
    """Generate with scripts/, and measure."""
    package, surface = folder / "journeybee_api", "spec"
    start = time.perf_counter()
    try:
        lay_out(package)
        build(read(spec.read_bytes(), spec.name), Names(), package / surface)
        settle(package / surface)
    except (SpecError, GenerationError) as error:
        return ["journeybee", f"refused: {str(error).splitlines()[0]}", *[""] * 5]
    seconds = time.perf_counter() - start
    target = package / surface
    modules = {name: stem for name, stem in builders(target).items() if stem != "__init__"}
    largest = Counter(modules.values()).most_common(1)[0][0]
    alone = f"import journeybee_api.{surface}.operations.{largest}"
    names = sorted(models_read(target / "operations" / f"{largest}.py"))
    models = "".join(f"; from journeybee_api.{surface}.models import {name}" for name in names)
    return [
        "journeybee",
        str(len(modules)),
        f"{lines_below(target) / len(modules):.0f}",
        str(len(list((target / "models").glob("*.py"))) - 1),
        f"{seconds:.1f}",
        *import_times(folder, [alone, alone + models]),
    ]


def stock_row(spec: Path, folder: Path) -> list[str]:
    """Generate with openapi-python-client as it comes, and measure."""
    target = folder / "stock_client"
    seconds, said = stock.generate(spec, target)
    operations = [p for p in target.glob("api/*/*.py") if p.stem != "__init__"]
    if not operations:
        reason = next((line for line in said if line.strip()), "no operation")
        return ["stock", f"nothing: {reason.strip()[:80]}", *[""] * 5]
    tag = Counter(path.parent.name for path in operations).most_common(1)[0][0]
    inside = sorted(path.stem for path in operations if path.parent.name == tag)
    # Its endpoints bring their models along, so one operation shows what the first costs.
    first = f"import stock_client.api.{tag}.{inside[0]}"
    whole = "; ".join(f"import stock_client.api.{tag}.{name}" for name in inside)
    return [
        "stock",
        str(len(operations)),
        f"{lines_below(target) / len(operations):.0f}",
        str(len([p for p in target.glob("models/*.py") if p.stem != "__init__"])),
        f"{seconds:.1f}",
        *import_times(folder, [first, whole]),
    ]


def rows(spec: Path) -> list[list[str]]:
    """A row for each generator."""
    info = parse(spec.read_bytes(), spec.name)["info"]
    name = f"{info['title']} {info.get('version', '')}".strip().replace("|", "/")
    found: list[list[str]] = []
    for row in (our_row, stock_row):
        folder = Path(tempfile.mkdtemp(prefix="bench-codegen-"))
        try:
            found.append([name, *row(spec, folder)])
        finally:
            shutil.rmtree(folder)
    return found


def measure(specs: Path | None = None) -> list[Table]:
    """A table of our own spec, or of those in a folder."""
    note = (
        "Seconds are of the whole pipeline, of ours with its checks, of the stock generator "
        "without its formatter. The first import is of the module with most operations (ours) or "
        "of one operation (stock, which brings its models along); the second of all operations of "
        "that tag with their models."
    )
    if specs is None:
        question = "Generated code: lines for an operation, of the stock generator's"
        found = rows(ROOT / "openapi.yaml")
        ours, stock_lines = (int(cells[3]) for cells in found)
        ratios = {"journeybee": ours / stock_lines, "openapi-python-client": 1.0}
        title = "Code generation from openapi.yaml"
        return [Table(title, note, HEADINGS, found, ratios, "the stock generator", question)]
    table = Table("Code generation from published specs", note, HEADINGS)
    for spec in sorted(p for p in specs.iterdir() if p.suffix in {".json", ".yaml", ".yml"}):
        print(f"  {spec.name}", file=sys.stderr, flush=True)
        table.rows += rows(spec)
    return [table]
