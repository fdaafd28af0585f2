"""``make spec``: takes in a published spec, and says what changed for callers.

Everything is prepared in a copy of what it concerns; the tree changes in the end, or not at all.
"""

from __future__ import annotations

import argparse
import datetime
import json
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from scripts.codegen import generate as generation
from scripts.codegen.bind.plan import bind
from scripts.codegen.bind.tables import read_tables
from scripts.codegen.build import Built
from scripts.codegen.document import operations
from scripts.codegen.errors import SpecError
from scripts.codegen.findings import NOTE, OPERATION
from scripts.codegen.intake import Intake, read
from scripts.codegen.intake.fetch import (
    Fetched,
    Source,
    fetch,
    read_source,
    source_file,
    write_source,
)
from scripts.codegen.intake.parse import parse
from scripts.codegen.left_out import read_left_out, write_left_out
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
# Of these the first is read, for the names that no resource can have.
CLIENT = ("journeybee/client.py", "journeybee/v1.py")


class StoppedError(Exception):
    """Why a spec was not taken; the tree is as it was."""


@dataclass(frozen=True)
class Outcome:
    """What was taken: the summary of the report, the edits of the tables, the paths changed."""

    summary: str
    bound: list[str] = field(default_factory=list[str])
    changed: list[str] = field(default_factory=list[str])
    left_out: list[str] = field(default_factory=list[str])
    noted: list[str] = field(default_factory=list[str])


def named(intake: Intake, surface: Surface) -> Json:
    """The document normalised under the names of the surface, which learn the new ones."""
    names = Names.read(surface.names)
    result = normalise(intake.document, names, surface.passes, [])
    names.write(surface.names)
    return result


def taken_in(content: bytes, surface: Surface, overlays: Sequence[Path]) -> Intake:
    """A spec on its way in, under the base URL that users have."""
    return read(content, surface.spec.name, overlays, Names.read(surface.names).base_url)


def generated(target: Path, surface: Surface, intake: Intake) -> Built:
    """Generate the package of the surface; the coverage of the spec is checked with it."""
    names = Names.read(surface.names)
    built = generation.generate_surface(target, surface, intake, names)
    names.write(surface.names)
    return built


@dataclass(frozen=True)
class Stages:
    """What each stage does; ``take`` says in which order."""

    fetch: Callable[[str, Source | None], Fetched] = fetch
    read: Callable[[bytes, Surface, Sequence[Path]], Intake] = taken_in
    generate: Callable[[Path, Surface, Intake], Built] = generated
    bind: Callable[[Path, Path], list[str]] = bind
    swap: Callable[[Path, Path, Sequence[str]], None] = swap_all


def read_old(content: bytes, surface: Surface, stages: Stages) -> Json:
    """The spec so far, normalised, so that the names it has are in the map before new ones come.

    An overlay that was already fitted to the new spec need not fit this one: then it is left out.
    """
    try:
        intake = stages.read(content, surface, surface.overlays)
    except SpecError:
        intake = stages.read(content, surface, ())
    return named(intake, surface)


