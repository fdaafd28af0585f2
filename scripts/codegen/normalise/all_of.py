"""``allOf`` becomes the one schema it describes; so does an object beside alternatives."""

from __future__ import annotations

import json
from itertools import chain
from typing import TYPE_CHECKING, Any

from scripts.codegen.document import ANNOTATIONS, holders, operations, resolve, right_below
from scripts.codegen.errors import SpecError, pointer
from scripts.codegen.findings import SCHEMA, Finding
from scripts.codegen.walk import clone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scripts.codegen.document import Json

# As often is merged in one document; of published specs the one with most needs 700.
_MOST = 20_000
_ALTERNATIVES = {"anyOf", "oneOf"}
# What a whole does not simply take over from a part.
_GATHERED = {"title", "discriminator", "properties", "required", "allOf", *_ALTERNATIVES}
# A part with no more than this only repeats what the others say.
_SAYS_LITTLE = ANNOTATIONS | {"type", "discriminator"}


def merge_all_of(document: Json, findings: list[Finding] | None = None) -> None:
    """``allOf`` becomes the one schema it describes; so does an object beside alternatives.

    Fields that only some alternatives have become optional fields of the whole. A whole in itself
    is what it is a part of: there is no end to it otherwise. A schema with too many parts in each
    other to mean anything becomes any JSON; without ``findings`` that is a SpecError.
    """
    # References lead to what was published: a schema in the making would hold more each time.
    published = clone(document)
    merged = 0
    lifted = _Lifted(document)
    roots = [*_roots(document)]
    for where, root in chain(roots, lifted):
        waiting: list[tuple[Any, frozenset[str]]] = [(root, frozenset({where}))]
        while waiting:
            schema, around = waiting.pop()
            if not isinstance(schema, dict):
                continue
            while "allOf" in schema or ("properties" in schema and _ALTERNATIVES & schema.keys()):
                merged += 1
                if merged > _MOST:
                    problem = f"has allOf in each other, more than {_MOST:,} times"
                    if findings is None:
                        raise SpecError(where, problem)
                    findings.append(Finding(where, problem, SCHEMA))
                    merged = 0
                    root.clear()
                    waiting = []
                    break
                met: set[str] = set()
                whole = _whole_again(schema, around) if schema is not root else None
                if whole and _adds_fields(published, schema, whole):
                    whole = lifted.reference(schema)
                whole = whole or _merged(published, schema, (*around,), met)
                schema.clear()
                schema.update(whole)
                around |= met
            else:
                waiting += [(child, around) for child in right_below(schema)]


class _Lifted:
    """Schemas that add fields to a whole that they are in: each is a component, for it has no end.

    It is iterated over while it grows.
    """

    def __init__(self, document: Json) -> None:
        self._components: Json = document.setdefault("components", {}).setdefault("schemas", {})
        self._names: dict[str, str] = {}
        self._waiting: list[str] = []

    def reference(self, schema: Json) -> Json:
        """A reference to the component that such a schema becomes."""
        key = json.dumps(schema, sort_keys=True)
        if key not in self._names:
            ref = next(part["$ref"] for part in schema["allOf"] if "$ref" in part)
            base, number = ref.rpartition("/")[2], 2
            while (name := f"{base}{number}") in self._components:
                number += 1
            self._names[key] = name
            self._components[name] = clone(schema)
            self._waiting.append(name)
        return {"$ref": pointer("components", "schemas", self._names[key])}

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        while self._waiting:
            name = self._waiting.pop()
            yield pointer("components", "schemas", name), self._components[name]


def _adds_fields(document: Json, schema: Json, whole: Json) -> bool:
    """Whether a part of a schema has fields that the whole, which it is in, does not have."""
    if not any(part.get("$ref") == whole["$ref"] for part in schema.get("allOf", [])):
        return False
    rest = [part for part in schema["allOf"] if part.get("$ref") != whole["$ref"]]
    own = {key: schema[key] for key in schema if key != "allOf"}
    added = _merged(document, {**own, "allOf": rest}, (whole["$ref"],), set())
    known = _merged(document, {"allOf": [{"$ref": whole["$ref"]}, {"x-a": 1}]}, (), set())
    return bool(added.get("properties", {}).keys() - known.get("properties", {}).keys())


def _whole_again(schema: Json, around: frozenset[str]) -> Json | None:
    """The part that the schema is in itself, if there is one."""
    for part in schema.get("allOf", []):
        whole = part if part.get("$ref") in around else _whole_again(part, around)
        if whole is not None:
            kept = {key: schema[key] for key in schema if key in ANNOTATIONS}
            return {"$ref": whole["$ref"], **kept}
    return None


