"""Finds what cannot be accepted of a spec, before anything reads it, and what goes for each fault.

Here is only what would be unsafe or has no meaning to a client. What is merely unusual is for the
normaliser.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from scripts.codegen.errors import SpecError
from scripts.codegen.findings import (
    MEDIA,
    OPERATION,
    PARAMETER,
    RESPONSE,
    SCHEMA,
    Finding,
    Path,
    dropped,
    ignored,
    stopped,
    take_out,
    unsendable,
    untyped,
)
from scripts.codegen.intake.paths import check_paths
from scripts.codegen.intake.references import check_references
from scripts.codegen.walk import METHODS, clone, mismatch, shown, unroll, walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scripts.codegen.document import Json
    from scripts.codegen.walk import Steps

MAX_NAME = 200
DIALECTS = (
    "https://json-schema.org/draft/2020-12/schema",
    "https://spec.openapis.org/oas/3.1/dialect/base",
    # OpenAPI 3.2 names its dialect by date.
    "https://spec.openapis.org/oas/3.2/dialect/2025-09-17",
)
TYPES = ("string", "number", "integer", "boolean", "array", "object", "null")
PLACES = ("path", "query", "header", "cookie")
# What is taken out of a document can leave references that lead nowhere, and so on.
MAX_ROUNDS = 30

# Control characters, halves of pairs, and what turns the order of the text around it.
_CONTROL = re.compile("[\0-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_STATUS = re.compile(r"[0-9]{3}|[1-5]XX|default", re.ASCII)
_WORD = r"[A-Za-z0-9!#$%&'*+.^_`|~-]+"
_HEADER_NAME = re.compile(_WORD)
_MEDIA_TYPE = re.compile(rf"{_WORD}/{_WORD}([ \t]*;[\t -~]*)?")
_PATH_ITEM = {"parameters", "summary", "description", "servers", "$ref", *METHODS}
_OTHER_METHODS = {"trace", "query", "connect", "additionalOperations"}


def accepted(document: Json) -> tuple[Json, list[Finding]]:
    """The document without what cannot be accepted, and all that was found.

    SpecError if that leaves nothing to call.
    """
    result: Json = clone(document)
    found: list[Finding] = []
    for _ in range(MAX_ROUNDS):
        fresh = validate(result)
        if not fresh:
            break
        found += fresh
        take_out(result, fresh)
        if not result["paths"]:
            raise stopped(found)
    else:
        raise SpecError("#", f"has faults that have faults, more than {MAX_ROUNDS} in each other")
    methods = [
        key for item in result["paths"].values() for key in item if key in METHODS or key == "$ref"
    ]
    if not methods:
        raise stopped(found)
    return result, found


def validate(document: Json) -> list[Finding]:
    """All that cannot be accepted as the document stands, each with what is to go for it."""
    if not document.get("paths"):
        raise SpecError("#/paths", "is missing: there is nothing to call")
    if problem := mismatch(document["paths"], dict):
        raise SpecError("#/paths", problem)
    found: list[Finding] = list(_check_whole(document))

    def report(kind: str, steps: Steps, problem: str) -> None:
        found.append(_of_wrong_kind(kind, tuple(unroll(steps)), problem))

    for place in walk(document, report):
        for check in CHECKS.get(place.kind, ()):
            found += check(place.node, tuple(unroll(place.steps)))
    # References and paths are read on the understanding that all of it is of the right kind.
    return found or [*check_references(document)] or [*check_paths(document)]


def _of_wrong_kind(kind: str, steps: Path, problem: str) -> Finding:
    if kind == "schema":
        return untyped(steps, problem)
    if kind in {"path", "operation"}:
        return dropped(steps, problem, OPERATION)
    if kind == "response":
        return dropped(steps, problem, RESPONSE)
    if kind in {"parameter", "body"} and "headers" not in steps:
        return unsendable(steps, problem)
    return dropped(steps, problem, SCHEMA if kind == "field" else MEDIA)


def _check_whole(document: Json) -> Iterator[Finding]:
    dialect = document.get("jsonSchemaDialect", DIALECTS[0])
    if dialect not in DIALECTS:
        yield ignored(("jsonSchemaDialect",), f"{shown(dialect)} is not read")
    tags = document.get("tags", [])
    if problem := mismatch(tags, list):
        yield ignored(("tags",), problem)
        tags = []
    for i, tag in enumerate(tags):
        problem = mismatch(tag, dict)
        name = "" if problem else name_fault(tag.get("name"))
        if problem or name:
            yield dropped(("tags", i, *(["name"] if name else [])), problem or name, "note",
                          ("tags", i))  # fmt: skip


def name_fault(name: Any) -> str:
    """What is wrong with a name; empty if nothing is."""
    if problem := mismatch(name, str):
        return problem
    if not name:
        return "is an empty name"
    if len(name) > MAX_NAME:
        return f"is a name of more than {MAX_NAME} characters"
    return "is a name with control characters" if _CONTROL.search(name) else ""


def _check_components(node: Json, steps: Path) -> Iterator[Finding]:
    for key, section in node.items():
        for name in section if isinstance(section, dict) else ():
            if problem := name_fault(name):
                yield dropped((*steps, key, name), problem, "component")


def _check_path_item(node: Json, steps: Path) -> Iterator[Finding]:
    for key in node:
        if key not in _PATH_ITEM and not key.startswith("x-"):
            called = key in _OTHER_METHODS or key.lower() in METHODS
            problem = "is not an HTTP method that is generated"
            yield dropped((*steps, key), problem, OPERATION if called else "note")
        if key in METHODS and "$ref" in node:
            yield dropped((*steps, key), "stands beside a reference, which hides it", OPERATION)


def _check_operation(node: Json, steps: Path) -> Iterator[Finding]:
    if "operationId" in node and (problem := name_fault(node["operationId"])):
        yield ignored((*steps, "operationId"), problem)
    tags = node.get("tags", [])
    if problem := mismatch(tags, list):
        yield ignored((*steps, "tags"), problem)
        tags = []
    for i, tag in enumerate(tags):
        if problem := name_fault(tag):
            yield ignored((*steps, "tags", i), problem)
    responses = node.get("responses", {})
    for status in responses if isinstance(responses, dict) else ():
        if not _STATUS.fullmatch(status) and not status.startswith("x-"):
            yield dropped((*steps, "responses", status), "is not a status code", RESPONSE)


def _check_parameter(node: Json, steps: Path) -> Iterator[Finding]:
    """Parameters, and headers, which are parameters that say neither their name nor place."""
    if "$ref" in node:
        return
    if "name" in node or "in" in node:
        name, place = node.get("name"), node.get("in")
        needed = node.get("required") or place not in PLACES or not isinstance(name, str)

        def out(key: str, problem: str) -> Finding:
            if needed:
                return unsendable((*steps, key), problem)
            return dropped((*steps, key), problem, PARAMETER, steps)

        if problem := name_fault(name):
            yield out("name", problem)
        elif place not in PLACES:
            yield out("in", f"must be one of {', '.join(PLACES)}")
        elif place == "header" and not _HEADER_NAME.fullmatch(str(name)):
            yield out("name", "is not the name of a header")
    if ("schema" in node) == ("content" in node):
        key = "content" if "content" in node else "schema"
        problem = "must have a schema, or else a content"
        if key == "content":
            yield dropped(steps, problem, "note", (*steps, key))
        else:
            yield untyped(steps, problem, (*steps, key))


def _check_content(node: Json, steps: Path) -> Iterator[Finding]:
    content = node.get("content", {})
    for name, media in content.items() if isinstance(content, dict) else ():
        here = (*steps, "content", name)
        problem = ""
        if len(name) > MAX_NAME or not _MEDIA_TYPE.fullmatch(name):
            problem = "is not a media type"
        elif isinstance(media, dict) and "$ref" in media:
            here, problem = (*here, "$ref"), "media types by reference are not followed"
        if problem and len(content) == 1 and "responses" not in steps:
            yield unsendable(here, problem)
        elif problem:
            scope = MEDIA if "/" in name else "note"
            yield dropped(here, problem, scope, (*steps, "content", name))


def _check_schema(node: Json, steps: Path) -> Iterator[Finding]:
    for key in ("properties", "patternProperties", "$defs", "definitions"):
        for name in node[key] if isinstance(node.get(key), dict) else ():
            fault = name_fault(name) if name or key != "properties" else ""
            if fault:  # a field may well have no name
                yield dropped((*steps, key, name), fault, SCHEMA)
    types = node.get("type", [])
    unknown = [t for t in (types if isinstance(types, list) else [types]) if t not in TYPES]
    if unknown:
        yield dropped((*steps, "type"), f"{shown(str(unknown[0]))} is not a type", SCHEMA)
    elif types == [] and "type" in node:
        yield ignored((*steps, "type"), "is an empty list")
    yield from _check_lists(node, steps)


def _check_lists(node: Json, steps: Path) -> Iterator[Finding]:
    required = node.get("required", [])
    if problem := mismatch(required, list):
        yield ignored((*steps, "required"), problem)
        required = []
    for i, name in enumerate(required):
        if problem := mismatch(name, str):
            yield ignored((*steps, "required", i), problem)
    for key in ("anyOf", "oneOf", "allOf"):
        if node.get(key) == []:
            yield ignored((*steps, key), "is an empty list")
    values = node.get("enum", [])
    if problem := mismatch(values, list):
        yield dropped((*steps, "enum"), problem, SCHEMA)
        return
    for i, value in enumerate(values):
        fault = name_fault(value) if isinstance(value, str) and value else ""
        if fault:  # then it stays open text
            yield dropped((*steps, "enum", i), fault, SCHEMA, (*steps, "enum"))
            return


CHECKS: dict[str, tuple[Callable[[Json, Path], Iterator[Finding]], ...]] = {
    "components": (_check_components,),
    "path": (_check_path_item,),
    "operation": (_check_operation,),
    "parameter": (_check_parameter, _check_content),
    "body": (_check_content,),
    "response": (_check_content,),
    "schema": (_check_schema,),
}
