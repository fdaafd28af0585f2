"""The command of one operation."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Iterator
from typing import Any

import click

from journeybee import introspection
from journeybee.cli.columns import Columns, as_row, plain
from journeybee.cli.output import FORMATS, Output
from journeybee.cli.parameters import given, parameters, split_doc
from journeybee.cli.session import Session
from journeybee.client import Client
from journeybee.introspection import Call
from journeybee.surfaces import Surface

_WRITES = {"POST", "PATCH", "PUT"}


def command_of(call: Call, path: str, surface: Surface) -> click.Command:
    """The command of an operation; its help tells how well the operation is known."""
    text, texts = split_doc(call.builder)
    info = surface.operations[call.builder.__name__]
    own = list(parameters(call.builder, texts))
    taken = {option for parameter in own for option in parameter.opts}
    offered = [option for option in _options(call) if not taken.intersection(option.opts)]
    perform = functools.partial(_perform, call=call, path=path, method=info.method)
    return click.Command(
        path.rpartition(".")[2].replace("_", "-"),
        params=[*own, *offered],
        callback=click.pass_obj(perform),
        help=f"{text}\n\nEvidence: {info.evidence}.",
        short_help=f"{text.split('.')[0]} [{info.evidence}]",
    )


def format_options() -> Iterator[click.Option]:
    """The options of everything that shows rows."""
    yield click.Option(
        ["--format", "cli_format"],
        type=click.Choice(FORMATS),
        help="By default a table in a terminal, else JSON Lines.",
    )
    yield click.Option(
        ["--fields", "cli_fields"], metavar="A,B.C", help="Only these, nested ones with dots."
    )
    yield click.Option(
        ["--bom", "cli_bom"],
        is_flag=True,
        default=None,
        help="Begin CSV with a byte order mark, for Excel.",
    )


def _options(call: Call) -> Iterator[click.Option]:
    yield from format_options()
    if introspection.is_list(call):
        yield click.Option(
            ["--limit"], type=click.IntRange(1), help="At most so many; no more pages are fetched."
        )
    nullable = [
        n
        for n, kind in introspection.builder_types(call.builder).items()
        if introspection.takes_null(kind)
    ]
    if nullable:
        yield click.Option(
            ["--null", "cli_null"],
            type=click.Choice([name.replace("_", "-") for name in nullable]),
            multiple=True,
            help="Send null for this field; repeat it for several.",
        )


def _perform(session: Session, *, call: Call, path: str, method: str, **values: Any) -> None:
    nulls = [name.replace("-", "_") for name in values.pop("cli_null", ())]
    output = Output(
        values.pop("cli_format"),
        values.pop("cli_fields"),
        Columns.of(call),
        bom=bool(values.pop("cli_bom")),
    )
    limit: int | None = values.get("limit")
    hints_of = introspection.builder_types(call.builder)
    if "limit" not in hints_of:
        values.pop("limit", None)
    arguments = {**given(values), **dict.fromkeys(nulls)}
    if method in _WRITES:
        _refuse_slips(call, method, arguments)
    page = introspection.page_parameter(call)
    only_page = page is not None and page in arguments

    async def work(client: Client) -> None:
        operation: Any = functools.reduce(getattr, path.split("."), client)
        if introspection.is_list(call):
            await _show_pages(operation(**arguments), output, limit, only_page=only_page)
        else:
            output.value(plain(await operation(**arguments)))

    session.run(work)


def _refuse_slips(call: Call, method: str, arguments: dict[str, Any]) -> None:
    """Refuse to write what the line says but can hardly mean."""
    types = introspection.builder_types(call.builder)
    for name, value in arguments.items():
        if value is None and not introspection.takes_none(types[name]):
            raise click.UsageError(f"the spec has no null for --{name.replace('_', '-')}")
        if value not in ("null", ["null"]):
            continue
        option = name.replace("_", "-")
        advice = (
            f"--null {option} sends null"
            if introspection.takes_null(types[name])
            else "`journeybee api` sends a body as it is given"
        )
        raise click.UsageError(f'--{option} null would store the text "null": {advice}')
    optional = [
        name
        for name, parameter in inspect.signature(call.builder).parameters.items()
        if parameter.default is not parameter.empty
    ]
    if method != "POST" and optional and not arguments.keys() & set(optional):
        names = ", ".join(f"--{name.replace('_', '-')}" for name in optional)
        raise click.UsageError(f"nothing to change: give at least one of {names}")


async def _show_pages(pager: Any, output: Output, limit: int | None, *, only_page: bool) -> None:
    sink, left = output.rows(), limit
    async for page in pager.pages():
        rows = [as_row(plain(item)) for item in page.items[:left]]
        sink.write(rows)
        if only_page or (left is not None and (left := left - len(rows)) <= 0):
            break
    sink.close()
