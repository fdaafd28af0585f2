"""A schema in a line, as a caller would say it, and what it leads to."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from scripts.codegen.document import component_of
from scripts.codegen.errors import pointer

if TYPE_CHECKING:
    from scripts.codegen.document import Json

TEXT_FORMATS = {"date-time": "datetime", "date": "date", "binary": "bytes"}
WIDER = {"integer": "number"}
# Beside a reference: the plain type of the enum that it names.
PLAIN = "x-plain"
# An alias of more nodes than this keeps its name.
LARGEST = 200


@dataclass(frozen=True)
class Shape:
    """A schema in a line; ``values`` are those of an enum that has no name, as JSON.

    ``members`` are the types of a union, each with the plain type of an enum that has a name.
    """

    type: str
    nullable: bool = False
    values: frozenset[str] | None = None
    members: frozenset[tuple[str, str]] = frozenset()

    def __str__(self) -> str:
        return f"{self.type} | null" if self.nullable else self.type

    def accepts(self, other: Shape) -> bool:
        """Whether every value of the types of the other is one of these types."""
        own = {name for name, _ in self.members} or {self.type}
        others = other.members or {(other.type, other.type)}
        return "any" in own or all(own & {name, plain, WIDER.get(plain)} for name, plain in others)


def shape_of(schema: Any) -> Shape:
    """A schema in a line; components go by their names."""
    if not isinstance(schema, dict) or not schema:
        return Shape("any")
    if "$ref" in schema:
        name = component_of(schema)
        return Shape(name, members=frozenset({(name, schema.get(PLAIN, name))}))
    if "enum" in schema or "const" in schema:
        values = schema.get("enum", [schema.get("const")])
        kinds = sorted({_kind(v) for v in values if v is not None}) or ["null"]
        kept = frozenset(json.dumps(v, ensure_ascii=False) for v in values if v is not None)
        return Shape(" | ".join(kinds), None in values, kept)
    for key in ("anyOf", "oneOf"):
        if key in schema:
            return either([shape_of(s) for s in schema[key]])
    if "allOf" in schema and "properties" not in schema:
        parts = [shape_of(s) for s in schema["allOf"]]
        text = " & ".join(sorted({p.type for p in parts}))
        return Shape(
            text, all(p.nullable for p in parts), parts[0].values if len(parts) == 1 else None
        )
    kinds = schema.get("type", "object" if "properties" in schema else "any")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    shapes = [_plain(kind, schema) for kind in kinds if kind != "null"]
    if not shapes:
        return Shape("null")
    whole = either(shapes)
    return replace(whole, nullable="null" in kinds or bool(schema.get("nullable")))


def _kind(value: object) -> str:
    names = {bool: "boolean", int: "integer", float: "number", str: "string"}
    return names.get(type(value), "any")


def either(shapes: list[Shape]) -> Shape:
    """One of several shapes."""
    texts = sorted({s.type for s in shapes if s.type != "null"})
    values = [s.values for s in shapes if s.type != "null"]
    known = frozenset[str]().union(*(v for v in values if v is not None))
    nullable = any(s.nullable or s.type == "null" for s in shapes)
    members = {m for s in shapes if s.type != "null" for m in s.members or {(s.type, s.type)}}
    text = " | ".join(texts) or "null"
    return Shape(text, nullable, None if None in values else known, frozenset(members))


def _plain(kind: str, schema: Json) -> Shape:
    if kind == "string":
        return Shape(TEXT_FORMATS.get(schema.get("format", ""), "string"))
    if kind == "array":
        item = shape_of(schema.get("items"))
        return Shape(f"list[{item}]", values=item.values)
    if kind == "object" and schema.get("properties"):
        required = set(schema.get("required", []))
        rows = sorted(schema["properties"].items())
        told = [f"{name}{'' if name in required else '?'}: {shape_of(s)}" for name, s in rows]
        return Shape(f"{{{', '.join(told)}}}")
    if kind == "object" and isinstance(schema.get("additionalProperties"), dict):
        return Shape(f"dict[string, {shape_of(schema['additionalProperties'])}]")
    return Shape(kind)


def model_shape(schema: Json) -> Shape:
    """As ``shape_of``, but the fields of a model are told one by one, not in its line."""
    if "properties" not in schema:
        merged = any("properties" in s or "$ref" in s for s in schema.get("allOf", []))
        return Shape("object") if merged else shape_of(schema)
    extra = schema.get("additionalProperties")
    others = f" with other fields: {shape_of(extra)}" if isinstance(extra, dict) and extra else ""
    nullable = shape_of({**schema, "properties": {}}).nullable
    return Shape(f"object{others}", nullable)


def without_aliases(document: Json) -> Json:
    """A copy in which components that are no models stand where they are named.

    A name for a text or a number gives callers no class: with it or without it is one style or
    another.
    """
    components = document.get("components", {}).get("schemas", {})
    named = {pointer("components", "schemas", name): schema for name, schema in components.items()}
    aliases = {name: schema for name, schema in named.items() if not _is_model(schema)}
    enums = {n: shape_of(s).type for n, s in named.items() if isinstance(s, dict) and "enum" in s}
    sizes = _sizes(aliases)

    def copied(node: Any) -> Any:
        if isinstance(node, list):
            return [copied(item) for item in node]
        if not isinstance(node, dict):
            return node
        name = node.get("$ref")
        if isinstance(name, str) and sizes.get(name, LARGEST) < LARGEST:
            beside = {key: value for key, value in node.items() if key != "$ref"}
            return {**copied(aliases[name]), **beside}
        plain = {PLAIN: enums[name]} if isinstance(name, str) and name in enums else {}
        return {key: copied(value) for key, value in node.items()} | plain

    result: Json = copied(document)
    return result


def _sizes(aliases: dict[str, Any]) -> dict[str, int]:
    """How large each alias is with all that it names; LARGEST if it is larger, or has no end."""
    sizes: dict[str, int] = {}

    def size(node: Any) -> int:
        if isinstance(node, list):
            return 1 + sum(map(size, node))
        if not isinstance(node, dict):
            return 1
        name = node.get("$ref")
        if isinstance(name, str) and name in aliases:
            if name not in sizes:
                sizes[name] = LARGEST  # as long as it is not known: it may come back to itself
                sizes[name] = min(LARGEST, size(aliases[name]))
            return sizes[name]
        return 1 + sum(map(size, node.values()))

    for name in aliases:
        size({"$ref": name})
    return sizes


def _is_model(schema: Any) -> bool:
    """Whether a component is a class or a named set of values to callers."""
    if not isinstance(schema, dict):
        return True
    return bool(schema.keys() & {"properties", "allOf", "enum", "const"})