def _roots(document: Json) -> Iterator[tuple[str, Any]]:
    """The schemas that stand in no other, with what to call their place."""
    for name, schema in document.get("components", {}).get("schemas", {}).items():
        yield pointer("components", "schemas", name), schema
    for method, path, operation in operations(document):
        for holder in holders({"paths": {path: {method: operation}}}):
            yield pointer("paths", path, method), holder["schema"]
    for name, item in document.get("webhooks", {}).items():
        for holder in holders({"paths": {}, "webhooks": {name: item}}):
            yield pointer("webhooks", name), holder["schema"]


def _merged(document: Json, schema: Json, above: tuple[str, ...], met: set[str]) -> Json:
    """A copy of ``schema`` without ``allOf`` at its top."""
    rest = {key: value for key, value in schema.items() if key != "allOf"}
    parts = [part for part in [*schema.get("allOf", []), rest] if part.keys() - _SAYS_LITTLE]
    if len(parts) == 1 and parts[0] is not rest:
        kept = {key: rest[key] for key in rest if key in ANNOTATIONS}
        return clone({**parts[0], **kept})
    result = {key: rest[key] for key in rest if key in ANNOTATIONS}
    for part in [*schema.get("allOf", []), rest]:
        _add(document, result, part, above, met, optional=False)
    if result.keys() & {"properties", "enum", "const"}:
        result.pop("anyOf", None)  # alternatives without fields: the rest says more
    return result


def _add(
    document: Json,
    result: Json,
    part: Json,
    above: tuple[str, ...],
    met: set[str],
    *,
    optional: bool,
) -> None:
    """Add what ``part`` says to ``result``; ``above`` are the references that led here.

    All the references that are followed go to ``met``.
    """
    if "$ref" in part:
        if part["$ref"] in above:
            return
        above = (*above, part["$ref"])
        met.add(part["$ref"])
    found = resolve(document, part)
    if "allOf" in found:
        whole = _merged(document, found, above, met)
        _add(document, result, whole, above, met, optional=optional)
        return
    for name, field in found.get("properties", {}).items():
        _add_field(result, name, field)
    if found.get("required") and not optional:
        required = [*result.get("required", []), *found["required"]]
        result["required"] = list(dict.fromkeys(required))
    _add_alternatives(document, result, found, above, met)
    for key, value in found.items():
        if key in {"type", "enum", "const"}:
            result[key] = _narrower(result.get(key, value), value)
        elif key == "items" and isinstance(value, dict):
            result[key] = _both(result.get(key, value), value)
        elif key not in _GATHERED:
            result.setdefault(key, clone(value))


def _add_field(result: Json, name: str, field: Any) -> None:
    """Add a field; one that is there already is what both say of it."""
    fields = result.setdefault("properties", {})
    fields[name] = _both(fields.get(name, field), field)


def _add_alternatives(
    document: Json, result: Json, found: Json, above: tuple[str, ...], met: set[str]
) -> None:
    """Add the fields of alternatives, each as what it is in any of them."""
    variants = [*found.get("anyOf", []), *found.get("oneOf", [])]
    fields: dict[str, list[Any]] = {}
    only_objects = True
    for variant in variants:
        given: Json = {}
        _add(document, given, variant, above, met, optional=True)
        only_objects &= _may_have_fields(given)
        for name, field in given.get("properties", {}).items():
            told = fields.setdefault(name, [])
            told += [] if field in told else [field]
    for name, told in fields.items() if only_objects else ():
        _add_field(result, name, told[0] if len(told) == 1 else {"anyOf": told})
    if variants and not (fields and only_objects):
        result["anyOf"] = clone(variants)


def _may_have_fields(schema: Json) -> bool:
    """Whether an alternative can be an object; null can be left out beside one."""
    kinds = schema.get("type", "object")
    return not schema.keys() & {"enum", "const", "anyOf"} and ("object" in kinds or kinds == "null")


def _both(one: Any, other: Any) -> Any:
    """What both schemas say; of two that refer to others the second, for that might never end."""
    if one == other or (_refers(one) and _refers(other)):
        return clone(other)
    return {"allOf": [clone(one), clone(other)]}


def _refers(schema: Json) -> bool:
    """Whether what a schema says at its top stands elsewhere."""
    parts = [part for key in ("anyOf", "oneOf", "allOf") for part in schema.get(key, [])]
    return "$ref" in schema or any(_refers(part) for part in parts)


def _narrower(one: Any, other: Any) -> Any:
    """What both of two types or lists of values allow; the second, if there is nothing."""
    ours = one if isinstance(one, list) else [one]
    theirs = other if isinstance(other, list) else [other]
    both = [value for value in theirs if value in ours]
    if not both:
        return other
    return both if isinstance(one, list) and isinstance(other, list) else both[0]
