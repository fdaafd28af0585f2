"""Values that a published schema allows, made from the schema as it was published.

It shares nothing with the passes that make a client of a spec, so that it finds what they change.
What it makes may still break a rule that it does not know: a validator has the last word.
"""

from __future__ import annotations

import random
from typing import Any
from urllib.parse import quote

from jsonschema.exceptions import UnknownType
from openapi_schema_validator import OAS30Validator, OAS31Validator
from referencing import Registry
from referencing.exceptions import Unresolvable
from referencing.jsonschema import DRAFT202012

Json = dict[str, Any]

DEEPEST = 8  # below this only what is required is written
ENDLESS = 40  # below this a schema that requires itself is given up
ANOTHER = "another"  # the name of what no field is for
TEXTS = {
    "date-time": "2024-01-02T03:04:05Z",
    "date": "2024-01-02",
    "time": "03:04:05Z",
    "uuid": "6ec0bd7f-11c0-43da-975e-2a8ad9ebae0b",
    "email": "a@example.com",
    "uri": "https://example.com/a",
    "url": "https://example.com/a",
    "hostname": "example.com",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
    "byte": "YQ==",
}
ANNOTATIONS = {
    *("title", "description", "example", "examples", "default", "deprecated", "readOnly"),
    *("writeOnly", "externalDocs", "xml", "nullable", "discriminator"),
}


# What bounds a value without changing its type.
_BOUNDS = {
    *("pattern", "minLength", "maxLength", "minimum", "maximum", "exclusiveMinimum"),
    *("exclusiveMaximum", "multipleOf", "minItems", "maxItems", "uniqueItems", "minProperties"),
    *("maxProperties", "minContains", "maxContains"),
}


class EndlessError(Exception):
    """A schema that requires itself has no value that could be written down."""


class Sampler:
    """Makes values of the schemas of one document, other ones with each seed."""

    def __init__(self, document: Json, seed: int = 0) -> None:
        self.document: Json = without_bounds(document)
        self.random = random.Random(seed)  # noqa: S311
        registry: Registry[Json] = Registry().with_resource(
            "urn:spec", DRAFT202012.create_resource(self.document)
        )
        old = str(document.get("openapi", "")).startswith("3.0")
        self._validator = OAS30Validator if old else OAS31Validator
        self._registry = registry

    def valid(self, pointer: str, schema: Any, wanted: int, tries: int) -> list[Any]:
        """Up to so many different values that are valid for the schema at a JSON pointer."""
        reference = {"$ref": f"urn:spec{quote(pointer, safe='#/~')}"}
        validator = self._validator(reference, registry=self._registry)
        found: list[Any] = []
        for _ in range(tries):
            try:
                value = self.value(schema)
                if value not in found and validator.is_valid(value):
                    found.append(value)
            except (EndlessError, LookupError, Unresolvable, UnknownType):
                continue  # a fault of the document: what it means here is not known
            if len(found) == wanted:
                break
        return found

    def value(self, schema: Any, depth: int = 0) -> Any:
        """One value; whether the schema allows it is not sure."""
        if depth > ENDLESS:
            raise EndlessError
        if not isinstance(schema, dict):
            return {"any": 1}
        if "$ref" in schema:
            return self.value(resolve(self.document, schema["$ref"]), depth + 1)
        if "const" in schema:
            return schema["const"]
        if schema.get("enum"):
            return self.random.choice(schema["enum"])
        if schema.get("nullable") is True and self.random.random() < 0.2:
            return None
        parts = self._parts(schema)
        if parts:
            return self._together(parts, depth)
        return self._plain(schema, depth)

    def _parts(self, schema: Json) -> list[Any]:
        """What a value has to be at once: all of ``allOf``, an alternative, and the rest."""
        parts = list(schema.get("allOf") or [])
        for key in ("oneOf", "anyOf"):
            if schema.get(key):
                chosen = self.random.choice(schema[key])
                parts += [chosen, *_chosen_by(schema.get("discriminator"), chosen)]
        if not parts:
            return []
        rest = {k: v for k, v in schema.items() if k not in {"allOf", "oneOf", "anyOf"}}
        return [part for part in [*parts, rest] if _says_more(part)] or parts[:1]

    def _together(self, parts: list[Any], depth: int) -> Any:
        values = [self.value(part, depth + 1) for part in parts]
        objects = [value for value in values if isinstance(value, dict)]
        if len(objects) < len(values):
            return next(value for value in reversed(values) if not isinstance(value, dict))
        merged: Json = {}
        for value in objects:
            merged.update(value)
        return merged

    def _plain(self, schema: Json, depth: int) -> Any:
        kind = schema.get("type")
        if isinstance(kind, list):
            kind = self.random.choice(kind)
        if kind is None and "properties" in schema:
            kind = "object"
        if kind is None and "items" in schema:
            kind = "array"
        if kind == "object":
            return self._object(schema, depth)
        if kind == "array":
            return self._array(schema, depth)
        simple: Json = {
            "string": TEXTS.get(schema.get("format", ""), "text"),
            "integer": 3,
            "number": self.random.choice([3, 2.5]),
            "boolean": self.random.random() < 0.5,
            "null": None,
        }
        return simple.get(str(kind), {"any": 1})

    def _object(self, schema: Json, depth: int) -> Json:
        required = set(schema.get("required") or ())
        value: Json = {}
        for name, field in (schema.get("properties") or {}).items():
            if name in required or (depth < DEEPEST and self.random.random() < 0.6):
                value[name] = self.value(field, depth + 1)
        others = schema.get("additionalProperties")
        if isinstance(others, dict | bool) and others is not False and depth < DEEPEST:
            value[ANOTHER] = self.value(others, depth + 1)
        return value

    def _array(self, schema: Json, depth: int) -> list[Any]:
        items = schema.get("items", {})
        count = 0 if items is False or depth > DEEPEST else self.random.randint(0, 2)
        value = [self.value(member, depth + 1) for member in schema.get("prefixItems") or []]
        return value + [self.value(items, depth + 1) for _ in range(count)]


