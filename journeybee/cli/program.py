"""The whole command: what it offers, and how it ends."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Sequence
from typing import Any

import click

from journeybee._version import __version__
from journeybee.cli.failures import explain
from journeybee.cli.groups import ResourceGroup, client_of
from journeybee.cli.lazy import LAZY, load
from journeybee.cli.session import Session
from journeybee.cli.text import shown
from journeybee.surfaces import SURFACES

INTERRUPTED = 130


class Program(ResourceGroup):
    """The commands of this tool, and beside them the resources of a surface."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands."""
        return [*LAZY, *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name, loaded when it is asked for."""
        return load(cmd_name) if cmd_name in LAZY else super().get_command(ctx, cmd_name)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; click itself would take a reader that has gone for a failure."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            _write_no_more()
            return 0

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write both kinds; the resources by name, so that none has to be loaded."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, what) for name, (_, _, what) in LAZY.items()])
        with formatter.section("Resources (`journeybee leads --help` tells more)"):
            formatter.write_text(", ".join(super().list_commands(ctx)))


@click.command(
    cls=Program,
    table=client_of,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=(
        "Exit codes: 0 done, 1 unexpected, 2 usage, 3 authentication or permission, "
        "4 not found, conflict or invalid, 5 rate limit or network."
    ),
)
@click.option(
    "--surface",
    type=click.Choice(list(SURFACES)),
    default="v1",
    is_eager=True,
    help="Which API to talk to: v1, the one before it, or Saleshandy's analytics.",
)
@click.option("--base-url", metavar="URL", help="Where it is, instead of the environment's.")
@click.option("--timeout", type=float, metavar="SECONDS", help="Of one attempt; 30 by default.")
@click.option(
    "--max-wait", type=float, metavar="SECONDS", help="The longest to wait for the rate limit."
)
@click.version_option(__version__, prog_name="journeybee", message="%(prog)s %(version)s")
@click.pass_context
def program(
    context: click.Context,
    surface: str,
    base_url: str | None,
    timeout: float | None,
    max_wait: float | None,
) -> None:
    """The JourneyBee API at a prompt: every operation, as a table or as JSON."""
    context.obj = Session(
        SURFACES[surface],
        given_url=base_url,
        timeout=timeout,
        max_wait=max_wait,
    )


class _Harmless(logging.Formatter):
    """A warning may quote what a server wrote."""

    def format(self, record: logging.LogRecord) -> str:
        return f"journeybee: {shown(super().format(record))}"


def run(arguments: Sequence[str] | None = None) -> int:
    """Run a command line; returns its exit code."""
    if logging.lastResort is not None:  # where warnings of the package go, names of fields included
        logging.lastResort.setFormatter(_Harmless())
    # Formats take care of what the encoding does not have; for the rest an escape is enough.
    if (reconfigure := getattr(sys.stdout, "reconfigure", None)) is not None:
        reconfigure(errors="backslashreplace", newline="\n")
    try:
        code = program.main(arguments, prog_name="journeybee", standalone_mode=False)
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort:
        return INTERRUPTED
    except BrokenPipeError:
        _write_no_more()
        return 0
    except Exception as error:  # noqa: BLE001 - the last place where an error can be made readable
        code, text = explain(error)
        click.echo(f"journeybee: {shown(text)}", err=True)
        return code


def _write_no_more() -> None:
    # Whoever reads has had enough, as `head` has; what is still to be written goes nowhere.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
