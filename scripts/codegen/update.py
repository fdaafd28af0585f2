"""``make spec``: takes in a published spec, and says what changed for callers.

Everything is prepared in a copy of what it concerns; the tree changes in the end, or not at all.
"""

from __future__ import annotations

import argparse
import datetime
import json
import sys
import tempfile
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from scripts.codegen import generate as generation
from scripts.codegen.bind.plan import bind
from scripts.codegen.bind.tables import read_tables
from scripts.codegen.errors import SpecError
from scripts.codegen.intake.fetch import (
    Fetched,
    Source,
    fetch,
    read_source,
    source_file,
    write_source,
)
from scripts.codegen.intake.overlay import overlaid
from scripts.codegen.intake.parse import load_document
from scripts.codegen.intake.validate import refuse
from scripts.codegen.normalise.naming import Names
from scripts.codegen.normalise.passes import normalise
from scripts.codegen.report.diff import compare
from scripts.codegen.report.markdown import summary, to_markdown
from scripts.codegen.surfaces import ROOT, SURFACES, Surface
from scripts.codegen.swap import changed_paths, copy_to, swap_all

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from scripts.codegen.document import Json

# The surface whose operations the client binds.
BOUND = "v1"
REPORT = "docs/spec-changes.md"
PACKAGE = "generated/journeybee_api"
TABLES = "journeybee/resources"
CLIENT = "journeybee/client.py"


class StoppedError(Exception):
    """Why a spec was not taken; the tree is as it was."""


@dataclass(frozen=True)
class Outcome:
    """What was taken: the summary of the report, the edits of the tables, the paths changed."""

    summary: str
    bound: list[str] = field(default_factory=list[str])
    changed: list[str] = field(default_factory=list[str])


def named(document: Json, path: Path) -> Json:
    """The document normalised under the map of names at a path, which learns the new ones."""
    names = Names.read(path)
    result = normalise(document, names)
    names.write(path)
    return result


def generated(target: Path, surface: Surface) -> None:
    """Generate all surfaces, of which one is read from elsewhere; the census is part of it."""
    surfaces = tuple(surface if s.name == surface.name else s for s in SURFACES)
    generation.generate(target, surfaces)


@dataclass(frozen=True)
class Stages:
    """What each stage does; ``take`` says in which order."""

    fetch: Callable[[str, Source | None], Fetched] = fetch
    load: Callable[[bytes, str], Json] = load_document
    refuse: Callable[[Json], None] = refuse
    overlay: Callable[[Json, Path], Json] = overlaid
    normalise: Callable[[Json, Path], Json] = named
    generate: Callable[[Path, Surface], None] = generated
    bind: Callable[[Path, Path], list[str]] = bind
    swap: Callable[[Path, Path, Sequence[str]], None] = swap_all


def read_old(content: bytes, surface: Surface, stages: Stages) -> Json:
    """The spec so far, normalised, so that the names it has are in the map before new ones come.

    An overlay that was already fitted to the new spec need not fit this one: then it is left out.
    """
    document = stages.load(content, surface.spec.name)
    with suppress(SpecError):
        document = stages.overlay(document, surface.overlay)
        document = stages.overlay(document, surface.observed)
    return stages.normalise(document, surface.names)