def _chosen_by(discriminator: Any, chosen: Any) -> list[Json]:
    """What a discriminator says of the alternative that was chosen: the value of one field."""
    if not isinstance(discriminator, dict) or "$ref" not in chosen:
        return []
    name = chosen["$ref"].rpartition("/")[2]
    mapping = discriminator.get("mapping") or {}
    values = [v for v, target in mapping.items() if target in {name, chosen["$ref"]}]
    field = {"type": "string", "const": (values or [name])[0]}
    return [{"type": "object", "required": [discriminator["propertyName"]],
             "properties": {discriminator["propertyName"]: field}}]  # fmt: skip


def _says_more(part: Any) -> bool:
    """Whether a part of a whole says more than that it is one, or what of it is required."""
    told = part.keys() - ANNOTATIONS - {"required", "type"} if isinstance(part, dict) else set()
    return any(not key.startswith("x-") for key in told)


def without_bounds(node: Any) -> Any:
    """A copy without what bounds values; and of alternatives several may be meant at once.

    So a value is one that the types allow, which is all that a client knows of it.
    """
    if isinstance(node, list):
        return [without_bounds(value) for value in node]
    if not isinstance(node, dict):
        return node
    kept = {
        k: without_bounds(v) for k, v in node.items() if k not in _BOUNDS or isinstance(v, dict)
    }
    if isinstance(kept.get("oneOf"), list) and "anyOf" not in kept:
        kept["anyOf"] = kept.pop("oneOf")
    return kept


def resolve(document: Json, reference: str) -> Any:
    """What a local reference names."""
    target: Any = document
    for step in reference.removeprefix("#/").split("/"):
        key = step.replace("~1", "/").replace("~0", "~").replace("%7B", "{").replace("%7D", "}")
        target = target[int(key) if isinstance(target, list) else key]
    return target
