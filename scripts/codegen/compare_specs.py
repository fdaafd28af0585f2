"""``make spec-diff``: prints, as Markdown, what changed between two specs of a surface."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from scripts.codegen.bind.tables import read_tables
from scripts.codegen.errors import SpecError
from scripts.codegen.intake import read as take_in
from scripts.codegen.normalise.naming import Names
from scripts.codegen.normalise.passes import normalise
from scripts.codegen.report.diff import compare
from scripts.codegen.report.markdown import to_markdown
from scripts.codegen.surfaces import ROOT, SURFACES
from scripts.codegen.update import BOUND

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scripts.codegen.document import Json
    from scripts.codegen.surfaces import Surface


def read(source: str) -> bytes:
    """The bytes of a file, or of a file in git (``HEAD:openapi.yaml``)."""
    if Path(source).is_file():
        return Path(source).read_bytes()
    if ":" not in source or source.startswith("-"):
        raise SpecError(source, "is neither a file nor a file in git, as HEAD:openapi.yaml is")
    command = ["git", "show", source]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    if result.returncode:
        raise SpecError(source, result.stderr.decode(errors="replace").strip())
    return result.stdout


def report(old: str, new: str, surface: Surface) -> str:
    """What changed from one spec to the other, as Markdown; nothing is written."""
    names = Names.read(surface.names)
    documents: list[Json] = []
    for source in (old, new):
        content = read(source)
        try:
            intake = take_in(content, source, surface.overlays, names.base_url)
        except SpecError:
            # The overlay is kept for the spec of today, and need not fit another one.
            intake = take_in(content, source, (), names.base_url)
        documents.append(normalise(intake.document, names, surface.passes, []))
    public = read_tables(ROOT / "journeybee").public() if surface.name == BOUND else {}
    return to_markdown(compare(*documents), public)


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="make spec-diff", description=__doc__)
    parser.add_argument("--old", default="", help="by default the committed spec")
    parser.add_argument("--new", default="", help="by default the spec in the tree")
    parser.add_argument("--surface", default=BOUND, choices=[s.name for s in SURFACES])
    options = parser.parse_args(arguments)
    surface = next(s for s in SURFACES if s.name == options.surface)
    committed = f"HEAD:{surface.spec.relative_to(ROOT).as_posix()}"
    try:
        text = report(options.old or committed, options.new or str(surface.spec), surface)
    except (SpecError, OSError) as error:
        print(f"make spec-diff: {error}", file=sys.stderr)
        return 1
    print(text, end="")
    return 0
