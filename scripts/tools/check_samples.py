"""`make spec-samples SPEC=...`: do the generated types agree with the spec?

Valid bodies are made from the schemas as published. Response bodies are read strictly by the
generated models and written back; request bodies are passed to the builders. A type that is too
narrow, a lost field and a wrong name all appear as a body that fails.
"""

from __future__ import annotations

import argparse
import importlib
import json
import re
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import journeybee_api
from journeybee_api._runtime import DecodeError, Reader
from journeybee_api._runtime.annotations import type_hints
from journeybee_api._runtime.body import body_reader
from journeybee_api._runtime.encoder import to_json
from scripts.codegen.build import build
from scripts.codegen.errors import pointer
from scripts.codegen.intake import read
from scripts.codegen.intake.fetch import fetch
from scripts.codegen.intake.parse import parse
from scripts.codegen.normalise.naming import Names
from scripts.codegen.walk import METHODS
from scripts.tools.sampler import ANOTHER, Sampler, resolve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from scripts.tools.sampler import Json

STRICT = Reader(strict=True)
SHOWN = 200
PER_BODY = 3
TRIES = 15
"""Attempts to make a valid value before a body counts as impossible."""


class Body(NamedTuple):
    """A JSON body in a published spec; `status` is empty for a request body."""

    method: str
    path: str
    status: str
    pointer: str
    schema: Any

    def __str__(self) -> str:
        return f"{self.method.upper()} {self.path} {self.status or 'body'}"


class Result(NamedTuple):
    """The number of samples, the bodies without any, and each kind of fault once."""

    read: int
    unsampled: list[str]
    faults: dict[str, str]


def published_bodies(document: Json) -> Iterator[Body]:
    """The JSON bodies of requests and responses in a published document."""
    for path, node in document.get("paths", {}).items():
        item, where = _follow(document, node, pointer("paths", path))
        for method in METHODS:
            if method in item:
                yield from _bodies_of(document, method, path, item[method], f"{where}/{method}")


def _bodies_of(
    document: Json, method: str, path: str, operation: Json, where: str
) -> Iterator[Body]:
    holders = {"": (operation.get("requestBody", {}), f"{where}/requestBody")}
    for status, response in operation.get("responses", {}).items():
        if str(status).startswith("2"):
            holders[str(status)] = response, f"{where}/responses/{status}"
    for status, (node, at) in holders.items():
        holder, base = _follow(document, node, at)
        content = holder.get("content", {})
        names = sorted(
            (name for name in content if name.partition(";")[0].strip().endswith("json")),
            key=lambda name: name != "application/json",
        )
        if names and "schema" in content[names[0]]:
            here = base + pointer("content", names[0], "schema").removeprefix("#")
            yield Body(method, path, status, here, content[names[0]]["schema"])


def _follow(document: Json, node: Json, where: str) -> tuple[Json, str]:
    """The target of a node and its pointer."""
    while "$ref" in node:
        where = node["$ref"]
        node = resolve(document, where)
    return node, where


def check(document: Json, package: str, per_body: int = PER_BODY) -> Result:
    """Sample the bodies of a published document, and read them with the generated `package`."""
    infos = importlib.import_module(f"{package}.operations").OPERATIONS
    by_route = {_route(info.method, info.path): info.builder for info in infos}
    by_route |= {f"{info.method} {info.path}": info.builder for info in infos}
    sampler = Sampler(document)
    read, unsampled, faults = 0, list[str](), dict[str, str]()
    for body in published_bodies(document):
        exact = f"{body.method.upper()} {body.path}"
        builder = by_route.get(exact) or by_route.get(_route(body.method, body.path))
        if builder is None:
            continue  # recorded as left out
        samples = sampler.valid(body.pointer, body.schema, per_body, TRIES)
        if not samples:
            unsampled.append(str(body))
        for sample in samples:
            read += 1
            fault = fault_of(builder, body.status, sample)
            if fault:
                faults.setdefault(fault, f"{body}: {json.dumps(sample)[:SHOWN]}")
    return Result(read, unsampled, faults)


