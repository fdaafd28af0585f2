"""The report of a verification: what differs from the spec, by name and type."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

import attrs

from journeybee.verify.compare import MISSING, TYPE, UNKNOWN, Finding
from journeybee.verify.document import Document, Operation, Steps, value_at
from journeybee.verify.overlay import overlay_of
from journeybee.verify.result import DIFFERS, FITS, SKIPPED, Result


@attrs.frozen(order=True)
class Difference:
    """One way in which a server differs from the spec, in all operations where it does so.

    Attributes:
        aspect: status, envelope, paging, field, error or rate limit.
        where: a field such as `Lead.status`, a fact of paging, or an operation.
        declared: what the spec says.
        seen: what the server does.
        operations: the ids of the operations.

    .. versionadded:: 0.1
    """

    aspect: str
    where: str
    declared: str
    seen: str
    operations: tuple[str, ...] = ()


@attrs.frozen
class Report:
    """A comparison of a server's answers with the spec.

    Attributes:
        date: of the day it was made, YYYY-MM-DD.
        requests: how many were sent, in all runs that it sums up.
        differences: sorted; empty if all answers fit.
        left: the ids of operations that `max_requests` left no request for.

    .. versionadded:: 0.1
    """

    surface: str
    base_url: str
    date: str
    requests: int
    differences: Sequence[Difference]
    left: Sequence[str]
    results: Sequence[Result] = attrs.field(repr=False)
    document: Document = attrs.field(repr=False)

    @property
    def fits(self) -> bool:
        """Whether every operation was asked that could be, and none differs."""
        return not self.differences and not self.left

    @property
    def operations(self) -> dict[str, str]:
        """The outcome of each operation, by id: fits, differs or skipped."""
        return {r.operation: outcome(self.document, r) for r in self.results}

    @property
    def skipped(self) -> dict[str, str]:
        """Why operations were not compared, by id."""
        return {r.operation: r.note for r in self.results if outcome(self.document, r) == SKIPPED}

    @property
    def headers(self) -> list[str]:
        """The names of rate-limit headers that came."""
        return sorted({name for result in self.results for name in result.headers})

    def overlay(self) -> dict[str, Any]:
        """What was seen as an OpenAPI Overlay 1.0 document, marked `x-evidence: observed`."""
        return overlay_of(self.document, list(self.results), self.date)

    def to_json(self) -> str:
        """The report as JSON."""
        content = {
            "surface": self.surface,
            "base_url": self.base_url,
            "date": self.date,
            "requests": self.requests,
            "fits": self.fits,
            "differences": [attrs.asdict(d) for d in self.differences],
            "operations": self.operations,
            "skipped": self.skipped,
            "left": list(self.left),
            "rate_limit_headers": self.headers,
        }
        return json.dumps(content, indent=2) + "\n"

    def to_markdown(self) -> str:
        """The report as Markdown."""
        lines = [
            f"# {self.surface} at {self.base_url}",
            "",
            f"{self.date}, {self.requests} requests. {self.summary}",
            "",
        ]
        if self.differences:
            lines += ["| Aspect | Where | The spec says | The server does | Operations |"]
            lines += ["| --- | --- | --- | --- | --- |"]
            for row in self.differences:
                cells = (row.aspect, row.where, row.declared, row.seen, ", ".join(row.operations))
                lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
            lines.append("")
        for id_, note in self.skipped.items():
            lines.append(f"- `{id_}` was not compared: {note}.")
        lines += [f"- `{id_}` is left for the next run." for id_ in self.left]
        headers = ", ".join(f"`{name}`" for name in self.headers) or "none"
        return "\n".join([*lines, f"- Headers about the rate limit: {headers}.", ""])

    @property
    def summary(self) -> str:
        """One sentence."""
        counts = list(self.operations.values())
        parts = [f"{counts.count(FITS)} operations fit", f"{counts.count(DIFFERS)} differ"]
        parts.append(f"{counts.count(SKIPPED)} could not be compared")
        parts += [f"{len(self.left)} are left"] if self.left else []
        return f"{', '.join(parts)}; {len(self.differences)} differences."


def outcome(document: Document, result: Result) -> str:
    """Whether an operation fits, differs or was skipped."""
    if next(_of_operation(document.operations[result.operation], result), None) is not None:
        return DIFFERS
    return SKIPPED if result.note else FITS


def differences(
    document: Document, results: Sequence[Result], requests_per_minute: int
) -> list[Difference]:
    """All differences of some results, each once."""
    found: dict[Difference, list[str]] = {}
    for result in results:
        for difference in _of_operation(document.operations[result.operation], result):
            found.setdefault(difference, []).append(result.operation)
    observed = value_at(document.content, ("info", "x-observed", "rate limit"))
    expected = min(requests_per_minute, observed or requests_per_minute)
    limits = [result.limit for result in results if result.limit is not None]
    if limits and min(limits) < expected:
        pair = (f"{expected} requests a minute", f"{min(limits)}")
        found[Difference("rate limit", "the client's limit", *pair)] = []
    return sorted(attrs.evolve(d, operations=tuple(ids)) for d, ids in found.items())


def _of_operation(operation: Operation, result: Result) -> Iterator[Difference]:
    expected = operation.observed.get("status", operation.status)
    if result.status not in (None, 403, expected):
        yield Difference("status", operation.id, str(expected), str(result.status))
    if result.status == operation.status and result.note:
        written = operation.method != "GET"
        about = ("status", str(expected)) if written else ("envelope", "JSON")
        yield Difference(about[0], operation.id, about[1], result.note)
    for name, declared, seen in result.paging(operation):
        yield Difference("paging", name, str(declared) or "none", str(seen))
    for aspect, findings in result.findings.items():
        for finding in findings:
            yield _difference(aspect, finding, _where(operation, finding.steps))


def _where(operation: Operation, steps: Steps) -> str:
    """A name for a place in the spec; of the bodies of lists one for all, for they are alike."""
    response = operation.response
    if operation.item is None or response is None:
        return _label(steps)
    return "page" if steps in (response.steps, response.resolved().steps) else _label(steps)


def _difference(aspect: str, finding: Finding, where: str) -> Difference:
    kinds = " or ".join(finding.shape["kinds"])
    if finding.problem == MISSING:
        return Difference(aspect, f"{where}.{finding.name}", "required", MISSING)
    if finding.problem == UNKNOWN:
        is_rows = "schema" in finding.shape
        name = "another member with the rows" if is_rows else f"{where}.{finding.name or '*'}"
        return Difference(aspect, name, UNKNOWN, kinds)
    if finding.problem == TYPE:
        return Difference(aspect, where, finding.declared, kinds)
    return Difference(aspect, where, finding.declared, finding.problem)


def _label(steps: Steps) -> str:
    """A name for a place in the document: `Lead.tags[].label`."""
    if steps[:2] == ("components", "schemas"):
        label, rest = str(steps[2]), list(steps[3:])
    else:
        label = " ".join([str(steps[2]).upper(), str(steps[1])]) if len(steps) > 2 else "response"
        rest = list(steps[steps.index("schema") + 1 :]) if "schema" in steps else []
    while rest:
        step = rest.pop(0)
        if step == "properties" and rest:
            label += f".{rest.pop(0)}"
        elif step == "items":
            label += "[]"
    return label