def take(
    source: str,
    surface: Surface,
    root: Path = ROOT,
    stages: Stages | None = None,
    date: str = "",
    *,
    accept: bool = False,
) -> Outcome:
    """Take the spec at a path or an https URL for a surface. StoppedError leaves all as it was.

    Something that is not generated, and was not on record before, stops it unless ``accept``;
    an operation that users know stops it always.
    """
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
        with _stage("parse"):
            parse(fetched.content, fetched.source)
        with _stage("read the spec as it was"):
            old = read_old(surface.spec.read_bytes(), surface, stages)
        with _stage("write down"):
            _write_down(fetched, surface)
            if known is None or (known.source, known.sha256) != (fetched.source, fetched.sha256):
                write_source(surface.spec, fetched.record(date or _today()))
        # What was observed was laid over another spec; what the vendor publishes is documented.
        surface.observed.unlink(missing_ok=True)
        with _stage("read"):
            intake = stages.read(surface.spec.read_bytes(), surface, surface.overlays)
        with _stage("generate"):
            built = stages.generate(copy / PACKAGE, surface, intake)
        with _stage("what is left out"):
            _check_left_out(built, old, surface, accept=accept)
            write_left_out(surface.left_out, built.left_out)
        bound: list[str] = []
        public = read_tables(root / "journeybee").public() if surface.name == BOUND else {}
        if surface.name == BOUND:
            with _stage("bind"):
                bound = stages.bind(copy / "journeybee", copy / PACKAGE / surface.name)
                public |= read_tables(copy / "journeybee").public()
        with _stage("compare"):
            report = compare(old, built.normalised)
            if not report.empty or built.left_out:  # else the last changes stay on record
                (copy / REPORT).parent.mkdir(exist_ok=True)
                text = to_markdown(report, public, built.left_out)
                (copy / REPORT).write_text(text, encoding="utf-8")
        changed = changed_paths(copy, root, _paths(surface, copy))
        with _stage("swap"):
            stages.swap(copy, root, changed)
        left_out = [str(entry) for entry in built.left_out]
        noted = [str(finding) for finding in built.findings if finding.scope == NOTE]
        return Outcome(summary(report), bound, changed, left_out, noted)


def _check_left_out(built: Built, old: Json, surface: Surface, *, accept: bool) -> None:
    entries = built.left_out
    known = {f"{m.upper()} {path}" for m, path, _ in operations(old)}
    lost = [entry for entry in entries if entry.route in known and entry.what == OPERATION]
    if lost:
        raise StoppedError(
            "operations that users know could not be generated; mend them by an overlay:"
            + "".join(f"\n  {entry}" for entry in lost)
        )
    fresh = [entry for entry in entries if entry not in read_left_out(surface.left_out)]
    if fresh and not accept:
        raise StoppedError(
            "not all of it can be generated; ACCEPT=1 takes the rest and puts this on record:"
            + "".join(f"\n  {entry}" for entry in fresh)
        )


def _paths(surface: Surface, root: Path) -> list[str]:
    """All that taking a spec may change."""
    own = (
        *(surface.spec, source_file(surface.spec), surface.names),
        *(*surface.overlays, surface.left_out),
    )
    names = [path.relative_to(root).as_posix() for path in own]
    return [*names, PACKAGE, TABLES, *CLIENT, REPORT]


@contextmanager
def _stage(name: str) -> Iterator[None]:
    try:
        yield
    except Exception as error:
        problem = str(error) or type(error).__name__
        raise StoppedError(f"stopped at the stage '{name}': {problem}") from error


def _write_down(fetched: Fetched, surface: Surface) -> None:
    """Keep YAML as it was published; JSON is written as YAML that says the same."""
    surface.spec.write_bytes(as_yaml(fetched.content))
    document = parse(fetched.content, fetched.source)
    if parse(surface.spec.read_bytes(), surface.spec.name) != document:
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
    parser.add_argument("source", help="a file, a folder, a zip or an https URL")
    parser.add_argument("--surface", default=BOUND, choices=[s.name for s in SURFACES])
    parser.add_argument("--accept", action="store_true", help="take what is left out on record")
    options = parser.parse_args(arguments)
    surface = next(s for s in SURFACES if s.name == options.surface)
    try:
        outcome = take(options.source, surface, accept=options.accept)
    except (StoppedError, OSError) as stop:
        print(f"make spec: {stop}\nNothing was changed.", file=sys.stderr)
        return 1
    print(outcome.summary)
    sections = (
        ("Not generated:", outcome.left_out),
        ("Ignored:", outcome.noted),
        ("Tables:", outcome.bound),
        ("Changed:", outcome.changed),
    )
    for title, lines in sections:
        if lines:
            print("\n  ".join([title, *lines]))
    return 0
