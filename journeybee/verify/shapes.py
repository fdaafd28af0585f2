"""Schemas of values: the kinds of JSON and the names of members, but no values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from journeybee.jsonvalue import is_array

Schema = dict[str, Any]

_DEEPEST = 4
_MOST_NAMES = 40
_ROWS = 50
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,47}")
# The members of a map are named by data: ids, dates, numbers.
_DATA = re.compile(r"[0-9a-fA-F]{8}-|\d{4}|[0-9a-f]{16}")


def kind_of(value: object) -> str:
    """The JSON type of a value."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float):
        return "integer" if isinstance(value, int) or value.is_integer() else "number"
    if isinstance(value, str):
        return "string"
    return "array" if is_array(value) else "object"


def is_name(text: str) -> bool:
    """Whether the name of a member looks like one that a programmer chose."""
    return bool(_NAME.fullmatch(text)) and not _DATA.search(text)


def shape_of(value: Any, depth: int = 0) -> Schema:
    """The shape of a value: `kinds`, and `members` or `items` of those that have some.

    A shape with a `schema` stands for that one.
    """
    kind = kind_of(value)
    shape: Schema = {"kinds": [kind]}
    if depth >= _DEEPEST:
        return shape
    if kind == "object" and len(value) <= _MOST_NAMES and all(map(is_name, value)):
        shape["members"] = {name: shape_of(member, depth + 1) for name, member in value.items()}
    if kind == "array":
        for member in value[:_ROWS]:
            found = shape_of(member, depth + 1)
            shape["items"] = merged(shape["items"], found) if "items" in shape else found
    return shape


def merged(one: Schema, other: Schema) -> Schema:
    """The shape that allows what either of two allows."""
    if "schema" in one or "schema" in other:
        return one if "schema" in one else other
    result: Schema = {"kinds": sorted({*one["kinds"], *other["kinds"]})}
    pairs = [shape for shape in (one, other) if "items" in shape]
    if pairs:
        result["items"] = merged(pairs[0]["items"], pairs[-1]["items"])
    objects = [shape for shape in (one, other) if "object" in shape["kinds"]]
    if objects and all("members" in shape for shape in objects):
        members: dict[str, Schema] = {}
        for shape in objects:
            for name, member in shape["members"].items():
                members[name] = merged(members[name], member) if name in members else member
        if len(members) <= _MOST_NAMES:
            result["members"] = members
    return result


def schema_of(shape: Mapping[str, Any], version: str) -> Schema:
    """The JSON schema of a shape, in the dialect of an OpenAPI version."""
    if "schema" in shape:
        return dict(shape["schema"])
    kinds = set(shape["kinds"])
    if "number" in kinds:
        kinds.discard("integer")
    nullable = "null" in kinds
    options = [_option(kind, shape, version) for kind in sorted(kinds - {"null"})]
    if nullable and not version.startswith("3.0"):
        options.append({"type": "null"})
    schema = options[0] if len(options) == 1 else {"anyOf": options} if options else {}
    if nullable and version.startswith("3.0"):
        schema = {**schema, "nullable": True}
    return schema


def _option(kind: str, shape: Mapping[str, Any], version: str) -> Schema:
    if kind == "array":
        return {
            "type": kind,
            "items": schema_of(shape["items"], version) if "items" in shape else {},
        }
    if kind == "object" and shape.get("members"):
        members = shape["members"].items()
        return {"type": kind, "properties": {n: schema_of(m, version) for n, m in members}}
    return {"type": kind, "additionalProperties": True} if kind == "object" else {"type": kind}
