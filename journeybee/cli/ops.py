"""`journeybee ops`: every operation, and the command that sends it."""

from __future__ import annotations

import click

from journeybee.cli.columns import Columns
from journeybee.cli.command import format_options
from journeybee.cli.output import Output
from journeybee.cli.parameters import split_doc
from journeybee.cli.session import Session, pass_session
from journeybee.cli.text import command_name
from journeybee.introspection import calls


@click.command(help="List the operations, or those that hold all of the WORDS.")
@click.argument("words", nargs=-1)
@pass_session
def ops(
    session: Session,
    words: tuple[str, ...],
    *,
    cli_format: str | None,
    cli_fields: str | None,
    cli_bom: bool | None,
) -> None:
    """Search in what is shown; what of the spec has no command comes last."""
    index = session.surface.operations
    found = list[tuple[dict[str, str], str]]()
    for path, call in calls(session.surface.client):
        info = index[call.builder.__name__]
        row = {
            "command": command_name(path).replace(".", " "),
            "evidence": info.evidence,
            "request": f"{info.method} {info.path}",
            "does": split_doc(call.builder)[0].partition("\n")[0],
        }
        found.append((row, info.id))
    for what, route, place, reason in session.surface.not_generated:
        row = {"command": "", "evidence": "not generated", "request": route or place}
        found.append(({**row, "does": f"{what}: {reason}"}, place))
    rows = [
        row
        for row, more in found
        if all(word.lower() in " ".join([*row.values(), more]).lower() for word in words)
    ]
    sink = Output(cli_format, cli_fields, Columns({}), bom=bool(cli_bom)).rows(complete=True)
    sink.write(rows)
    sink.close()


ops.params.extend(format_options())
