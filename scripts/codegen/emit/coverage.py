"""Counts what a spec asks for and what was generated, independently of the generator."""

from __future__ import annotations

import ast
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from scripts.codegen.document import (
    bodies,
    operations,
    parameters,
    resolve,
)
from scripts.codegen.emit.field_coverage import lost_by_rules

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from scripts.codegen.document import Json


# How the builder writes what is not in the usual form: the name of each style in the runtime.
STYLES = {"form": "comma", "spaceDelimited": "space", "pipeDelimited": "pipe"}
PLACES = {
    "path": "path", "query": "query", "headers": "header", "cookies": "cookie", "body": "body",
}  # fmt: skip


@dataclass
class Builder:
    """What a generated builder says it sends and reads.

    ``names`` holds the wire names of each place with their styles; ``whole`` says that the body is
    one argument.
    """

    name: str
    method: str = ""
    path: str = ""
    arguments: int = 0
    names: dict[str, dict[str, str]] = field(default_factory=dict[str, dict[str, str]])
    whole: bool = False
    content_type: str = "application/json"
    responses: dict[int, str] = field(default_factory=dict[int, str])


Route = tuple[str, str]


class Fault(str):
    """What is wrong, and the operation that it is wrong with, if it is one."""

    __slots__ = ("route",)
    route: Route | None

    def __new__(cls, text: str, route: Route | None = None) -> Self:
        fault = super().__new__(cls, text)
        fault.route = route
        return fault

    @property
    def text(self) -> str:
        """The fault without its route."""
        return self.removeprefix(" ".join(self.route or ())).removeprefix(":").strip()


def take_census(published: Json, document: Json, package: Path) -> list[Fault]:
    """What is missing, doubled or unreadable in the package of one surface; empty if nothing is.

    ``document`` is what the generator was given, and ``published`` what that was made of.
    """
    found = list(_builders(package))
    faults = [
        Fault(f"{method} {path} has {count} builders", (method, path))
        for (method, path), count in Counter((b.method, b.path) for b in found).items()
        if count > 1
    ]
    by_route = {(b.method, b.path): b for b in found}
    known = {n for p in (package / "models").glob("*.py") for n in _defined(p)}
    for method, path, operation in operations(document):
        route = (method.upper(), path)
        builder = by_route.pop(route, None)
        where = " ".join(route)
        if builder is None:
            faults.append(Fault(f"{where} has no builder", route))
            continue
        told: list[str] = []
        if builder.name != operation["operationId"]:
            told.append(f"{where} is {builder.name}, the spec says {operation['operationId']}")
        told += [f"{where}: {fault}" for fault in _missing(document, path, operation, builder)]
        told += [f"{where}: {fault}" for fault in _unread(document, operation, builder, known)]
        faults += [Fault(text, route) for text in told]
    faults += [Fault(f"{method} {path} is not in the spec") for method, path in by_route]
    readers = {(b.method, b.path): b.responses for b in found}
    lost = lost_by_rules(published, document, readers, package)
    return [*faults, *(Fault(f"{' '.join(route)}{text}", route) for route, text in lost)]


def _missing(document: Json, path: str, operation: Json, builder: Builder) -> Iterator[str]:
    """Parameters and body fields of the spec that the builder does not send, or in another form."""
    wanted: dict[tuple[str, str], tuple[str, ...] | None] = {
        (parameter["in"], parameter["name"]): _style(parameter)
        for parameter in parameters(document, path, operation)
    }
    media = operation.get("requestBody", {}).get("content", {})
    for content_type in media:
        if content_type != builder.content_type:
            yield f"the body is sent as {builder.content_type}, not {content_type}"
    fields = {
        ("body", name) for b in bodies(document, operation) for name in b.get("properties", {})
    }
    if not builder.whole:
        wanted.update(dict.fromkeys(fields))
        if media and not fields:
            yield "the body is missing"
    for (place, name), style in sorted(wanted.items()):
        sent = builder.names.get(place, {}).get(name)
        if sent is None:
            yield f"{place} {name} is missing"
        elif style is not None and sent not in style:
            yield f"{place} {name} is sent as {sent or 'usual'}, not as {style[0] or 'usual'}"
    if builder.arguments != len(wanted) + builder.whole:
        yield f"{builder.arguments} arguments for {len(wanted)} parameters and body fields"


