"""Rules that bring schemas of any style into the one form that the generator and the codec read.

Like the rules of ``normalise``, each changes the document in place, for one reason.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from scripts.codegen.document import ANNOTATIONS, below, holders, operations, resolve, schemas
from scripts.codegen.walk import clone

if TYPE_CHECKING:
    from scripts.codegen.document import Json

_COMBINED = ("allOf", "anyOf", "oneOf")


def replace_boolean_schemas(document: Json) -> None:
    """``true`` is any JSON; a property or an alternative that is ``false`` can never be there."""
    components = document.get("components", {}).get("schemas", {})
    components.update({name: {} for name, value in components.items() if isinstance(value, bool)})
    for holder in holders(document):
        if isinstance(holder["schema"], bool):
            holder["schema"] = {}
    for schema in schemas(document):
        _replace_boolean_parts(schema)


def _replace_boolean_parts(schema: Json) -> None:
    properties = schema.get("properties")
    if isinstance(properties, dict):
        for name in [name for name, value in properties.items() if value is False]:
            del properties[name]
        properties.update({name: {} for name, value in properties.items() if value is True})
    if isinstance(schema.get("items"), bool):
        # A tuple that ends has its members and no others.
        if schema["items"] is False and schema.get("prefixItems"):
            del schema["items"]
        else:
            schema["items"] = {}
    for key in (*_COMBINED, "prefixItems"):
        if isinstance(schema.get(key), list):
            parts = [part for part in schema[key] if part is not False or key == "prefixItems"]
            schema[key] = [{} if isinstance(part, bool) else part for part in parts]


def lift_definitions(document: Json) -> None:
    """Schemas under ``$defs`` become components: the generator follows references only there."""
    components = document.setdefault("components", {}).setdefault("schemas", {})
    for owner in list(schemas(document)):
        definitions = owner.get("$defs")
        if not isinstance(definitions, dict):
            continue
        moved = {}
        for name, schema in definitions.items():
            moved[f"#/$defs/{name}"] = f"#/components/schemas/{_unused(name, components)}"
            components[_unused(name, components)] = schema
        del owner["$defs"]
        for part in [*below(owner), *(s for d in definitions.values() for s in below(d))]:
            if part.get("$ref") in moved:
                part["$ref"] = moved[part["$ref"]]


def _unused(name: str, taken: Json) -> str:
    number = 2
    unused = name
    while unused in taken:
        unused, number = f"{name}{number}", number + 1
    return unused


def lift_deep_references(document: Json) -> None:
    """A reference into the middle of something is replaced by a copy of what it names."""
    found = True
    while found:  # a copy may hold such references itself
        found = False
        for schema in list(schemas(document)):
            target = schema.get("$ref", "#/components/schemas/")
            if not re.match(r"#/(components/schemas/[^/]*$|\$defs/)", target):
                named = resolve(document, schema)
                if any(part is schema for part in below(named)):
                    _make_component(document, schema, named)
                else:
                    copied = clone(named)
                    schema.clear()
                    schema.update(copied)
                found = True


def _make_component(document: Json, reference: Json, named: Json) -> None:
    """What holds a reference to itself can only be a component; it is called by its field."""
    components = document.setdefault("components", {}).setdefault("schemas", {})
    field = reference["$ref"].rpartition("/properties/")[2].partition("/")[0]
    name = _unused(field if field != "#" else "Schema", components)
    reference["$ref"] = f"#/components/schemas/{name}"
    components[name] = clone(named)


def split_constants_and_enums(document: Json) -> None:
    """Enums of one kind of text or integer stay; others become what the generator can name.

    Values of several kinds become a union with an enum each; null becomes a member of the union;
    numbers with a fraction and booleans lose the list of values and keep their type.
    """
    for schema in list(schemas(document)):
        # Of a constant that needs escapes the generator writes other text than it is.
        if "const" in schema and json.dumps(schema["const"], ensure_ascii=False) != (
            f'"{schema["const"]}"'
        ):
            schema["enum"] = [schema.pop("const")]
        values = schema.get("enum")
        if not values:  # an enum without values would allow nothing, which nobody means
            schema.pop("enum", None)
            continue
        kinds = {_kind(value) for value in values}
        if kinds in ({"string"}, {"integer"}):
            schema["type"] = kinds.pop()
            schema["enum"] = list(dict.fromkeys(values))
            continue
        members = [_enum_of(kind, values) for kind in sorted(kinds)]
        kept = {key: schema[key] for key in schema if key in ANNOTATIONS}
        schema.clear()
        schema.update(kept, **(members[0] if len(members) == 1 else {"anyOf": members}))


def _kind(value: object) -> str:
    kinds = {str: "string", int: "integer", bool: "boolean", float: "number", type(None): "null"}
    return kinds.get(type(value), "object")


def _enum_of(kind: str, values: list[Any]) -> Json:
    if kind in {"string", "integer"}:
        return {"type": kind, "enum": [value for value in values if _kind(value) == kind]}
    return {} if kind == "object" else {"type": kind}


def spell_out_null(document: Json) -> None:
    """``type: [object, null]`` with fields or items is a union: the fields are the object's."""
    for schema in schemas(document):  # not of a list: the members are copies
        kinds = schema.get("type")
        if isinstance(kinds, list) and "array" in kinds:
            schema.setdefault("items", {}) if "prefixItems" not in schema else None
        if isinstance(kinds, list) and len(kinds) == 1:
            schema["type"] = kinds[0]
        elif isinstance(kinds, list) and schema.keys() & {"properties", "items", "enum", "const"}:
            kept = {key: schema[key] for key in schema if key in ANNOTATIONS}
            members = [_only_for(kind, schema) for kind in kinds]
            schema.clear()
            schema.update(kept, anyOf=members)


