"""From a document that can be relied on to the package of one surface, and what is not in it."""

from __future__ import annotations

import copy
import shutil
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scripts.codegen.document import operations, webhook_body, webhooks
from scripts.codegen.emit.coverage import Fault, take_census
from scripts.codegen.emit.generator import GenerationError, run_generator
from scripts.codegen.emit.package import assemble
from scripts.codegen.findings import OPERATION, WEBHOOK, Finding, place_of, stopped
from scripts.codegen.left_out import LeftOut, left_out
from scripts.codegen.normalise.passes import normalise, served
from scripts.codegen.normalise.per_operation import leave_out
from scripts.codegen.walk import clone

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from scripts.codegen.document import Json
    from scripts.codegen.intake import Intake
    from scripts.codegen.normalise.naming import Names

# What is left out can bring others down with it; more than this often it never did.
MAX_ROUNDS = 4


@dataclass
class Built:
    """What became of a document; ``document`` is without the operations that were left out."""

    document: Json
    normalised: Json
    findings: list[Finding] = field(default_factory=list[Finding])

    @property
    def left_out(self) -> list[LeftOut]:
        return left_out(self.findings)


def build(
    intake: Intake,
    names: Names,
    target: Path,
    extra: Iterable[Callable[[Json], None]] = (),
) -> Built:
    """Generate the package ``target``; operations that cannot be generated whole are left out.

    ``names`` learns what is new. SpecError if nothing is left to call, GenerationError if a fault
    is of no operation.
    """
    document, findings = clone(intake.document), list(intake.findings)
    for _ in range(MAX_ROUNDS):
        fresh: list[Finding] = []
        learned = copy.deepcopy(names)
        normalised = normalise(document, learned, extra, fresh)
        _take_along(document, fresh)
        findings += [*fresh, *_webhooks_left_out(document, normalised)]
        if not any(True for _ in operations(normalised)):
            raise stopped(findings)
        written = run_generator(normalised)
        shutil.rmtree(target, ignore_errors=True)
        shipped = served(document, normalised, learned)
        assemble(written, target, shipped, normalised, left_out(findings))
        faults = take_census(document, normalised, target)
        if not faults:
            vars(names).update(vars(learned))
            return Built(document, normalised, findings)
        more = list(_findings(document, faults, written.complaints))
        _take_along(document, more)
        findings += more
    raise GenerationError(f"after {MAX_ROUNDS} rounds there is still this:\n{_told(faults)}")


def _findings(
    document: Json, faults: list[Fault], complaints: list[tuple[str, str]]
) -> Iterable[Finding]:
    """The operations that have faults; the generator says more of those it did not write."""
    if others := [fault for fault in faults if not fault.route]:
        raise GenerationError(f"what was generated has faults:\n{_told(others)}")
    said: dict[str, str] = {}
    for route, text in complaints:
        said.setdefault(route, text)
    known = {(m.upper(), path): ("paths", path, m) for m, path, _ in operations(document)}
    seen: set[tuple[str, str]] = set()
    for fault in faults:
        out = known.get(fault.route) if fault.route else None
        if out is None or fault.route is None or fault.route in seen:
            continue
        seen.add(fault.route)
        reason = said.get(" ".join(fault.route)) or fault.text
        yield Finding(place_of(out), f"cannot be generated: {reason}", OPERATION, out)
    if not seen:
        raise GenerationError(f"what was generated has faults:\n{_told(faults)}")


def _webhooks_left_out(document: Json, normalised: Json) -> Iterable[Finding]:
    """Webhooks that tell of a JSON body, and have no model of one."""
    known = webhooks(normalised)
    for name in document.get("webhooks", {}):
        content = webhook_body(document, name).get("content", {})
        if name not in known and any("json" in kind for kind in content):
            steps = ("webhooks", name)
            yield Finding(place_of(steps), "has a body that is no object", WEBHOOK, steps)


def _take_along(document: Json, findings: Iterable[Finding]) -> None:
    for finding in findings:
        if finding.scope == OPERATION and len(finding.out) == 3:
            _, path, method = map(str, finding.out)
            if method in document["paths"].get(path, {}):
                leave_out(document, path, method)


def _told(faults: Iterable[Fault]) -> str:
    return "\n".join(f"  {fault}" for fault in faults)
