"""How an operation is called: in Python, without await, and on the command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from journeybee.cli.operation import command_of
from journeybee.errors import APIStatusError, ServerError
from journeybee.introspection import is_list
from journeybee.pipeline.error_mapping import BY_STATUS
from scripts.codegen.document import resolve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from journeybee.introspection import BoundOperation
    from journeybee.surfaces import Surface
    from scripts.tools.site.operations import Parameter

BOUNDS = {
    "minimum": "at least {}",
    "exclusiveMinimum": "above {}",
    "maximum": "at most {}",
    "exclusiveMaximum": "below {}",
    "multipleOf": "a multiple of {}",
    "minLength": "at least {} characters",
    "maxLength": "at most {} characters",
    "minItems": "at least {} items",
    "maxItems": "at most {} items",
    "pattern": "matches {}",
    "format": "{}",
    "default": "{} by default",
}
# Bounds that JavaScript's numbers have, so every integer within them.
ANY_INTEGER = (2**53 - 1, 1 - 2**53)
# What an example shows of an operation that requires nothing.
OPTIONAL_SHOWN = 2


def bounds(document: Any, schema: Any) -> str:
    """What the spec says of a value beside its type."""
    schema = resolve(document, schema)
    names = [name for name in BOUNDS if name in schema and schema[name] not in ANY_INTEGER]
    if "format" in names and "pattern" in names:
        names.remove("pattern")  # says the same at length
    return ", ".join(BOUNDS[name].format(schema[name]) for name in names)


def errors(node: Any) -> Iterator[tuple[str, str]]:
    """Status and exception of each error in the spec of an operation."""
    for code in sorted(node.get("responses", {})):
        if code.isdigit() and int(code) >= 400:
            fallback = ServerError if int(code) >= 500 else APIStatusError
            yield code, BY_STATUS.get(int(code), fallback).__name__


def example(call: str, kind: str, shown: dict[str, Any], positional: list[str]) -> str:
    """A call with example values."""
    values = [json_repr(shown[name]) for name in positional if name in shown]
    values += [
        f"{name}={json_repr(value)}" for name, value in shown.items() if name not in positional
    ]
    text = f"{call}({', '.join(values)})"
    if kind == "list":
        return f"async for item in {text}:\n    print(item)"
    return f"await {text}" if kind == "nothing" else f"result = await {text}"


def blocking(text: str) -> str:
    """The same call without await."""
    return text.replace("async for", "for").replace("await ", "")


def json_repr(value: Any) -> str:
    """A value as Python source, with double quotes as the formatter writes them."""
    return json.dumps(value) if isinstance(value, str) else repr(value)


def example_values(parameters: list[Parameter], document: Any) -> dict[str, Any]:
    """Values for what an operation requires, or for a few of its fields if it requires nothing."""
    required = [it for it in parameters if it.field.required]
    optional = [it for it in parameters if it.place == "body" and not it.field.required]
    shown = required or optional[:OPTIONAL_SHOWN]
    return {it.name: example_value(it.name, it.schema, document) for it in shown}


def example_value(name: str, schema: Any, document: Any) -> Any:
    """A value of a type, plausible for its name."""
    schema = resolve(document, schema)
    for key in ("example", "default"):
        if schema.get(key) is not None:
            return schema[key]
    if schema.get("enum"):
        return schema["enum"][0]
    kind = schema.get("type")
    kind = kind[0] if isinstance(kind, list) else kind
    if kind == "array":
        return [example_value(name.removesuffix("s"), schema.get("items", {}), document)]
    if kind == "object" or "properties" in schema:
        return {}
    plain = {"integer": 1, "number": 1.5, "boolean": True}
    return plain[kind] if kind in plain else _text(name, schema)


def _text(name: str, schema: Any) -> str:
    if schema.get("format") == "date-time":
        return "2026-01-31T09:00:00Z"
    if schema.get("format") == "date":
        return "2026-01-31"
    if "uuid" in name:
        return "6f1c0c58-5a0e-4d0b-9d5e-0d8a3c2b1f00"
    if "email" in name:
        return "ada@example.com"
    if "url" in name:
        return "https://example.com"
    names = {"first_name": "Ada", "last_name": "Lovelace"}
    return names.get(name, "Acme" if "name" in name else "Call back")


def command_line(bound: BoundOperation, path: str, surface: Surface) -> str:
    """The command of an operation with what it requires, names in place of values."""
    command = command_of(bound, path, surface)
    words = ["journeybee", *([] if surface.name == "v1" else ["--surface", surface.name])]
    words += path.replace("_", "-").split(".")
    for parameter in command.params:
        if isinstance(parameter, click.Argument):
            words.append(str(parameter.name).upper())
        elif parameter.required:
            words += [parameter.opts[0], "VALUE"]
    return " ".join(words)


def kind_of(bound: BoundOperation, gives: str) -> str:
    """Whether a call gives a list, one value or nothing."""
    return "list" if is_list(bound) else "nothing" if gives == "None" else "single"
