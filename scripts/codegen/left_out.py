"""What of a spec is not generated: checked in beside the spec, so that each new entry is seen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

from scripts.codegen.findings import NOTE

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from scripts.codegen.findings import Finding

_HEAD = "# What of the published spec is not generated, and why: `make spec` writes it.\n"


class LeftOut(NamedTuple):
    """One thing: the route of its operation or webhook, if it has one, its place and the reason."""

    what: str
    route: str
    pointer: str
    reason: str

    def __str__(self) -> str:
        route = f" of {self.route}" if self.route and self.what not in self.route else ""
        return f"{self.what}{route}: {self.pointer} {self.reason}"


def left_out(findings: Iterable[Finding]) -> list[LeftOut]:
    """What the findings take out, without what callers do not miss."""
    return sorted(
        {
            LeftOut(found.scope, found.route, found.pointer, found.problem)
            for found in findings
            if found.scope != NOTE
        }
    )


def read_left_out(path: Path) -> list[LeftOut]:
    """The entries of a file; none if there is no file."""
    if not path.exists():
        return []
    rows: list[dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8")) or []
    return [LeftOut(**{field: str(row[field]) for field in LeftOut._fields}) for row in rows]


def write_left_out(path: Path, entries: Iterable[LeftOut]) -> None:
    """Write the entries; without any there is no file."""
    rows = [entry._asdict() for entry in entries]
    if not rows:
        path.unlink(missing_ok=True)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    text = yaml.safe_dump(rows, sort_keys=False, allow_unicode=True, width=1000)
    path.write_text(_HEAD + text, encoding="utf-8")
