"""What was observed, as an OpenAPI Overlay over the spec."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from journeybee.jsonvalue import is_array, is_object
from journeybee.verify.compare import FORMAT, MISSING, TYPE, UNKNOWN, VALUE, Finding
from journeybee.verify.document import Document, Steps, value_at
from journeybee.verify.result import Result
from journeybee.verify.shapes import merged, schema_of

OBSERVED = "observed"
_UNSURE = ("inferred", "mentioned")


def overlay_of(document: Document, results: list[Result], date: str) -> dict[str, Any]:
    """An OpenAPI Overlay 1.0 document; `date` is when the server answered, YYYY-MM-DD.

    Its actions are in an order in which each still finds its target after those before it.
    """
    edits = _Edits(document.content)
    limits = [result.limit for result in results if result.limit is not None]
    if limits:
        observed = {"x-observed": {"date": date, "rate limit": min(limits)}}
        edits.update(("info",), observed, f"A header of the server said so on {date}.")
    for result in results:
        _mark_operation(edits, document, result, date)
    findings = _merged(results)
    for finding in findings:
        if finding.problem in _EDIT_IN_PLACE:
            _EDIT_IN_PLACE[finding.problem](edits, finding)
    _mark_confirmed(edits, document, results, findings, date)
    # What is replaced takes along what was changed below it: the deepest first.
    for finding in sorted(findings, key=lambda f: -len(f.steps)):
        if finding.problem == TYPE:
            _widen(edits, finding)
    return {
        "overlay": "1.0.0",
        "info": {"title": f"What a server answered on {date}", "version": date},
        "actions": edits.actions,
    }


class _Edits:
    """Actions, and the document as they leave it."""

    def __init__(self, content: Any) -> None:
        self.content = copy.deepcopy(content)
        self.version = str(content.get("openapi", "3.1.0"))
        self.actions: list[dict[str, Any]] = []

    def at(self, steps: Steps) -> Any:
        """The value at a place; None where there is nothing any more."""
        return value_at(self.content, steps)

    def update(self, steps: Steps, value: Any, reason: str) -> None:
        target = self.at(steps)
        if is_array(target):
            target.append(copy.deepcopy(value))
        else:
            _merge(target, value)
        self._act(_path(steps), reason, update=value)

    def remove(self, steps: Steps, reason: str) -> None:
        del self.at(steps[:-1])[steps[-1]]
        self._act(_path(steps), reason, remove=True)

    def remove_text(self, steps: Steps, text: str, reason: str) -> None:
        self.at(steps).remove(text)
        self._act(f"{_path(steps)}[?@ == {_quoted(text)}]", reason, remove=True)

    def _act(self, target: str, reason: str, **what: Any) -> None:
        self.actions.append({"target": target, "description": reason, **what})


def _merge(target: dict[str, Any], update: dict[str, Any]) -> None:
    for name, value in update.items():
        if isinstance(target.get(name), dict) and is_object(value):
            _merge(target[name], value)
        else:
            target[name] = copy.deepcopy(value)


def _path(steps: Steps) -> str:
    parts = (f"[{step}]" if isinstance(step, int) else f"[{_quoted(step)}]" for step in steps)
    return "$" + "".join(parts)


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _merged(results: list[Result]) -> list[Finding]:
    """Each finding once, with all types that were seen; those of names like data cannot be said."""
    found: dict[tuple[str, Steps, str], Finding] = {}
    for finding in _all(results):
        key = (finding.problem, finding.steps, finding.name)
        if key in found:
            shape = merged(found[key].shape, finding.shape)
            finding = Finding(*key, finding.declared, shape)  # noqa: PLW2901 - the same, widened
        if finding.name or finding.problem not in (MISSING, UNKNOWN):
            found[key] = finding
    return list(found.values())


def _all(results: list[Result]) -> Iterator[Finding]:
    for result in results:
        for findings in result.findings.values():
            yield from findings


def _mark_operation(edits: _Edits, document: Document, result: Result, date: str) -> None:
    operation = document.operations[result.operation]
    if result.status is None or result.status == 403:
        return
    observed: dict[str, Any] = {"date": date}
    marks: dict[str, Any] = {"x-observed": observed}
    paging = {name: seen for name, _, seen in result.paging(operation)}
    if paging:
        observed["paging"] = {**operation.observed.get("paging", {}), **paging}
    if result.status != operation.status:
        observed["status"] = result.status
    elif operation.evidence in _UNSURE:
        marks["x-evidence"] = OBSERVED
    reason = f"A server answered it with {result.status} on {date}."
    edits.update(operation.node.steps, marks, reason)


def _mark_confirmed(
    edits: _Edits, document: Document, results: list[Result], findings: list[Finding], date: str
) -> None:
    """Schemas and fields that were met by values of their type are observed."""
    confirmed = frozenset[Steps]().union(*(result.confirmed for result in results))
    confirmed -= {finding.steps for finding in findings if finding.problem != MISSING}
    schemas = document.content.get("components", {}).get("schemas", {})
    for name in schemas:
        steps: Steps = ("components", "schemas", name)
        schema = edits.at(steps)
        update: dict[str, Any] = {}
        if steps in confirmed and schema.get("x-evidence") in _UNSURE:
            update["x-evidence"] = OBSERVED
        members = {
            member: {"x-evidence": OBSERVED}
            for member, node in schema.get("properties", {}).items()
            if (*steps, "properties", member) in confirmed and node.get("x-evidence") in _UNSURE
        }
        if members:
            update["properties"] = members
        if update:
            edits.update(steps, update, f"A server sent it so on {date}.")


def _drop_required(edits: _Edits, finding: Finding) -> None:
    required = (*finding.steps, "required")
    if finding.name in (edits.at(required) or ()):
        edits.remove_text(required, finding.name, "A server left it out.")


def _add_member(edits: _Edits, finding: Finding) -> None:
    schema = {**schema_of(finding.shape, edits.version), "x-evidence": OBSERVED}
    update = {"properties": {finding.name: schema}}
    edits.update(finding.steps, update, "A server sent it too.")


def _open_values(edits: _Edits, finding: Finding) -> None:
    for keyword in ("enum", "const"):
        if keyword in (edits.at(finding.steps) or ()):
            reason = "A server sent values that the spec does not have."
            edits.remove((*finding.steps, keyword), reason)
            update = {"type": finding.shape["kinds"][0], "x-evidence": OBSERVED}
            edits.update(finding.steps, update, reason)


def _free_format(edits: _Edits, finding: Finding) -> None:
    update = {"format": "text", "x-evidence": OBSERVED}
    edits.update(finding.steps, update, f"A server sent texts that are not a {finding.declared}.")


_EDIT_IN_PLACE = {
    MISSING: _drop_required,
    UNKNOWN: _add_member,
    VALUE: _open_values,
    FORMAT: _free_format,
}


def _widen(edits: _Edits, finding: Finding) -> None:
    """Let a schema take the types that were seen beside its own."""
    reason = f"A server sent {' or '.join(finding.shape['kinds'])} here."
    seen = {**schema_of(finding.shape, edits.version), "x-evidence": OBSERVED}
    old = edits.at(finding.steps)
    if is_object(old) and isinstance(old.get("anyOf"), list):
        edits.update((*finding.steps, "anyOf"), seen, reason)
        return
    if set(seen) == {"x-evidence", "nullable"}:
        edits.update(finding.steps, seen, reason)
        return
    both = {"anyOf": [copy.deepcopy(old), seen], "x-evidence": OBSERVED}
    key = finding.steps[-1]
    edits.remove(finding.steps, reason)
    edits.update(finding.steps[:-1], {key: both}, reason)
