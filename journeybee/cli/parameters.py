"""The arguments and options of a command, made from the signature of a builder."""

from __future__ import annotations

import datetime
import inspect
import json
import re
import sys
import typing
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem

from journeybee import introspection
from journeybee.cli.sanitize import is_text

NULL = object()
"""The value of an option whose JSON is `null`: click takes None for an option that is not there."""

_ARGUMENT = re.compile(r"^    (\w+): ((?:.*)(?:\n {8}.*)*)", re.MULTILINE)


class OneOf(click.ParamType[Any]):
    """Text of which the spec knows some values; the API may know more, so any is taken."""

    name = "value"

    def __init__(self, values: tuple[str, ...]) -> None:
        self.values = values

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """The values, where they are few enough to be read."""
        return "|".join(self.values) if len(self.values) <= 6 else "VALUE"

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """The values that begin with what was typed."""
        return [CompletionItem(value) for value in self.values if value.startswith(incomplete)]


class When(click.ParamType[Any]):
    """A date, or a time with its offset, sent as it was typed."""

    def __init__(self, kind: type[datetime.date]) -> None:
        self.kind = kind
        self.name = "date" if kind is datetime.date else "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Read the text, so that a slip is noticed before anything is sent."""
        try:
            read = self.kind.fromisoformat(value)
        except ValueError as error:
            self.fail(f"{value!r} is no {self.name} in ISO 8601: {error}", param, ctx)
        if isinstance(read, datetime.datetime) and read.tzinfo is None:
            self.fail(f"{value!r} has no offset: write it as {value}Z", param, ctx)
        return value


class Json(click.ParamType[Any]):
    """JSON as text, or in a file as @name, or on standard input as @-."""

    name = "json"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Read the JSON."""
        try:
            read = json.loads(_content(value), parse_constant=_refuse_constant)
        except (OSError, ValueError, RecursionError) as error:
            self.fail(f"not JSON: {error}", param, ctx)
        return NULL if read is None else read


def _content(value: str) -> str | bytes:
    """The JSON that a value stands for; of bytes, `json` finds out the encoding, BOM or not."""
    if not value.startswith("@"):
        return value
    name = value.removeprefix("@")
    return sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not a JSON value")


def parameters(builder: Callable[..., Any], texts: dict[str, str]) -> Iterator[click.Parameter]:
    """The parameters of a command; what is not given on the line is None or empty."""
    types = introspection.builder_types(builder)
    for name, parameter in inspect.signature(builder).parameters.items():
        kind, several = _kind(introspection.union_members(types[name]))
        required = parameter.default is parameter.empty
        positional = parameter.kind is not parameter.KEYWORD_ONLY
        if positional and not several and not isinstance(kind, Json):
            yield click.Argument([name], type=kind)
            continue
        flag = f"--{name.strip('_').replace('_', '-')}"
        # Without a default a flag would be false, and sent so, where it is not given; with one
        # nothing is required.
        default: dict[str, Any] = {} if required else {"default": None}
        switch = kind is click.BOOL and not required
        yield click.Option(
            [f"{flag}/--no-{flag[2:]}" if switch else flag, name],
            type=kind,
            multiple=several,
            required=required,
            **default,
            help=_help(texts.get(name, ""), kind, several=several),
        )


def given(values: dict[str, Any]) -> dict[str, Any]:
    """The values of those parameters that stand on the line, as the builder takes them."""
    result = dict[str, Any]()
    for name, value in values.items():
        if isinstance(value, tuple) and value:
            result[name] = _items([*value])
            for item in result[name]:
                _refuse_bytes(name, item)
        elif value is NULL:
            result[name] = None
        elif value is not None and value != ():
            _refuse_bytes(name, value)
            result[name] = value
    return result


def _refuse_bytes(name: str, value: Any) -> None:
    # The bytes of the line that are not text in its encoding come as surrogates.
    if isinstance(value, str) and not is_text(value):
        raise click.UsageError(f"{name.replace('_', '-')} is not text: {value!r}")


def split_doc(builder: Callable[..., Any]) -> tuple[str, dict[str, str]]:
    """What a builder's docstring says of the operation, and of each argument."""
    text, _, arguments = (inspect.getdoc(builder) or "").partition("\nArgs:\n")
    return text.strip(), {
        name: " ".join(what.split()) for name, what in _ARGUMENT.findall(arguments)
    }


def _kind(members: tuple[Any, ...]) -> tuple[click.ParamType[Any], bool]:
    """How the text of a value is read, and whether there may be several."""
    lists = [kind for kind in members if typing.get_origin(kind) is list]
    if lists:
        item, _ = _kind(introspection.union_members(typing.get_args(lists[0])[0]))
        return item, not isinstance(item, Json)
    for kind in members:
        if typing.get_origin(kind) is typing.Literal:
            return OneOf(tuple(str(value) for value in typing.get_args(kind))), False
        if kind in {datetime.date, datetime.datetime}:
            return When(kind), False
    plain = {str: click.STRING, int: click.INT, float: click.FLOAT, bool: click.BOOL}
    if len(members) == 1 and members[0] in plain:
        return plain[members[0]], False
    return Json(), False


def _items(values: list[Any]) -> list[Any]:
    """The items of a list; one text that is a JSON array stands for all of them, `[]` for none."""
    if len(values) == 1 and isinstance(values[0], str) and values[0].startswith("["):
        try:
            found: list[Any] = json.loads(values[0])
        except ValueError as error:
            raise click.UsageError(f"{values[0]!r} begins like a JSON array: {error}") from None
        return found
    return values


def _help(text: str, kind: click.ParamType[Any], *, several: bool) -> str:
    notes = [text.rstrip(".")] if text else []
    if several:
        notes.append("repeat it, or give one JSON array")
    if isinstance(kind, Json):
        notes.append("JSON, @file or @-")
    return "; ".join(notes)
