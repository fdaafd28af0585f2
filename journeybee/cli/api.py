"""`journeybee api`: any request, also to what the spec does not have."""

from __future__ import annotations

from typing import Any

import click

from journeybee.cli.columns import Columns
from journeybee.cli.command import format_options
from journeybee.cli.output import Output
from journeybee.cli.parameters import NULL, Json
from journeybee.cli.session import Session, pass_session
from journeybee.client import Client


@click.command(
    help="Send a request to any endpoint, such as `journeybee api GET /leads/ -q page=2`."
)
@click.argument("method", type=str.upper)
@click.argument("path")
@click.option("-q", "--query", multiple=True, metavar="NAME=VALUE", help="Repeat it for several.")
@click.option("-d", "--data", type=Json(), help="The body: JSON, @file or @-.")
@pass_session
def api(
    session: Session,
    method: str,
    path: str,
    query: tuple[str, ...],
    data: Any,
    *,
    cli_format: str | None,
    cli_fields: str | None,
    cli_bom: bool | None,
) -> None:
    """Show the answer as it is."""
    params = dict[str, list[str]]()
    for pair in query:
        name, equals, value = pair.partition("=")
        if not equals:
            raise click.BadParameter(f"{pair!r} is no NAME=VALUE", param_hint="--query")
        params.setdefault(name, []).append(value)
    body = {} if data is None else {"json": None if data is NULL else data}
    output = Output(cli_format or "json", cli_fields, Columns({}), bom=bool(cli_bom))

    async def work(client: Client) -> None:
        output.value(await client.request(method, path, params=params, **body))

    session.run(work)


api.params.extend(format_options())