def _style(parameter: Json) -> tuple[str, ...]:
    """The names of the styles in which the parameter may be sent."""
    if "content" in parameter:
        return ("json",) if "json" in next(iter(parameter["content"])) else ("",)
    style = parameter.get("style", "simple" if parameter["in"] in {"path", "header"} else "form")
    if style in {"simple", "deepObject"}:
        return ("deep",) if style == "deepObject" else ("",)
    return ("", "spread") if parameter.get("explode", style == "form") else (STYLES[style],)


def _unread(document: Json, operation: Json, builder: Builder, known: set[str]) -> Iterator[str]:
    """Success bodies of the spec that the builder does not read as what they are."""
    for code, response in operation["responses"].items():
        expression = builder.responses.get(int(code.replace("XX", "00")))
        kinds = {
            _kind(content_type, resolve(document, media.get("schema", {})))
            for content_type, media in response.get("content", {}).items()
        } or {"None"}
        if expression is None:
            yield f"status {code} is not read"
        elif kinds == {"json"}:
            [media] = response["content"].values()
            schema = resolve(document, media.get("schema", {}))
            tree = ast.parse(expression, mode="eval")
            names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
            unknown = names - known - _BUILT_IN
            lost = expression == "None" and schema.get("type") != "null"
            if unknown or lost or (expression == "Any" and schema.keys() & _TYPES):
                yield f"status {code} is read as {expression}"
        elif kinds != {expression}:
            yield f"status {code} is read as {expression}, not as {', '.join(sorted(kinds))}"


_BUILT_IN = {
    *("list", "dict", "str", "int", "float", "bool", "None", "Any", "datetime", "date", "Literal"),
}
# What says of a schema that it is not just any JSON.
_TYPES = {"type", "properties", "items", "enum", "allOf", "anyOf", "oneOf"}


def _kind(content_type: str, schema: Json) -> str:
    base = content_type.partition(";")[0]
    if schema.get("format") == "binary" and not base.startswith("text/"):
        return "bytes"
    if base.endswith(("/json", "+json")):
        return "json"
    return "text" if base.startswith("text/") else "bytes"


def _builders(package: Path) -> Iterator[Builder]:
    for module in sorted((package / "operations").glob("*.py")):
        for node in ast.parse(module.read_text()).body:
            if isinstance(node, ast.FunctionDef) and module.stem != "__init__":
                yield _builder(node)


def _builder(function: ast.FunctionDef) -> Builder:
    builder = Builder(function.name)
    builder.arguments = len(function.args.args) + len(function.args.kwonlyargs)
    call = function.body[-1]
    if not isinstance(call, ast.Return) or not isinstance(call.value, ast.Call):
        return builder
    constants = [a.value for a in call.value.args if isinstance(a, ast.Constant)]
    _, builder.method, builder.path = (str(c) for c in constants)
    for keyword in call.value.keywords:
        if keyword.arg == "responses":
            builder.responses = ast.literal_eval(keyword.value)
        elif keyword.arg == "content_type":
            builder.content_type = ast.literal_eval(keyword.value)
        elif keyword.arg == "body" and isinstance(keyword.value, ast.Name):
            builder.whole = True
        elif keyword.arg in PLACES and isinstance(keyword.value, ast.Dict):
            builder.names[PLACES[keyword.arg]] = dict(_entries(keyword.value))
    return builder


def _entries(node: ast.Dict) -> Iterator[tuple[str, str]]:
    """The names in a dict of a builder, with the style that each is sent in."""
    for key, value in zip(node.keys, node.values, strict=True):
        if isinstance(key, ast.Constant):
            style = value.args[0] if isinstance(value, ast.Call) else None
            yield str(key.value), str(style.value) if isinstance(style, ast.Constant) else ""


def _defined(module: Path) -> Iterator[str]:
    for node in ast.parse(module.read_text()).body:
        if isinstance(node, ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id
