"""Finding one's way in an OpenAPI document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scripts.codegen.errors import steps_of
from scripts.codegen.walk import METHODS

if TYPE_CHECKING:
    from collections.abc import Iterator

Json = dict[str, Any]

# The keywords of a schema that tell of it without saying what may be in it.
ANNOTATIONS = {"title", "description", "example", "examples", "deprecated", "readOnly", "writeOnly"}

# The keywords of a schema that hold schemas: one, a list, or a mapping of names.
_ONE = ("items", "additionalProperties", "not", "contains", "propertyNames", "if", "then", "else")
_LISTS = ("anyOf", "oneOf", "allOf", "prefixItems")
_MAPPINGS = ("properties", "patternProperties", "$defs", "dependentSchemas")
_HOLDING = frozenset((*_ONE, *_LISTS, *_MAPPINGS))


def operations(document: Json) -> Iterator[tuple[str, str, Json]]:
    """Every (method, path, operation) of a document, in its order."""
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                yield method, path, item[method]


def webhooks(document: Json) -> dict[str, str]:
    """The component that a webhook sends as its body, by name; those without one are left out."""
    bodies = {name: webhook_body(document, name) for name in document.get("webhooks", {})}
    found = {
        name: component_of(media.get("schema", {}))
        for name, body in bodies.items()
        for kind, media in body.get("content", {}).items()
        if "json" in kind
    }
    return {name: component for name, component in found.items() if component}


def webhook_body(document: Json, name: str) -> Json:
    """What a webhook sends; empty if the spec does not say."""
    item = resolve(document, document["webhooks"][name])
    operation: Json = next((item[method] for method in ("post", *METHODS) if method in item), {})
    return resolve(document, operation.get("requestBody", {}))


def resolve(document: Json, node: Json) -> Json:
    """The node itself, or what its local ``$ref`` names."""
    while "$ref" in node:
        target: Any = document
        for key in steps_of(node["$ref"]):
            target = target[int(key) if isinstance(target, list) else key]
        # `true` and `false` are schemas too, of which nothing more is known.
        node = target if isinstance(target, dict) else {}
    return node


def component_of(schema: Json) -> str:
    """The name of the component that a schema refers to; empty if it refers to none."""
    return steps_of(str(schema.get("$ref", "")) or "/")[-1]


def parameters(document: Json, path: str, operation: Json) -> Iterator[Json]:
    """The parameters of an operation; those of its path too, unless it has them itself."""
    own = [resolve(document, parameter) for parameter in operation.get("parameters", [])]
    seen = {(parameter["in"], parameter["name"]) for parameter in own}
    yield from own
    for node in document["paths"][path].get("parameters", []):
        parameter = resolve(document, node)
        if (parameter["in"], parameter["name"]) not in seen:
            yield parameter


def bodies(document: Json, operation: Json) -> Iterator[Json]:
    """The schemas of the bodies that an operation takes."""
    body = resolve(document, operation.get("requestBody", {}))
    for media in body.get("content", {}).values():
        yield resolve(document, media.get("schema", {}))


def schemas(document: Json) -> Iterator[Json]:
    """Every schema of a document, outer ones before inner ones; references are not followed."""
    components = document.get("components", {})
    for schema in components.get("schemas", {}).values():
        yield from below(schema)
    for holder in holders(document):
        yield from below(holder["schema"])


def holders(document: Json) -> Iterator[Json]:
    """The parameters and media that hold a schema, in the components first."""
    components = document.get("components", {})
    parts: list[Any] = [*components.get("parameters", {}).values()]
    parts += [*components.get("responses", {}).values()]
    parts += [*components.get("requestBodies", {}).values()]
    for _, path, operation in operations(document):
        parts += document["paths"][path].get("parameters", [])
        parts += operation.get("parameters", [])
        parts += [operation.get("requestBody", {}), *operation.get("responses", {}).values()]
    parts += [webhook_body(document, name) for name in document.get("webhooks", {})]
    for part in parts:
        for holder in [part, *part.get("content", {}).values()]:
            if "schema" in holder:
                yield holder


def below(schema: Any) -> Iterator[Json]:
    """A schema and all schemas in it; nothing if it is no object."""
    waiting = [schema]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            yield node
            if not _HOLDING.isdisjoint(node):
                waiting += reversed(right_below(node))


def reach(document: Json, *schemas: Any) -> set[str]:
    """The components that schemas lead to."""
    components = document.get("components", {}).get("schemas", {})
    found, waiting = set[str](), [*schemas]
    while waiting:
        for node in below(waiting.pop()):
            name = component_of(node)
            if name in components and name not in found:
                found.add(name)
                waiting.append(components[name])
    return found


def right_below(schema: Json) -> list[Any]:
    """What stands in a schema where schemas do."""
    children = [schema[key] for key in _ONE if key in schema]
    for key in _LISTS:
        children += schema[key] if isinstance(schema.get(key), list) else []
    for key in _MAPPINGS:
        children += schema[key].values() if isinstance(schema.get(key), dict) else []
    return children
