"""The command of one operation."""

from __future__ import annotations

import functools
import inspect
import shlex
import sys
from collections.abc import Iterator
from typing import Any

import click

from journeybee import introspection
from journeybee.cli.columns import Columns, plain
from journeybee.cli.lists import Extent, list_options, show_list
from journeybee.cli.output import Output, format_options
from journeybee.cli.parameters import NULL, Json, given, pairs, parameters
from journeybee.cli.sanitize import command_name, shown
from journeybee.cli.session import Session
from journeybee.client import Client
from journeybee.introspection import BoundOperation
from journeybee.surfaces import Surface

_WRITES = {"POST", "PATCH", "PUT"}


def command_of(bound: BoundOperation, path: str, surface: Surface) -> click.Command:
    """The command of an operation; its help includes the evidence for the operation."""
    text, texts = introspection.described(bound.builder)
    info = surface.operations[bound.builder.__name__]
    own = list(parameters(bound.builder, texts))
    taken = {option for parameter in own for option in parameter.opts}
    offered = list(_options(bound, info.method))
    for option in offered:
        option.opts = [name for name in option.opts if name not in taken]
    offered = [option for option in offered if option.opts]
    perform = functools.partial(_perform, bound=bound, path=path, method=info.method)
    return click.Command(
        command_name(path.rpartition(".")[2]),
        params=[*own, *offered],
        callback=click.pass_obj(perform),
        help=f"{text}\n\nEvidence: {info.evidence}.",
        short_help=f"{text.split('.')[0]} [{info.evidence}]",
    )


def _options(bound: BoundOperation, method: str) -> Iterator[click.Option]:
    yield from format_options()
    if introspection.is_list(bound):
        yield from list_options()
    if method == "DELETE":
        yield click.Option(
            ["--yes", "-y", "cli_yes"], is_flag=True, default=None, help="Do not ask."
        )
    if method in _WRITES and _optional(bound):
        yield click.Option(
            ["--set", "cli_set"],
            multiple=True,
            metavar="FIELD=JSON",
            help="Send any JSON for a field: due-date=null, or due-date=@file; repeat it for"
            " several.",
        )


def _perform(
    session: Session, *, bound: BoundOperation, path: str, method: str, **values: Any
) -> None:
    output = Output.of(values, Columns.of(bound))
    fields, confirmed = pairs("--set", values.pop("cli_set", ())), values.pop("cli_yes", False)
    extent = Extent.of(values, bound)
    types = introspection.builder_types(bound.builder)
    arguments = given(values)
    _set_fields(bound, fields, arguments)
    if method in _WRITES:
        _check_nulls(types, arguments, [name.replace("-", "_") for name in fields])
        _check_changes(bound, method, arguments)
    if method == "DELETE" and not confirmed:
        _confirm(path, arguments)

    async def work(client: Client) -> None:
        operation: Any = functools.reduce(getattr, path.split("."), client)
        if introspection.is_list(bound):
            await show_list(operation(**arguments), output, extent)
        else:
            output.value(plain(await operation(**arguments)))

    session.run(work)


def _set_fields(
    bound: BoundOperation, fields: dict[str, list[str]], arguments: dict[str, Any]
) -> None:
    """Add the fields of --set to the arguments."""
    optional = _optional(bound)
    for option, texts in fields.items():
        name = option.replace("-", "_")
        if name not in optional:
            names = ", ".join(map(command_name, optional))
            raise click.BadParameter(f"no field {option!r}: there are {names}", param_hint="--set")
        if name in arguments or len(texts) > 1:
            raise click.BadParameter(f"{option} is given twice", param_hint="--set")
        arguments[name] = _json_of(option, texts[0])


def _json_of(option: str, text: str) -> Any:
    try:
        value = Json().convert(text, None, None)
    except click.BadParameter as error:
        # Most often a text without its quotes.
        advice = f"a text is --{command_name(option)} {shlex.quote(text)}"
        message = f"{option}: {error.message}; {advice}"
        raise click.BadParameter(message, param_hint="--set") from None
    return None if value is NULL else value


def _confirm(path: str, arguments: dict[str, Any]) -> None:
    """Ask before a deletion, if both ends are terminals."""
    what = shown(" ".join([path.rpartition(".")[0], *map(str, arguments.values())]))
    terminal = sys.stdin.isatty() and sys.stderr.isatty()
    if terminal and not click.confirm(f"Delete {what}?", err=True):
        raise click.exceptions.Exit(1)


def _optional(bound: BoundOperation) -> list[str]:
    parameters = inspect.signature(bound.builder).parameters.values()
    return [it.name for it in parameters if it.default is not it.empty]


def _check_nulls(types: dict[str, Any], arguments: dict[str, Any], as_json: list[str]) -> None:
    """Refuse a null that the spec does not have, and the text `null` where null was meant."""
    for name, value in arguments.items():
        option = command_name(name)
        if value is None and not introspection.takes_none(types[name]):
            raise click.UsageError(
                f"the spec has no null for --{option}: `journeybee api` sends a body unchanged"
            )
        if value in ("null", ["null"]) and name not in as_json:
            advice = (
                f"--set {option}=null sends null"
                if introspection.takes_null(types[name])
                else "`journeybee api` sends a body unchanged"
            )
            raise click.UsageError(f'--{option} null would store the text "null": {advice}')


def _check_changes(bound: BoundOperation, method: str, arguments: dict[str, Any]) -> None:
    """Refuse an update without fields."""
    optional = _optional(bound)
    if method != "POST" and optional and not arguments.keys() & set(optional):
        names = ", ".join(f"--{command_name(name)}" for name in optional)
        raise click.UsageError(f"nothing to change: give at least one of {names}")
