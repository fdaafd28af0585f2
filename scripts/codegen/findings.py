"""What a spec has that cannot be generated: each fault with the smallest thing that goes for it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scripts.codegen.errors import SpecError, pointer
from scripts.codegen.walk import METHODS, shown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scripts.codegen.document import Json

NOTE = "note"  # callers lose nothing
SCHEMA = "schema"  # a type: what stood there may be any JSON
PARAMETER = "parameter"
MEDIA = "content type"
RESPONSE = "response"
OPERATION = "operation"
WEBHOOK = "webhook"
COMPONENT = "component"

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Finding:
    """A fault at a JSON pointer, and what is left out for it.

    ``scope`` says what kind of thing that is, ``out`` where it is; ``replaced`` says that any JSON
    takes its place. ``route`` names the operation or webhook that it belongs to, if it has one.
    """

    pointer: str
    problem: str
    scope: str = NOTE
    out: Path = ()
    replaced: bool = False

    @property
    def route(self) -> str:
        return route_of(self.out)

    def __str__(self) -> str:
        return f"{self.pointer}: {self.problem}"


def place_of(steps: Path) -> str:
    """The JSON pointer of a place, as it can be printed: long and odd names are shown in part."""
    return pointer(*(shown(step) for step in steps))


def route_of(steps: Path) -> str:
    """The operation (`GET /leads`), path or webhook that a place lies in; empty for others."""
    if steps[:1] == ("paths",) and len(steps) > 1:
        method = str(steps[2]).upper() if len(steps) > 2 else ""
        return f"{method if method.lower() in METHODS else '*'} {shown(steps[1])}"
    if steps[:1] == ("webhooks",) and len(steps) > 1:
        return f"webhook {shown(steps[1])}"
    return ""


def ignored(steps: Path, problem: str) -> Finding:
    """What means nothing to callers goes, and is told of."""
    return Finding(place_of(steps), problem, NOTE, steps)


def dropped(steps: Path, problem: str, scope: str, out: Path | None = None) -> Finding:
    """A thing goes: by default the one with the fault."""
    return Finding(place_of(steps), problem, scope, steps if out is None else out)


def untyped(steps: Path, problem: str, out: Path | None = None) -> Finding:
    """A schema becomes any JSON."""
    where = steps if out is None else out
    return Finding(place_of(steps), problem, SCHEMA, where, replaced=True)


def unsendable(steps: Path, problem: str) -> Finding:
    """What holds the place cannot be called, or received: its operation, webhook or component."""
    if steps[:1] == ("webhooks",):
        return Finding(place_of(steps), problem, WEBHOOK, steps[:2])
    if steps[:1] == ("components",):
        return Finding(place_of(steps), problem, COMPONENT, steps[:3])
    depth = 3 if len(steps) > 2 and steps[2] in METHODS else 2
    return Finding(place_of(steps), problem, OPERATION, steps[:depth])


def take_out(document: Json, findings: Iterable[Finding]) -> None:
    """Take out, or replace by any JSON, what the findings say; later items of a list first."""
    by_place = {finding.out: finding for finding in findings if finding.out}
    for finding in sorted(by_place.values(), key=_depth_and_order, reverse=True):
        *steps, last = finding.out
        node: Any = document
        with suppress(LookupError, TypeError):  # it may be gone with what it was in
            for step in steps:
                node = node[step]
            if finding.replaced:
                node[last] = {}
            else:
                del node[last]


def _depth_and_order(finding: Finding) -> tuple[int, list[tuple[int, str]]]:
    steps = [(step, "") if isinstance(step, int) else (0, step) for step in finding.out]
    return len(steps), steps


def stopped(findings: Iterable[Finding]) -> SpecError:
    """Why nothing is generated: all that was found, at once."""
    told = "".join(f"\n  {finding}" for finding in findings)
    return SpecError("#/paths", f"there is nothing left to call{':' if told else ''}{told}")
