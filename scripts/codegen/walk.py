"""Walks documents without recursion: all of it, or by what OpenAPI says its places mean."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, cast

from scripts.codegen.errors import pointer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scripts.codegen.document import Json

_T = TypeVar("_T")

# A way into a document: the steps before the last one, and the last; None is the document itself.
Steps = tuple["Steps", str | int] | None

METHODS = ("get", "put", "post", "delete", "options", "head", "patch")
SHOWN_STEP = 80


class Place(NamedTuple):
    """An object of which OpenAPI says what it is: ``kind`` is a key of FIELDS."""

    kind: str
    steps: Steps
    node: Any


# What the fields of each kind hold. "map" is an object of named things; in a "table" the names
# that begin with "x-" are extensions.
_HEADERS = {"headers": ("map", "parameter")}
_CONTENT = {"content": ("map", "media")}
FIELDS: dict[str, dict[str, tuple[str, str]]] = {
    "document": {
        "paths": ("table", "path"),
        "webhooks": ("map", "path"),
        "components": ("one", "components"),
    },
    "components": {
        "schemas": ("map", "schema"),
        "responses": ("map", "response"),
        "parameters": ("map", "parameter"),
        "requestBodies": ("map", "body"),
        "headers": ("map", "parameter"),
        "callbacks": ("map", "callback"),
        "pathItems": ("map", "path"),
    },
    "path": {"parameters": ("list", "parameter")} | dict.fromkeys(METHODS, ("one", "operation")),
    "operation": {
        "parameters": ("list", "parameter"),
        "requestBody": ("one", "body"),
        "responses": ("table", "response"),
        "callbacks": ("map", "callback"),
    },
    "callback": {},
    "parameter": {"schema": ("one", "schema"), **_CONTENT},
    "body": _CONTENT,
    "response": {**_CONTENT, **_HEADERS},
    "media": {"schema": ("one", "schema"), "encoding": ("map", "encoding")},
    "encoding": _HEADERS,
    "schema": {
        **dict.fromkeys(
            ("properties", "patternProperties", "$defs", "definitions", "dependentSchemas"),
            ("map", "schema"),
        ),
        **dict.fromkeys(("allOf", "anyOf", "oneOf", "prefixItems"), ("list", "schema")),
        **dict.fromkeys(
            ("items", "additionalProperties", "not", "if", "then", "else", "contains"),
            ("one", "schema"),
        ),
        **dict.fromkeys(
            ("propertyNames", "unevaluatedItems", "unevaluatedProperties", "contentSchema"),
            ("one", "schema"),
        ),
    },
}


def unroll(steps: Steps) -> list[str | int]:
    """The steps from the document down."""
    result: list[str | int] = []
    while steps is not None:
        steps, last = steps
        result.append(last)
    return result[::-1]


def place(steps: Steps) -> str:
    """The JSON pointer of a place, as it can be printed: long and odd names are shown in part."""
    return pointer(*(shown(step) for step in unroll(steps)))


def shown(step: str | int) -> str:
    """A name of a spec for a message: nothing in it may steer a terminal or fill a screen."""
    text = str(step)
    text = text if len(text) <= SHOWN_STEP else f"{text[:SHOWN_STEP]}..."
    return text if text.isprintable() else ascii(text)[1:-1]


def everything(node: Any) -> Iterator[tuple[Steps, Any]]:
    """Every value below a node, itself included, in document order."""
    waiting: list[tuple[Steps, Any]] = [(None, node)]
    while waiting:
        steps, value = waiting.pop()
        yield steps, value
        if isinstance(value, dict):
            waiting += [((steps, key), value[key]) for key in reversed(value)]
        elif isinstance(value, list):
            waiting += [((steps, i), value[i]) for i in range(len(value) - 1, -1, -1)]


Report = Callable[[str, Steps, str], None]
"""Takes the kind, place and fault of what is of a wrong kind."""


def walk(document: Json, report: Report | None = None) -> Iterator[Place]:
    """Every object with a meaning, in document order; what is of a wrong kind is passed over."""
    report = report or (lambda *_: None)
    waiting = [Place("document", None, document)]
    while waiting:
        found = waiting.pop()
        if found.kind == "schema" and isinstance(found.node, bool):
            continue
        if problem := mismatch(found.node, dict):
            report(found.kind, found.steps, problem)
            continue
        yield found
        waiting += reversed(list(_below(found, report)))


def _below(found: Place, report: Report) -> Iterator[Place]:
    _, steps, node = found
    if found.kind == "callback":
        yield from _named("table", "path", steps, node)
        return
    fields = FIELDS[found.kind]
    for key, value in node.items():
        if key not in fields:
            continue
        form, kind = fields[key]
        here = (steps, key)
        if form == "one":
            yield Place(kind, here, value)
        elif problem := mismatch(value, list if form == "list" else dict):
            report("field", here, problem)
        elif form == "list":
            yield from (Place(kind, (here, i), child) for i, child in enumerate(value))
        else:
            yield from _named(form, kind, here, value)


def _named(form: str, kind: str, steps: Steps, node: Json) -> Iterator[Place]:
    for name, child in node.items():
        if form != "table" or not name.startswith(("x-", "$ref")):
            yield Place(kind, (steps, name), child)


def mismatch(value: Any, kind: type) -> str:
    """What is wrong with a value that must be of this kind; empty if nothing is."""
    if isinstance(value, kind):
        return ""
    words = {dict: "an object", list: "a list", str: "text", bool: "true or false"}
    found = "null" if value is None else words.get(type(value), "a number")
    return f"must be {words[kind]}, and is {found}"


def clone(node: _T) -> _T:
    """A copy of its own; recursion is bounded by the depth that documents may have."""
    copied: Any = node
    if isinstance(node, dict):
        copied = {k: clone(v) if isinstance(v, dict | list) else v for k, v in node.items()}
    elif isinstance(node, list):
        copied = [clone(v) if isinstance(v, dict | list) else v for v in node]
    return cast("_T", copied)
