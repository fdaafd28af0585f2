"""Turns a published spec into one that the generator reads without loss.

Each rule is a function on the document with one reason to exist, told in its docstring. The rules
work on a copy: the published spec stays what it is.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Json = dict[str, Any]
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


def normalise(document: Json) -> Json:
    """The document as the generator gets it."""
    result = copy.deepcopy(document)
    for rule in RULES:
        rule(result)
    return result


def operations(document: Json) -> Iterator[tuple[str, str, Json]]:
    """Every (method, path, operation) of a document, in its order."""
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                yield method, path, item[method]


def resolve(document: Json, node: Json) -> Json:
    """The node itself, or what its local ``$ref`` names."""
    while "$ref" in node:
        target: Any = document
        for step in node["$ref"].removeprefix("#/").split("/"):
            target = target[step.replace("~1", "/").replace("~0", "~")]
        node = target
    return node


def parameters(document: Json, path: str, operation: Json) -> Iterator[Json]:
    """The parameters of an operation, those of its path included."""
    shared = document["paths"][path].get("parameters", [])
    for parameter in [*shared, *operation.get("parameters", [])]:
        yield resolve(document, parameter)


def bodies(document: Json, operation: Json) -> Iterator[Json]:
    """The schemas of the bodies that an operation takes."""
    body = resolve(document, operation.get("requestBody", {}))
    for media in body.get("content", {}).values():
        yield resolve(document, media.get("schema", {}))


def schemas(node: Any) -> Iterator[Json]:
    """Every object below ``node`` that could be a schema, itself included."""
    if isinstance(node, dict):
        yield node
        for key, child in node.items():
            if key not in {"enum", "const", "example", "examples", "default"}:
                yield from schemas(child)
    elif isinstance(node, list):
        for child in node:
            yield from schemas(child)


def keep_success_responses(document: Json) -> None:
    """Errors are mapped by status at run time, and a 204 has no body whatever a spec says."""
    for _, _, operation in operations(document):
        responses = {code: r for code, r in operation["responses"].items() if code.startswith("2")}
        for code in responses.keys() & {"204", "205"}:
            responses[code] = {"description": responses[code].get("description", "")}
        operation["responses"] = responses


def let_defaults_be_left_out(document: Json) -> None:
    """A body field with a default need not be sent, even if the spec lists it as required.

    Frameworks that derive specs from their parsed types list such fields as required, since after
    parsing they are always there.
    """
    for _, _, operation in operations(document):
        for body in bodies(document, operation):
            given = {name for name, f in body.get("properties", {}).items() if "default" in f}
            if "required" in body:
                body["required"] = [name for name in body["required"] if name not in given]


def drop_defaults(document: Json) -> None:
    """The server knows its defaults; the generator would freeze them into every request."""
    for schema in schemas(document):
        if not isinstance(schema.get("default"), dict) or "type" in schema:
            schema.pop("default", None)


def read_uuids_as_text(document: Json) -> None:
    """Identifiers are passed on as the text they are: a reader must not fail over one of them."""
    for schema in schemas(document):
        if schema.get("format") == "uuid":
            del schema["format"]


def open_free_objects(document: Json) -> None:
    """An object of which nothing is told is any JSON, rather than a model without fields."""
    for schema in schemas(document):
        told = schema.keys() & {"properties", "additionalProperties", "allOf", "anyOf", "oneOf"}
        if schema.get("type") == "object" and not told:
            del schema["type"]


def describe_parameters(document: Json) -> None:
    """The generator takes the description of a parameter from its schema alone."""
    for _, path, operation in operations(document):
        for parameter in parameters(document, path, operation):
            if "description" in parameter and "$ref" not in parameter.get("schema", {}):
                parameter["schema"]["description"] = parameter["description"]


def type_timestamps(document: Json) -> None:
    """Fields named ``*_at`` are times: every published sample of one is an ISO 8601 text with Z."""
    for schema in schemas(document.get("components", {}).get("schemas", {})):
        for name, field in schema.get("properties", {}).items():
            if name.endswith("_at") and _is_plain_text(field):
                field["format"] = "date-time"


def type_dates_to_send(document: Json) -> None:
    """Query parameters and body fields named ``*_date`` take a date; what is read stays text.

    The pages call them ISO dates but show no format, and a response may hold a full time.
    """
    for _, path, operation in operations(document):
        for parameter in parameters(document, path, operation):
            if parameter["name"].endswith("_date") and _is_plain_text(parameter["schema"]):
                parameter["schema"]["format"] = "date"
        for body in bodies(document, operation):
            for name, field in body.get("properties", {}).items():
                if name.endswith("_date") and _is_plain_text(field):
                    field["format"] = "date"


def _is_plain_text(schema: Json) -> bool:
    text = schema.get("type") in ("string", ["string", "null"], ["null", "string"])
    return text and not schema.keys() & {"format", "enum", "pattern", "$ref"}


RULES: tuple[Callable[[Json], None], ...] = (
    keep_success_responses,
    let_defaults_be_left_out,
    drop_defaults,
    read_uuids_as_text,
    open_free_objects,
    describe_parameters,
    type_timestamps,
    type_dates_to_send,
)
