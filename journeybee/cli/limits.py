"""`journeybee limits`: the live window of a shared limit."""

from __future__ import annotations

from typing import Any

import attrs
import click

from journeybee.cli.columns import Columns
from journeybee.cli.failures import LocalError
from journeybee.cli.output import Output, format_options

_HELP = """Show the window of a shared rate limit: what is used, by which processes, who waits.

URL is that of Redis, such as redis://localhost:6379/0, or the environment's JOURNEYBEE_REDIS_URL.
"""


@click.command(help=_HELP)
@click.argument("url", envvar="JOURNEYBEE_REDIS_URL")
@click.option("--key", default="journeybee", show_default=True, help="The key of the limiters.")
def limits(url: str, key: str, **shown: Any) -> None:
    try:
        from journeybee.limits.window import read_window
    except ImportError:
        message = 'redis-py is not installed: `pip install "journeybee[redis]"`'
        raise LocalError(message) from None
    window = read_window(url, key)
    if window is None:
        raise LocalError(f"nothing in Redis for the key {key!r}: no limiter used it for two days")
    value = attrs.asdict(window)
    output = Output.of(shown, Columns({}))
    if not output.is_table or output.is_reduced:
        output.value(value)
        return
    lists = [value.pop("members"), value.pop("waiting")]
    output.value(value)
    for rows in lists:
        if rows:
            click.echo()
            sink = output.rows(complete=True)
            sink.write(rows)
            sink.close()


limits.params.extend(format_options())
