"""Makes values that a published schema allows.

It shares no code with the passes of the generator, so that it finds what they change. Its values
may still break a rule that it does not know: check them with a validator.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from jsonschema.exceptions import UnknownType
from openapi_schema_validator import OAS30Validator, OAS31Validator
from referencing import Registry
from referencing.exceptions import Unresolvable
from referencing.jsonschema import DRAFT202012

Json = dict[str, Any]

DEEPEST = 8  # below this only required fields are written
MOST = 300  # values in a sample; after so many too
ENDLESS = 40  # below this a schema counts as one that requires itself
ANOTHER = "another"  # the name of an additional property
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
OFTEN, RARELY = 0.6, 0.2
_ALTERNATIVES = ("anyOf", "oneOf")
# Keywords that bound a value without changing its type.
_BOUNDS = {
    *("pattern", "minLength", "maxLength", "minimum", "maximum", "exclusiveMinimum"),
    *("exclusiveMaximum", "multipleOf", "minItems", "maxItems", "uniqueItems", "minProperties"),
    *("maxProperties", "minContains", "maxContains"),
}


class EndlessError(Exception):
    """Raised for a schema that requires itself, which has no finite value."""


class Sampler:
    """Makes values for the schemas of one document; another seed makes other values."""

    def __init__(self, document: Json, seed: int = 0) -> None:
        self.document: Json = without_bounds(document)
        self.random = random.Random(seed)  # noqa: S311
        registry: Registry[Json] = Registry().with_resource(
            "urn:spec", DRAFT202012.create_resource(self.document)
        )
        self._made = 0
        self._chosen: dict[str, Json] = {}
        for component, name, value in _chosen(self.document):
            field = self._chosen.setdefault(component, {}).setdefault(name, {"enum": []})
            field["enum"] += [value, *([int(value)] if value.isdecimal() else [])]
        old = str(document.get("openapi", "")).startswith("3.0")
        self._validator = OAS30Validator if old else OAS31Validator
        self._registry = registry

    def valid(self, pointer: str, schema: Any, wanted: int, tries: int) -> list[Any]:
        """Up to so many different valid values for the schema at a JSON pointer."""
        reference = {"$ref": f"urn:spec{quote(pointer, safe='#/~')}"}
        validator = self._validator(reference, registry=self._registry)
        found: list[Any] = []
        for _ in range(tries):
            self._made = 0
            try:
                value = self.value(schema)
                if value not in found and validator.is_valid(value):
                    found.append(value)
            except (EndlessError, LookupError, Unresolvable, UnknownType):
                continue  # a fault of the document
            if len(found) == wanted:
                break
        return found

    def value(self, schema: Any, depth: int = 0) -> Any:
        """One value, which the schema probably allows."""
        return self._together([schema], depth)

    def _together(self, schemas: list[Any], depth: int) -> Any:
        """A value for all of these schemas."""
        self._made += 1
        if depth > ENDLESS:
            raise EndlessError
        parts: list[Json] = []
        for schema in schemas:
            self._spell_out(schema, parts, 0)
        listed = [part.get("enum") or [part["const"]] for part in parts if _lists(part)]
        if listed:
            both = [value for value in listed[0] if all(value in values for values in listed)]
            return self.random.choice(both or listed[0])
        if any(part.get("nullable") is True for part in parts) and self.random.random() < RARELY:
            return None
        return self._plain(parts, depth)

    def _spell_out(self, schema: Any, parts: list[Json], hops: int) -> None:
        """Add a schema without its references to `parts`, with one of its alternatives."""
        if hops > ENDLESS:
            raise EndlessError
        if not isinstance(schema, dict):
            return
        if "$ref" in schema:
            self._spell_out(resolve(self.document, schema["$ref"]), parts, hops + 1)
            known = self._chosen.get(schema["$ref"].rpartition("/")[2], {})
            listed = {name: known[name] for name in known if self._may_be(parts, name, known[name])}
            parts += [{"properties": listed}] if listed else []
            return
        parts.append(schema)
        chosen = [self.random.choice(schema[key]) for key in _ALTERNATIVES if schema.get(key)]
        for part in [*(schema.get("allOf") or ()), *chosen]:
            self._spell_out(part, parts, hops + 1)

    def _may_be(self, parts: list[Json], name: str, known: Json) -> bool:
        """Whether a field exists, and allows one of these values or any text or number."""
        fields: list[Json] = []
        for part in parts:
            self._spell_out((part.get("properties") or {}).get(name), fields, 0)
        listed = [value for field in fields for value in field.get("enum") or ()]
        if listed or any("const" in field for field in fields):
            return any(value in listed for value in known["enum"])
        return any(field.get("type") in {"string", "integer"} for field in fields)

    def _plain(self, parts: list[Json], depth: int) -> Any:
        kinds = [part["type"] for part in parts if "type" in part]
        kind = min(kinds, key=len) if kinds else None
        if isinstance(kind, list):
            kind = self.random.choice(kind)
        fields = _names(parts) or any(part.get("additionalProperties") for part in parts)
        if kind == "object" or (kind is None and fields):
            return self._object(parts, depth)
        if kind == "array" or (kind is None and any("items" in part for part in parts)):
            return self._array(parts, depth)
        forms = [part["format"] for part in parts if "format" in part]
        simple: Json = {
            "string": TEXTS.get(forms[0] if forms else "", "text"),
            "integer": 3,
            "number": self.random.choice([3, 2.5]),
            "boolean": self.random.random() < 0.5,
            "null": None,
        }
        return simple.get(str(kind), {"any": 1})

    def _object(self, parts: list[Json], depth: int) -> Json:
        required = {name for part in parts for name in part.get("required") or ()}
        fields: dict[str, list[Any]] = {}
        for part in parts:
            for name, field in (part.get("properties") or {}).items():
                fields.setdefault(name, []).append(field)
        value: Json = {}
        for name, field in fields.items():
            wanted = depth < DEEPEST and self._made < MOST and self.random.random() < OFTEN
            if name in required or wanted:
                value[name] = self._together(field, depth + 1)
        others = [part["additionalProperties"] for part in parts if "additionalProperties" in part]
        if others and False not in others and depth < DEEPEST:
            value[ANOTHER] = self._together(others, depth + 1)
        return value

    def _array(self, parts: list[Json], depth: int) -> list[Any]:
        items = [part["items"] for part in parts if "items" in part]
        members: list[Any] = next(
            (part["prefixItems"] for part in parts if part.get("prefixItems")), []
        )
        none = False in items or depth > DEEPEST or bool(members and not items)
        value = [self.value(member, depth + 1) for member in members]
        count = 0 if none else self.random.randint(0, 2)
        return value + [self._together(items, depth + 1) for _ in range(count)]


def _lists(part: Json) -> bool:
    return bool(part.get("enum")) or "const" in part


def _names(parts: list[Json]) -> set[str]:
    """The fields in these schemas."""
    return {name for part in parts for name in part.get("properties") or ()}


def _chosen(node: Any) -> Iterator[tuple[str, str, str]]:
    """Component, field and value of each discriminator mapping in a document."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        waiting += (
            node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
        )
        discriminator = node.get("discriminator") if isinstance(node, dict) else None
        if not isinstance(discriminator, dict) or "propertyName" not in discriminator:
            continue
        mapping = discriminator.get("mapping") or {}
        names = {str(part.get("$ref")).rpartition("/")[2] for part in node.get("anyOf") or ()}
        mapped = {target.rpartition("/")[2] for target in mapping.values()}
        for value, target in mapping.items():
            yield target.rpartition("/")[2], discriminator["propertyName"], value
        yield from ((name, discriminator["propertyName"], name) for name in names - mapped)


def without_bounds(node: Any) -> Any:
    """A copy without bounds of values, in which several alternatives may match.

    Any value that the types allow is then valid, which is all that a client checks.
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
    """The target of a local reference."""
    target: Any = document
    for step in reference.removeprefix("#/").split("/"):
        key = step.replace("~1", "/").replace("~0", "~").replace("%7B", "{").replace("%7D", "}")
        target = target[int(key) if isinstance(target, list) else key]
    return target
