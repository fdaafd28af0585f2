"""A published spec on its way in: bytes become a document that everything after this can rely on.

``read`` is the one sequence: parse, bring into the shape of OpenAPI 3.1, lay the overlays over it,
mend what is plainly meant, find the base URL, and take out what cannot be accepted.

Imports nothing of the other folders.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from scripts.codegen.intake.mend import mend
from scripts.codegen.intake.overlay import overlaid
from scripts.codegen.intake.parse import parse as parsed
from scripts.codegen.intake.servers import place_under
from scripts.codegen.intake.validate import accepted
from scripts.codegen.intake.versions import to_3_1

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from scripts.codegen.document import Json
    from scripts.codegen.findings import Finding


class Intake(NamedTuple):
    """A document that can be relied on, and all that was found on the way."""

    document: Json
    findings: list[Finding]


def read(content: bytes, name: str, overlays: Iterable[Path] = (), base_url: str = "") -> Intake:
    """The document in a file of this name; SpecError where nothing of it can be called.

    ``base_url`` is the one that users have so far.
    """
    return accept(to_3_1(parsed(content, name)), overlays, base_url)


def accept(document: Json, overlays: Iterable[Path] = (), base_url: str = "") -> Intake:
    """The same of a document in the shape of OpenAPI 3.1."""
    for overlay in overlays:
        document = overlaid(document, overlay)
    mend(document)
    findings = place_under(document, base_url)
    result, found = accepted(document)
    return Intake(result, findings + found)