_KEYS_OF = {
    "object": {"properties", "required", "additionalProperties", *_COMBINED},
    "array": {"items", "prefixItems"},
    "string": {"enum", "const", "format", "pattern"},
    "integer": {"enum", "const", "format"},
}


def _only_for(kind: str, schema: Json) -> Json:
    keys = _KEYS_OF.get(kind, set())
    result = {"type": kind, **{key: clone(schema[key]) for key in schema if key in keys}}
    if "enum" in result:
        result["enum"] = [value for value in result["enum"] if _kind(value) == kind]
    return result


def name_the_type(document: Json) -> None:
    """A schema with fields is an object and one with items an array, also if it does not say so."""
    for schema in schemas(document):
        if "type" not in schema and (
            isinstance(schema.get("properties"), dict) or schema.get("additionalProperties")
        ):
            schema["type"] = "object"
        if "type" not in schema and "items" in schema:
            schema["type"] = "array"
        if schema.get("type") == "array" and not schema.keys() & {"items", "prefixItems"}:
            schema["items"] = {}


def allow_unknown_fields(document: Json) -> None:
    """``additionalProperties: false`` would drop what a newer server sends."""
    for schema in schemas(document):
        if schema.get("additionalProperties") is False and "properties" in schema:
            del schema["additionalProperties"]


def open_free_objects(document: Json) -> None:
    """An object of which nothing is told is any JSON, rather than a model without fields."""
    for schema in schemas(document):
        told = {"properties", "allOf", "anyOf", "oneOf", "patternProperties"} & schema.keys()
        others = schema.get("additionalProperties")
        typed = isinstance(others, dict) and others.keys() - ANNOTATIONS
        if schema.get("type") == "object" and not typed and not any(schema[key] for key in told):
            for key in ("type", "additionalProperties", "properties", "required"):
                schema.pop(key, None)


def inline_bodies(document: Json) -> None:
    """What is sent gets a schema of its own: its fields become arguments, and are typed as such."""
    for _, _, operation in operations(document):
        for media in operation.get("requestBody", {}).get("content", {}).values():
            schema = media.get("schema", {})
            if resolve(document, schema).get("type") == "object":
                media["schema"] = clone(resolve(document, schema))
