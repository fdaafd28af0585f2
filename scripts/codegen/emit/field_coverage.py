"""Counts the fields of every success body that a spec tells of against the generated models.

It walks the published document and the generated package side by side and shares nothing with the
rules that made the one out of the other, so that what they lose is found here.
"""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Any

from scripts.codegen.document import Json, operations, parameters, resolve

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_NOT_PARAMETERS = {"accept", "content-type", "authorization"}  # the client sets them

Models = dict[str, dict[str, set[str]]]
"""The fields of each model by JSON name, and the models that the type of a field names."""

# The key under which a model has the type of its unnamed fields.
_OTHERS = "{}"


def lost_by_rules(
    published: Json, document: Json, readers: dict[tuple[str, str], dict[int, str]], package: Path
) -> Iterator[tuple[tuple[str, str], str]]:
    """What a published spec has that neither its normalised form nor the generated models have.

    ``readers`` are the types as which the builders read, by method, path and status.
    """
    models = read_models(package / "models")
    kept = {(method, path): operation for method, path, operation in operations(document)}
    for method, path, operation in operations(published):
        route = (method.upper(), path)
        if (method, path) not in kept:
            yield route, " was lost on its way to the generator"
            continue
        kinds = set(kept[method, path].get("requestBody", {}).get("content", {}))
        sent = _sent(document, path, kept[method, path], kinds)
        lost = _sent(published, path, operation, kinds) - sent
        yield from ((route, f": {place} {name} was lost") for place, name in sorted(lost))
        for code, response in kept[method, path].get("responses", {}).items():
            status = int(code.replace("XX", "00")) if code[0] == "2" else 0
            read = readers.get(route, {}).get(status, "")
            for schema in _asked_for(published, operation, code, response) if read else ():
                for field in lost_fields(published, schema, read, models):
                    yield route, f": status {code}, field {field} was lost"


def _asked_for(published: Json, operation: Json, code: str, kept: Json) -> Iterator[Any]:
    """The schema of the JSON that the client asks for, of the several that a response may have."""
    told = operation.get("responses", {})
    asked = {kind.partition(";")[0] for kind in resolve(published, kept).get("content", {})}
    node = resolve(published, told.get(code) or told.get("2XX") or told.get("default", {}))
    for kind, media in node.get("content", {}).items():
        base = kind.partition(";")[0].strip().lower()
        if base in asked and base.endswith(("/json", "+json")):
            yield media.get("schema", {})


def _sent(document: Json, path: str, operation: Json, kinds: set[str]) -> set[tuple[str, str]]:
    """The parameters, and the fields of the body in these content types, as a document has them."""
    names = {
        (parameter["in"], parameter["name"])
        for parameter in parameters(document, path, operation)
        if parameter["in"] != "header" or parameter["name"].lower() not in _NOT_PARAMETERS
        # What the path has no place for is sent as what it has a place for.
        if parameter["in"] != "path" or f"{{{parameter['name']}}}" in path
    }
    body = resolve(document, operation.get("requestBody", {}))
    for kind, media in body.get("content", {}).items():
        if kind in kinds:
            names |= {("body", name) for name in _field_names(document, media.get("schema", {}), 0)}
    return names


def _field_names(document: Json, schema: Any, depth: int) -> set[str]:
    if not isinstance(schema, dict) or depth > 50:
        return set()
    found = resolve(document, schema)
    names = {name for name, field in found.get("properties", {}).items() if field is not False}
    for key in ("allOf", "anyOf", "oneOf"):
        for part in found.get(key, []):
            names |= _field_names(document, part, depth + 1)
    return names


def read_models(folder: Path) -> Models:
    """The models that a package declares, read from its source."""
    classes = {
        node.name: node
        for module in sorted(folder.glob("*.py"))
        for node in ast.parse(module.read_text()).body
        if isinstance(node, ast.ClassDef)
    }
    return {name: _fields(node, set(classes)) for name, node in classes.items()}


def _fields(model: ast.ClassDef, known: set[str]) -> dict[str, set[str]]:
    wire_names: dict[str, str] = {}
    fields: dict[str, set[str]] = {}
    for node in model.body:
        if isinstance(node, ast.Assign):
            wire_names = ast.literal_eval(node.value)
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            named = set(re.findall(r"\w+", ast.unparse(node.annotation))) & known
            name = node.target.id
            fields[_OTHERS if name == "additional_properties" else wire_names.get(name, name)] = (
                named
            )
    return fields


def lost_fields(document: Json, schema: Json, expression: str, models: Models) -> Iterator[str]:
    """The fields of ``schema`` that the type ``expression`` has no place for, with their paths."""
    names = set(re.findall(r"\w+", expression)) & models.keys()
    seen: set[tuple[int, frozenset[str]]] = set()
    waiting: list[tuple[str, Any, frozenset[str]]] = [("$", schema, frozenset(names))]
    while waiting:
        path, node, types = waiting.pop()
        if not isinstance(node, dict) or (id(node), types) in seen:
            continue
        seen.add((id(node), types))
        if "$ref" in node:
            waiting.append((path, resolve(document, node), types))
        for key in ("allOf", "anyOf", "oneOf", "prefixItems"):
            waiting += [(path, part, types) for part in node.get(key, [])]
        waiting.append((f"{path}[]", node.get("items"), types))
        others = node.get("additionalProperties")
        waiting.append((f"{path}{{}}", others, _types_of(_OTHERS, types, models)))
        is_object = "object" in node.get("type", "object")
        for name, field in node.get("properties", {}).items() if is_object else ():
            if field is False:
                continue
            if not any(name in models[t] for t in types):
                yield f"{path}.{name}"
            waiting.append((f"{path}.{name}", field, _types_of(name, types, models)))


def _types_of(field: str, types: frozenset[str], models: Models) -> frozenset[str]:
    found: set[str] = set()
    for name in types:
        found |= models[name].get(field, set())
    return frozenset(found)
