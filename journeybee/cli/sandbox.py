"""`journeybee sandbox`: what `python -m journeybee.sandbox` does, with its options."""

from __future__ import annotations

import click


@click.command(
    context_settings={"ignore_unknown_options": True, "help_option_names": []},
    add_help_option=False,
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@click.pass_context
def sandbox(context: click.Context, arguments: tuple[str, ...]) -> None:
    """Serve a JourneyBee on this machine; `journeybee sandbox --help` lists its options."""
    from journeybee.sandbox.__main__ import main

    context.exit(main(arguments))
