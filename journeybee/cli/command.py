"""The command of one operation."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any

import click

from journeybee.cli import hints
from journeybee.cli.columns import Columns
from journeybee.cli.output import FORMATS, Output
from journeybee.cli.parameters import given, parameters, split_doc
from journeybee.cli.session import Session
from journeybee.cli.surfaces import Surface
from journeybee.cli.tree import Call
from journeybee.client import Client
from journeybee.jsonvalue import is_array
from journeybee_api._runtime import Model


def command_of(call: Call, path: str, surface: Surface) -> click.Command:
    """The command of an operation; its help tells how well the operation is known."""
    text, texts = split_doc(call.builder)
    evidence = surface.operations[call.builder.__name__].evidence
    own = list(parameters(call.builder, texts))
    taken = {option for parameter in own for option in parameter.opts}
    offered = [option for option in _options(call) if not taken.intersection(option.opts)]
    return click.Command(
        path.rpartition(".")[2].replace("_", "-"),
        params=[*own, *offered],
        callback=click.pass_obj(functools.partial(_perform, call=call, path=path)),
        help=f"{text}\n\nEvidence: {evidence}.",
        short_help=f"{text.split('.')[0]} [{evidence}]",
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


def _options(call: Call) -> Iterator[click.Option]:
    yield from format_options()
    if hints.lists(call):
        yield click.Option(
            ["--limit"], type=click.IntRange(1), help="At most so many; no more pages are fetched."
        )
    nullable = [n for n, kind in hints.of_builder(call.builder).items() if hints.takes_null(kind)]
    if nullable:
        yield click.Option(
            ["--null", "cli_null"],
            type=click.Choice([name.replace("_", "-") for name in nullable]),
            multiple=True,
            help="Send null for this field; repeat it for several.",
        )


def _perform(session: Session, *, call: Call, path: str, **values: Any) -> None:
    nulls = {name.replace("-", "_"): None for name in values.pop("cli_null", ())}
    columns = Columns.of(call)
    output = Output(values.pop("cli_format"), values.pop("cli_fields"), columns)
    limit: int | None = values.get("limit")
    if "limit" not in hints.of_builder(call.builder):
        values.pop("limit", None)
    arguments = {**given(values), **nulls}

    async def work(client: Client) -> None:
        method: Any = functools.reduce(getattr, path.split("."), client)
        if hints.lists(call):
            await _show_pages(method(**arguments), output, limit)
        else:
            output.value(_plain(await method(**arguments)))

    session.run(work)


async def _show_pages(pager: Any, output: Output, limit: int | None) -> None:
    sink, left = output.rows(), limit
    async for page in pager.pages():
        rows = [_plain(item) for item in page.items[:left]]
        sink.write(rows)
        if left is not None and (left := left - len(rows)) <= 0:
            break
    sink.close()


def _plain(value: Any) -> Any:
    """The JSON value of what a call gave."""
    if isinstance(value, Model):
        return value.to_dict()
    return [_plain(item) for item in value] if is_array(value) else value