def _route(method: str, path: str) -> str:
    """A route without the names of parameters and the query in the path."""
    return f"{method.upper()} {re.sub(r'{[^}]*}', '{}', path.replace('?', '#'))}"


def fault_of(builder: Callable[..., Any], status: str, sample: Any) -> str:
    """The fault in how an operation reads or writes a body, "" if there is none."""
    try:
        call = _called(builder)
        if not status:
            return _fault_of_sent(builder, call.body, sample)
        code = 201 if status == "2XX" and 201 in call.responses else int(status.replace("XX", "00"))
        expression = call.responses[code]
        if expression in {"bytes", "text"}:
            return ""
        if expression == "None":
            return f"{builder.__name__} reads nothing" if sample is not None else ""
        value = call.parse(code, json.dumps(sample).encode(), STRICT)
        return _difference(expression, sample, to_json(expression, value))
    except (DecodeError, KeyError, TypeError, ValueError) as error:
        return f"{type(error).__name__} {error}"


def _called(builder: Callable[..., Any]) -> Any:
    """A call with every argument under its own name; a form is empty."""
    hints = {name: str(hint) for name, hint in type_hints(builder).items() if name != "return"}
    try:
        return builder(**{name: name for name in hints})
    except TypeError:
        whole = {name for name, hint in hints.items() if re.search(r"models\.|Any|dict", hint)}
        return builder(**{name: {} if name in whole else name for name in hints})


def _fault_of_sent(builder: Callable[..., Any], arguments: Any, sample: Any) -> str:
    """Read a request body as arguments, by their Python names."""
    parts = {arguments: sample} if isinstance(arguments, str) else sample
    if not isinstance(parts, dict) or not isinstance(arguments, str | dict):
        return f"{builder.__name__} takes {arguments!r}"
    models = f"{builder.__module__.rpartition('.operations.')[0]}.models"
    for wire, value in parts.items():
        name = arguments if isinstance(arguments, str) else arguments.get(wire)
        if name is None:
            return f"{builder.__name__} has no argument for {wire}" if wire != ANOTHER else ""
        expression = builder.__annotations__[name]
        taken = body_reader(models, expression).decode(value, STRICT)
        if fault := _difference(f"{builder.__name__}({name})", value, to_json(name, taken)):
            return fault
    return ""


def _difference(what: str, sample: Any, written: Any) -> str:
    """The difference, "" if both are equal; times may be in another format, and 2 equals 2.0."""
    if sample == written:
        return ""
    return f"{what} is written back as {json.dumps(written)[:SHOWN]}"


def generate(content: bytes, name: str, folder: Path, surface: str) -> str:
    """Generate the spec into `folder`; returns the name of the package."""
    build(read(content, name), Names(), folder / surface)
    # Beside the surfaces of the project, so that it finds the runtime.
    journeybee_api.__path__.append(str(folder))
    return f"{journeybee_api.__name__}.{surface}"


def main(arguments: Sequence[str]) -> int:
    """Print a line for each spec, and its faults; return 1 if there are any."""
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("specs", nargs="+", metavar="SPEC", help="file, folder, zip or https URL")
    found = False
    for number, source in enumerate(parser.parse_args(arguments).specs):
        name = source.rstrip("/").rpartition("/")[2]
        content = fetch(source).content
        with tempfile.TemporaryDirectory() as folder:
            package = generate(content, name, Path(folder), f"sampled_{number}")
            result = check(parse(content, name), package)
        print(f"{name}: {result.read:,} bodies read, {len(result.faults)} kinds of fault,", end=" ")
        print(f"{len(result.unsampled)} bodies without a valid sample")
        for fault, example in result.faults.items():
            print(f"  {fault}\n    {example}")
        found = found or bool(result.faults)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
