"""Refuses what cannot be accepted from a spec, by its JSON pointer, before anything reads it.

Here is only what would be unsafe or has no meaning to a client. What is merely unusual is for the
normaliser.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from scripts.codegen.errors import SpecError
from scripts.codegen.intake.paths import check_paths, check_servers
from scripts.codegen.intake.references import check_references
from scripts.codegen.walk import METHODS, expect, place, shown, walk

if TYPE_CHECKING:
    from collections.abc import Callable

    from scripts.codegen.document import Json
    from scripts.codegen.walk import Place, Steps

MAX_NAME = 200
DIALECTS = (
    "https://json-schema.org/draft/2020-12/schema",
    "https://spec.openapis.org/oas/3.1/dialect/base",
    # OpenAPI 3.2 names its dialect by date.
    "https://spec.openapis.org/oas/3.2/dialect/2025-09-17",
)
TYPES = ("string", "number", "integer", "boolean", "array", "object", "null")
PLACES = ("path", "query", "header", "cookie")

# Control characters, halves of pairs, and what turns the order of the text around it.
_CONTROL = re.compile("[\0-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_STATUS = re.compile(r"[0-9]{3}|[1-5]XX|default")
_WORD = r"[A-Za-z0-9!#$%&'*+.^_`|~-]+"
_HEADER_NAME = re.compile(_WORD)
_MEDIA_TYPE = re.compile(rf"{_WORD}/{_WORD}([ \t]*;[\t -~]*)?")


def refuse(document: Json) -> None:
    """SpecError for the first thing in the document that cannot be accepted."""
    _check_whole(document)
    for found in walk(document):
        for check in CHECKS.get(found.kind, ()):
            check(found)
    check_references(document)
    check_paths(document)


def _check_whole(document: Json) -> None:
    if not document.get("paths"):
        raise SpecError("#/paths", "is missing: there is nothing to call")
    dialect = document.get("jsonSchemaDialect", DIALECTS[0])
    if dialect not in DIALECTS:
        raise SpecError("#/jsonSchemaDialect", f"{shown(dialect)} is not read")
    expect(document.get("tags", []), list, (None, "tags"))
    for i, tag in enumerate(document.get("tags", [])):
        expect(tag, dict, ((None, "tags"), i))
        _check_name(tag.get("name"), (((None, "tags"), i), "name"))
    check_servers(document, None)


def _check_name(name: Any, steps: Steps) -> None:
    expect(name, str, steps)
    if not name:
        raise SpecError(place(steps), "is an empty name")
    if len(name) > MAX_NAME:
        raise SpecError(place(steps), f"is a name of more than {MAX_NAME} characters")
    if _CONTROL.search(name):
        raise SpecError(place(steps), "is a name with control characters")


def _check_components(found: Place) -> None:
    for key, section in found.node.items():
        if isinstance(section, dict):
            for name in section:
                _check_name(name, ((found.steps, key), name))


def _check_path_item(found: Place) -> None:
    known = {"parameters", "summary", "description", "servers", "$ref", *METHODS}
    for key in found.node:
        if key not in known and not key.startswith("x-"):
            raise SpecError(place((found.steps, key)), "is not an HTTP method that is generated")
        if key in METHODS and "$ref" in found.node:
            raise SpecError(place((found.steps, key)), "stands beside a reference, which hides it")
    check_servers(found.node, found.steps)


def _check_operation(found: Place) -> None:
    node, steps = found.node, found.steps
    if "operationId" in node:
        _check_name(node["operationId"], (steps, "operationId"))
    expect(node.get("tags", []), list, (steps, "tags"))
    for i, tag in enumerate(node.get("tags", [])):
        _check_name(tag, ((steps, "tags"), i))
    for status in node.get("responses", {}):
        if not _STATUS.fullmatch(status) and not status.startswith("x-"):
            raise SpecError(place(((steps, "responses"), status)), "is not a status code")
    check_servers(node, steps)


def _check_parameter(found: Place) -> None:
    """Parameters, and headers, which are parameters that say neither their name nor place."""
    node, steps = found.node, found.steps
    if "$ref" in node:
        return
    if "name" in node or "in" in node:
        _check_name(node.get("name"), (steps, "name"))
        if node.get("in") not in PLACES:
            raise SpecError(place((steps, "in")), f"must be one of {', '.join(PLACES)}")
        if node["in"] == "header" and not _HEADER_NAME.fullmatch(node["name"]):
            raise SpecError(place((steps, "name")), "is not the name of a header")
    if ("schema" in node) == ("content" in node):
        raise SpecError(place(steps), "must have a schema, or else a content")


def _check_content(found: Place) -> None:
    for media_type in found.node.get("content", {}):
        if len(media_type) > MAX_NAME or not _MEDIA_TYPE.fullmatch(media_type):
            where = place(((found.steps, "content"), media_type))
            raise SpecError(where, "is not a media type")


def _check_media(found: Place) -> None:
    if "$ref" in found.node:
        raise SpecError(place((found.steps, "$ref")), "media types by reference are not followed")


def _check_schema(found: Place) -> None:
    node, steps = found.node, found.steps
    for key in ("properties", "patternProperties", "$defs", "definitions"):
        for name in node.get(key, {}):
            if name or key != "properties":  # a field may well have no name
                _check_name(name, ((steps, key), name))
    types = node.get("type", [])
    for kind in types if isinstance(types, list) else [types]:
        if kind not in TYPES:
            raise SpecError(place((steps, "type")), f"{shown(str(kind))} is not a type")
    if types == [] and "type" in node:
        raise SpecError(place((steps, "type")), "is an empty list")
    expect(node.get("required", []), list, (steps, "required"))
    for i, name in enumerate(node.get("required", [])):
        expect(name, str, ((steps, "required"), i))


def _check_enum(found: Place) -> None:
    if "enum" not in found.node:
        return
    values, steps = found.node["enum"], (found.steps, "enum")
    expect(values, list, steps)
    for i, value in enumerate(values):
        if isinstance(value, str) and value:
            _check_name(value, (steps, i))


CHECKS: dict[str, tuple[Callable[[Place], None], ...]] = {
    "components": (_check_components,),
    "path": (_check_path_item,),
    "operation": (_check_operation,),
    "parameter": (_check_parameter, _check_content),
    "body": (_check_content,),
    "response": (_check_content,),
    "media": (_check_media,),
    "schema": (_check_schema, _check_enum),
}
