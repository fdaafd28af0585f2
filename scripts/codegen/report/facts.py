"""What callers feel of a normalised spec: operations, arguments, results and models."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from scripts.codegen.document import Json, operations, parameters, reach, resolve, webhooks
from scripts.codegen.report.shapes import (
    Shape,
    either,
    model_shape,
    shape_of,
    without_aliases,
)

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True)
class Field:
    """An argument of an operation, or a field of a model."""

    shape: Shape
    required: bool
    evidence: str


@dataclass(frozen=True)
class Result:
    """What a call gives: ``kind`` is nothing, single, listed or paged; lists tell their items."""

    kind: str
    shape: Shape
    evidence: str = "documented"


@dataclass
class Operation:
    """An operation; its arguments are by (place, name)."""

    id: str
    method: str
    path: str
    evidence: str
    result: Result
    arguments: dict[tuple[str, str], Field] = field(default_factory=dict[tuple[str, str], Field])


@dataclass
class Model:
    """A component that callers meet; ``sent`` and ``read`` tell on which way."""

    shape: Shape
    evidence: str
    fields: dict[str, Field]
    sent: bool
    read: bool


@dataclass
class Facts:
    """All of one spec."""

    version: str
    operations: dict[str, Operation]
    models: dict[str, Model]
    base_url: str = ""
    auth: tuple[str, str] = ("", "")
    webhooks: dict[str, str] = field(default_factory=dict[str, str])


def facts_of(document: Json) -> Facts:
    """The facts of a normalised document."""
    document = without_aliases(document)
    sent, read = set[str](), set[str]()
    found: dict[str, Operation] = {}
    for method, path, node in operations(document):
        result, schemas = _result(document, node)
        operation = Operation(node["operationId"], method.upper(), path, _evidence(node), result)
        for place, name, schema, required, evidence in arguments_of(document, path, node):
            operation.arguments[place, name] = Field(shape_of(schema), required, evidence)
            sent |= reach(document, schema)
        for schema in schemas:
            read |= reach(document, schema)
        found[operation.id] = operation
    components = document.get("components", {}).get("schemas", {})
    models = {
        name: Model(
            model_shape(components[name]),
            _evidence(components[name]),
            dict(_fields(document, components[name])),
            sent=name in sent,
            read=name in read,
        )
        for name in sent | read
    }
    servers = document.get("servers") or [{}]
    header, prefix = document.get("x-auth", ("", ""))
    return Facts(
        str(document.get("info", {}).get("version", "")),
        found,
        models,
        servers[0].get("url", ""),
        (header, prefix),
        webhooks(document),
    )


def _fields(document: Json, schema: Json) -> Iterator[tuple[str, Field]]:
    """The fields of an object, those it takes over by ``allOf`` included."""
    for name, (node, required) in _properties(document, schema).items():
        yield name, Field(shape_of(node), required, _evidence(node))


def _properties(
    document: Json, schema: Json, seen: frozenset[int] = frozenset()
) -> dict[str, tuple[Any, bool]]:
    schema = resolve(document, schema)
    found: dict[str, tuple[Any, bool]] = {}
    if id(schema) in seen:
        return found
    for part in schema.get("allOf", []):
        found |= _properties(document, part, seen | {id(schema)})
    required = set(schema.get("required", []))
    found = {name: (node, was or name in required) for name, (node, was) in found.items()}
    own = schema.get("properties", {})
    return found | {name: (node, name in required) for name, node in own.items()}


def arguments_of(
    document: Json, path: str, operation: Json
) -> Iterator[tuple[str, str, Any, bool, str]]:
    """(place, name, schema, required, evidence) of all that a caller gives."""
    for node in parameters(document, path, operation):
        content = [media.get("schema", {}) for media in node.get("content", {}).values()]
        schema = node.get("schema", content[0] if content else {})
        required = node["in"] == "path" or bool(node.get("required"))
        yield node["in"], node["name"], schema, required, _evidence(node)
    body = resolve(document, operation.get("requestBody", {}))
    for media in body.get("content", {}).values():
        schema = media.get("schema", {})
        properties = _properties(document, schema)
        for name, (node, required) in properties.items():
            yield "body", name, node, required, _evidence(node)
        if not properties:
            yield "body", "body", schema, bool(body.get("required")), _evidence(schema)


def _result(document: Json, operation: Json) -> tuple[Result, list[Json]]:
    """What a call gives, and the schemas that say so."""
    results, schemas = dict[str, Result](), list[Json]()
    for code, reference in sorted(operation.get("responses", {}).items()):
        if not code.startswith("2"):
            continue
        response = resolve(document, reference)
        result = Result("nothing", Shape("nothing"), _evidence(response))
        for name, media in list(response.get("content", {}).items())[:1]:
            schema = media.get("schema", {})
            if "json" in name:
                schemas.append(schema)
                result = _json_result(document, schema, _evidence(response))
            else:
                text = "text" if name.startswith("text/") else "bytes"
                result = Result("single", Shape(text), _evidence(response))
        results[f"{result.kind} {result.shape}"] = result
    several = list(results.values())
    if len(several) == 1:
        return several[0], schemas
    shapes = [r.shape for r in several if r.kind != "nothing"]
    whole = either(shapes) if shapes else Shape("nothing")
    empty = any(r.kind == "nothing" for r in several) and bool(shapes)
    kind = "single" if shapes else "nothing"
    return Result(kind, replace(whole, nullable=whole.nullable or empty, values=None)), schemas


def _json_result(document: Json, schema: Json, evidence: str) -> Result:
    target = resolve(document, schema)
    if target.get("type") == "array":
        return Result("listed", shape_of(target.get("items")), evidence)
    data = target.get("properties", {}).get("data", {})
    if "pagination" in target.get("properties", {}) and data.get("type") == "array":
        return Result("paged", shape_of(data.get("items")), evidence)
    return Result("single", shape_of(schema), evidence)


def _evidence(node: Any) -> str:
    """How a thing is known; what a spec says without a mark is documented."""
    if not isinstance(node, dict):
        return "documented"
    partly = "inferred" in (node.get("x-required"), node.get("x-nullable"))
    return str(node.get("x-evidence") or ("partly inferred" if partly else "documented"))
