"""Compares a JSON value with a schema of the spec, apart from the decoder of the models."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import attrs

from journeybee.jsonvalue import is_object
from journeybee.verify.document import Node, Steps
from journeybee.verify.shapes import Schema, is_name, kind_of, merged, shape_of

MISSING, UNKNOWN, TYPE, VALUE, FORMAT = (
    "missing",
    "not in the spec",
    "another type",
    "a value not in the spec",
    "another format",
)
_DEEPEST = 40
_ROWS = 200
_MOST_NAMES = 50


@attrs.frozen
class Finding:
    """One way in which values differ from a schema; it holds names and types, never a value.

    Attributes:
        steps: where in the document: the object for a member that is missing or unknown, else the
            schema that does not allow the value.
        name: of the member; "" where its name looks like data.
    """

    problem: str
    steps: Steps
    name: str
    declared: str
    shape: Schema


@attrs.define
class Findings:
    """What was found in any number of values.

    Attributes:
        confirmed: where in the document a schema was met by a value other than null.
    """

    found: dict[tuple[str, Steps, str], Finding] = attrs.field(
        factory=dict[tuple[str, Steps, str], Finding]
    )
    confirmed: set[Steps] = attrs.field(factory=set[Steps])

    def add(self, problem: str, node: Node, value: object, declared: str, name: str = "") -> None:
        """Note a difference; one that is known already takes on the type of this value."""
        key = (problem, node.steps, name)
        shape = shape_of(value)
        if key in self.found:
            shape = merged(self.found[key].shape, shape)
        self.found[key] = Finding(problem, node.steps, name, declared, shape)

    def take(self, other: Findings) -> None:
        """Merge the findings of another instance."""
        for key, finding in other.found.items():
            known = self.found.get(key)
            shape = finding.shape if known is None else merged(known.shape, finding.shape)
            self.found[key] = attrs.evolve(finding, shape=shape)
        self.confirmed |= other.confirmed


def compare(schema: Node, value: Any, into: Findings, depth: int = 0) -> None:
    """Note in which ways a value is not what a schema says."""
    target = schema.resolved()
    if depth > _DEEPEST or not is_object(target.value):
        return
    kind = kind_of(value)
    options = [*target.items("anyOf"), *target.items("oneOf")]
    fitting = [option for option in options or [target] if _allows(option, kind)]
    if not fitting:
        into.add(TYPE, schema, value, _declared(options or [target]))
        return
    if options:
        tried = [_tried(option, value, depth) for option in fitting]
        into.take(min(tried, key=lambda findings: len(findings.found)))
    elif not _compare_as(kind, schema, value, into, depth):
        return
    if kind != "null":
        into.confirmed |= {schema.steps, target.steps}


def _compare_as(kind: str, schema: Node, value: Any, into: Findings, depth: int) -> bool:
    """Compare what a value of a kind holds; whether a value without members fits."""
    target = schema.resolved()
    if kind == "object":
        _compare_object(target, value, into, depth)
    elif kind == "array":
        for row in value[:_ROWS] if "items" in target.value else ():
            compare(target.child("items"), row, into, depth + 1)
    elif kind != "null":
        return _compare_scalar(schema, target, value, into)
    return True


def kinds_of(schema: Node, depth: int = 0) -> set[str]:
    """The JSON types that a schema allows; empty for all of them."""
    schema = schema.resolved()
    value = schema.value
    if not is_object(value) or depth > _DEEPEST:
        return set()
    options = [*schema.items("anyOf"), *schema.items("oneOf")]
    if options:
        each = [kinds_of(option, depth + 1) for option in options]
        return set[str]().union(*each) if all(each) else set[str]()
    declared = value.get("type")
    kinds: set[str] = {declared} if isinstance(declared, str) else set(declared or ())
    if not kinds and "enum" in value:
        kinds = {kind_of(item) for item in value["enum"]}
    if not kinds and "const" in value:
        kinds = {kind_of(value["const"])}
    for part in schema.items("allOf"):
        kinds |= kinds_of(part, depth + 1)
    if not kinds and "properties" in value:
        kinds = {"object"}
    return {*kinds, "null"} if kinds and value.get("nullable") is True else kinds


def _tried(option: Node, value: Any, depth: int) -> Findings:
    findings = Findings()
    compare(option, value, findings, depth + 1)
    return findings


def _allows(schema: Node, kind: str) -> bool:
    kinds = kinds_of(schema)
    return not kinds or kind in kinds or (kind == "integer" and "number" in kinds)


def _declared(schemas: list[Node]) -> str:
    return " or ".join(sorted({kind for schema in schemas for kind in kinds_of(schema)}))


def _compare_scalar(schema: Node, target: Node, value: Any, into: Findings) -> bool:
    allowed = target.value.get("enum", [target.value["const"]] if "const" in target.value else None)
    if allowed is not None and value not in allowed:
        into.add(VALUE, target, value, f"{len(allowed)} values")
        return False
    # The names of the models' times say so too: they are read as times whatever their format.
    name = schema.steps[-1] if "properties" in schema.steps[-2:-1] else ""
    declared = target.value.get("format")
    if declared is None and allowed is None and str(name).endswith("_at"):
        declared = "date-time"
    if isinstance(value, str) and not _is_formatted(value, declared):
        into.add(FORMAT, target, value, str(declared))
        return False
    return True


def _is_formatted(text: str, declared: object) -> bool:
    try:
        if declared == "date-time":
            datetime.fromisoformat(text)
        elif declared == "date":
            date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _parts(schema: Node, depth: int = 0) -> Iterator[Node]:
    """An object schema and those that it takes over by `allOf`."""
    schema = schema.resolved()
    if is_object(schema.value) and depth < _DEEPEST:
        yield schema
        for part in schema.items("allOf"):
            yield from _parts(part, depth + 1)


def _compare_object(schema: Node, value: dict[str, Any], into: Findings, depth: int) -> None:
    parts = list(_parts(schema))
    members = {
        name: part.child("properties", name)
        for part in parts
        for name in part.value.get("properties", {})
    }
    for part in parts:
        for name in part.value.get("required", ()):
            if name not in value:
                into.add(MISSING, part, None, "", name)
    rest = next((p for p in parts if "additionalProperties" in p.value), None)
    others = rest.child("additionalProperties") if rest is not None else None
    is_open = not members or (others is not None and others.value not in (None, False))
    owner = next((part for part in parts if "properties" in part.value), schema)
    unknown = 0
    for name, member in value.items():
        if name in members:
            compare(members[name], member, into, depth + 1)
        elif is_open:
            if others is not None and is_object(others.value):
                compare(others, member, into, depth + 1)
        else:
            unknown += 1
            known = unknown <= _MOST_NAMES and is_name(name)
            into.add(UNKNOWN, owner, member, "", name if known else "")
