"""Counts what a spec asks for and what was generated, independently of the generator."""

from __future__ import annotations

import ast
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scripts.normalise import bodies, normalise, operations, parameters

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from scripts.normalise import Json


@dataclass
class Builder:
    """What a generated builder says it sends and reads."""

    name: str
    method: str = ""
    path: str = ""
    arguments: int = 0
    names: dict[str, set[str]] = field(default_factory=dict[str, set[str]])
    responses: dict[int, str] = field(default_factory=dict[int, str])


def take_census(document: Json, package: Path) -> list[str]:
    """What is missing, doubled or unreadable in the package of one surface; empty if nothing is."""
    document = normalise(document)
    found = list(_builders(package))
    faults = [
        f"{method} {path} has {count} builders"
        for (method, path), count in Counter((b.method, b.path) for b in found).items()
        if count > 1
    ]
    by_route = {(b.method, b.path): b for b in found}
    models = {p.stem for p in (package / "models").glob("*.py")}
    known = {n for p in (package / "models").glob("*.py") for n in _defined(p)}
    for method, path, operation in operations(document):
        builder = by_route.pop((method.upper(), path), None)
        where = f"{method.upper()} {path}"
        if builder is None:
            faults.append(f"{where} has no builder")
            continue
        if builder.name != operation["operationId"]:
            faults.append(f"{where} is {builder.name}, the spec says {operation['operationId']}")
        faults += [f"{where}: {fault}" for fault in _missing(document, path, operation, builder)]
        faults += [f"{where}: {fault}" for fault in _unread(operation, builder, known)]
    faults += [f"{method} {path} is not in the spec" for method, path in by_route]
    faults += [] if models else ["no models were generated"]
    return faults


def _missing(document: Json, path: str, operation: Json, builder: Builder) -> Iterator[str]:
    """Parameters and body fields of the spec that the builder does not send."""
    wanted = set[tuple[str, str]]()
    for parameter in parameters(document, path, operation):
        wanted.add((parameter["in"], parameter["name"]))
        if parameter.keys() & {"style", "explode", "content", "allowReserved"}:
            yield f"parameter {parameter['name']} has a form that is not generated"
    for body in bodies(document, operation):
        wanted |= {("body", name) for name in body.get("properties", {})}
    for place, name in sorted(wanted):
        if name not in builder.names.get(place, set()):
            yield f"{place} {name} is missing"
    if builder.arguments != len(wanted):
        yield f"{builder.arguments} arguments for {len(wanted)} parameters and body fields"


def _unread(operation: Json, builder: Builder, known: set[str]) -> Iterator[str]:
    """Success bodies of the spec that the builder does not read as a type."""
    for code, response in operation["responses"].items():
        content = response.get("content", {})
        expression = builder.responses.get(int(code.replace("XX", "00")))
        if expression is None:
            yield f"status {code} is not read"
        elif set(content) - {"application/json"}:
            yield f"status {code} has content that is not generated: {', '.join(content)}"
        elif bool(content) == (expression == "None"):
            yield f"status {code} is read as {expression}"
        else:
            names = set(re.findall(r"\w+", expression))
            unknown = names - known - {"list", "dict", "str", "int", "float", "bool", "None", "Any"}
            if unknown or (expression == "Any" and content["application/json"].get("schema")):
                yield f"status {code} is read as {expression}"


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
    places = {"path": "path", "query": "query", "headers": "header", "body": "body"}
    for keyword in call.value.keywords:
        if keyword.arg == "responses":
            builder.responses = ast.literal_eval(keyword.value)
        elif keyword.arg in places and isinstance(keyword.value, ast.Dict):
            keys = {k.value for k in keyword.value.keys if isinstance(k, ast.Constant)}
            builder.names[places[keyword.arg]] = {str(k) for k in keys}
    return builder


def _defined(module: Path) -> Iterator[str]:
    for node in ast.parse(module.read_text()).body:
        if isinstance(node, ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id
