"""Arguments and options made from the signature of a builder, and the values given for them."""

from __future__ import annotations

import datetime
import glob
import inspect
import json
import sys
import typing
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem

from journeybee import introspection
from journeybee.cli.sanitize import command_name, is_text
from journeybee.jsonvalue import is_array
from journeybee_api._runtime.annotations import union_members

NULL = object()
"""The value of an option whose JSON is `null`: to click, None is an option that is not given."""


class OneOf(click.ParamType[Any]):
    """Text of which the spec lists some values; the API may have more, so any is accepted."""

    name = "value"

    def __init__(self, values: tuple[str, ...]) -> None:
        self.values = values

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        return "|".join(self.values) if len(self.values) <= 6 else "VALUE"

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        return [CompletionItem(value) for value in self.values if value.startswith(incomplete)]


class When(click.ParamType[Any]):
    """A date, or a time with its offset, sent as it was typed."""

    def __init__(self, kind: type[datetime.date]) -> None:
        self.kind = kind
        self.name = "date" if kind is datetime.date else "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        try:
            read = self.kind.fromisoformat(value)
        except ValueError as error:
            self.fail(f"{value!r} is not a {self.name} in ISO 8601: {error}", param, ctx)
        if isinstance(read, datetime.datetime) and read.tzinfo is None:
            self.fail(f"{value!r} has no offset: write it as {value}Z", param, ctx)
        return value


class Json(click.ParamType[Any]):
    """JSON as text, or in a file as @name, or on standard input as @-."""

    name = "json"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        try:
            read = json.loads(_content(value), parse_constant=_refuse_constant)
        except OSError as error:
            self.fail(f"cannot read {value[1:]}: {error.strerror}", param, ctx)
        except (ValueError, RecursionError) as error:
            self.fail(f"not JSON: {error}", param, ctx)
        return NULL if read is None else read

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        if not incomplete.startswith("@"):
            return []
        paths = map(Path, glob.glob(glob.escape(incomplete[1:]) + "*"))  # noqa: PTH207
        return [CompletionItem(f"@{path}{'/' if path.is_dir() else ''}") for path in paths]


def _content(value: str) -> str | bytes:
    """The JSON text; in bytes, `json` detects the encoding, with or without a byte order mark."""
    if not value.startswith("@"):
        return value
    name = value.removeprefix("@")
    return sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not a JSON value")


def parameters(builder: Callable[..., Any], texts: dict[str, str]) -> Iterator[click.Parameter]:
    """The parameters of a command; the value of one that is not given is None or empty."""
    types = introspection.builder_types(builder)
    for name, parameter in inspect.signature(builder).parameters.items():
        kind, several = _kind(union_members(types[name]))
        required = parameter.default is parameter.empty
        positional = parameter.kind is not parameter.KEYWORD_ONLY
        if positional and not several and not isinstance(kind, Json):
            yield click.Argument([name], type=kind)
            continue
        flag = f"--{name.strip('_').replace('_', '-')}"
        # A flag without a default would be sent as false when it is not given; a parameter with a
        # default would not be required.
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


def pairs(option: str, texts: Sequence[str]) -> dict[str, list[str]]:
    """The values of each name, of texts such as `name=value`."""
    found = dict[str, list[str]]()
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals:
            raise click.BadParameter(f"{text!r} is not NAME=VALUE", param_hint=option)
        found.setdefault(name, []).append(value)
    return found


def arguments_of(builder: Callable[..., Any], texts: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """The arguments of a builder, from the texts that its options would get."""
    options = {parameter.opts[0].lstrip("-"): parameter for parameter in parameters(builder, {})}
    context = click.Context(click.Command(None))
    values = dict[str, Any]()
    for name, found in texts.items():
        option = options.get(name)
        if option is None:
            known = ", ".join(options)
            raise click.BadParameter(f"no filter {name!r}: there are {known}")
        if len(found) > 1 and not option.multiple:
            raise click.BadParameter(f"{name} takes one value, not {len(found)}")
        text = found if option.multiple else found[0]
        values[option.name] = option.type_cast_value(context, text)
    return given(values)


def given(values: dict[str, Any]) -> dict[str, Any]:
    """The values of the parameters that are given, as the builder takes them."""
    result = dict[str, Any]()
    for name, value in values.items():
        if value is None or value == ():
            continue
        found = None if value is NULL else _items([*value]) if isinstance(value, tuple) else value
        for text in found if is_array(found) else [found]:
            # Bytes of the line that are not text in its encoding arrive as surrogates.
            if isinstance(text, str) and not is_text(text):
                raise click.UsageError(f"{command_name(name)} is not text: {text!r}")
        result[name] = found
    return result


def _kind(members: tuple[Any, ...]) -> tuple[click.ParamType[Any], bool]:
    """The type that parses a value, and whether the parameter may be repeated."""
    lists = [kind for kind in members if typing.get_origin(kind) is list]
    if lists:
        item, _ = _kind(union_members(typing.get_args(lists[0])[0]))
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
    """The items of a list; a single JSON array gives all of them, `[]` none."""
    if len(values) == 1 and isinstance(values[0], str) and values[0].startswith("["):
        try:
            found: list[Any] = json.loads(values[0])
        except ValueError as error:
            raise click.UsageError(
                f"{values[0]!r} is not the JSON array that it begins like: {error}"
            ) from None
        return found
    return values


def _help(text: str, kind: click.ParamType[Any], *, several: bool) -> str:
    notes = [text.rstrip(".")] if text else []
    if several:
        notes.append("repeat it, or give one JSON array")
    if isinstance(kind, Json):
        notes.append("JSON, @file or @-")
    return "; ".join(notes)