def take(
    source: str, surface: Surface, root: Path = ROOT, stages: Stages | None = None, date: str = ""
) -> Outcome:
    """Take the spec at a path or an https URL for a surface. StoppedError leaves all as it was."""
    stages = stages or Stages()
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        surface = replace(surface, spec=copy / surface.spec.relative_to(root))
        for name in _paths(surface, copy):
            if (root / name).exists():
                copy_to(root / name, copy / name)
        with _stage("fetch"):
            known = read_source(surface.spec)
            fetched = stages.fetch(source, known)
        if fetched.unchanged:
            return Outcome("The spec is the one that was fetched before.")
        with _stage("load"):
            document = stages.load(fetched.content, fetched.source)
        with _stage("read the spec as it was"):
            old = read_old(surface.spec.read_bytes(), surface, stages)
        with _stage("write down"):
            _write_down(fetched, document, surface, stages)
            if known is None or (known.source, known.sha256) != (fetched.source, fetched.sha256):
                write_source(surface.spec, fetched.record(date or _today()))
        # What was observed was laid over another spec; what the vendor publishes is documented.
        surface.observed.unlink(missing_ok=True)
        with _stage("overlay"):
            document = stages.overlay(document, surface.overlay)
        with _stage("refuse"):
            stages.refuse(document)
        with _stage("normalise"):
            new = stages.normalise(document, surface.names)
        with _stage("generate"):
            stages.generate(copy / PACKAGE, surface)
        bound: list[str] = []
        public = read_tables(root / "journeybee").public() if surface.name == BOUND else {}
        if surface.name == BOUND:
            with _stage("bind"):
                bound = stages.bind(copy / "journeybee", copy / PACKAGE / surface.name)
                public |= read_tables(copy / "journeybee").public()
        with _stage("compare"):
            report = compare(old, new)
            if not report.empty:  # else the last changes stay on record
                (copy / REPORT).parent.mkdir(exist_ok=True)
                (copy / REPORT).write_text(to_markdown(report, public), encoding="utf-8")
        changed = changed_paths(copy, root, _paths(surface, copy))
        with _stage("swap"):
            stages.swap(copy, root, changed)
        return Outcome(summary(report), bound, changed)


def _paths(surface: Surface, root: Path) -> list[str]:
    """All that taking a spec may change."""
    own = (
        *(surface.spec, source_file(surface.spec), surface.names),
        *(surface.overlay, surface.observed),
    )
    names = [path.relative_to(root).as_posix() for path in own]
    return [*names, PACKAGE, TABLES, CLIENT, REPORT]


@contextmanager
def _stage(name: str) -> Iterator[None]:
    try:
        yield
    except Exception as error:
        problem = str(error) or type(error).__name__
        raise StoppedError(f"stopped at the stage '{name}': {problem}") from error


def _write_down(fetched: Fetched, document: Json, surface: Surface, stages: Stages) -> None:
    """Keep YAML as it was published; JSON is written as YAML that says the same."""
    surface.spec.write_bytes(as_yaml(fetched.content))
    if stages.load(surface.spec.read_bytes(), surface.spec.name) != document:
        raise StoppedError("as YAML the spec would say something else")


class _Dumper(yaml.CSafeDumper):
    """Writes in full what occurs twice, so that a diff shows each change where it is."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _represent_text(dumper: yaml.CSafeDumper, text: str) -> yaml.ScalarNode:
    # YAML 1.2 reads more texts as numbers than the rules by which PyYAML leaves out quotes.
    style = "|" if "\n" in text else "'" if text[:1] in set("0123456789.+-") else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _represent_text)


def as_yaml(content: bytes) -> bytes:
    """JSON as YAML, in its order; what is no JSON as it is."""
    try:
        document = json.loads(content.decode("utf-8-sig"))
    except ValueError:
        return content
    text = yaml.dump(document, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=120)
    return text.encode()


def _today() -> str:
    return datetime.datetime.now(datetime.UTC).date().isoformat()


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="make spec", description=__doc__)
    parser.add_argument("source", help="a file or an https URL")
    parser.add_argument("--surface", default=BOUND, choices=[s.name for s in SURFACES])
    options = parser.parse_args(arguments)
    surface = next(s for s in SURFACES if s.name == options.surface)
    try:
        outcome = take(options.source, surface)
    except (StoppedError, OSError) as stop:
        print(f"make spec: {stop}\nNothing was changed.", file=sys.stderr)
        return 1
    print(outcome.summary)
    for title, lines in (("Tables:", outcome.bound), ("Changed:", outcome.changed)):
        if lines:
            print("\n  ".join([title, *lines]))
    return 0
