"""The whole command: the registry of its commands, the options before them, and how it ends.

Commands are made as the words of a line are read, so that none is loaded that is not run.
"""

from __future__ import annotations

import importlib
import inspect
import logging
import os
import sys
from collections.abc import Callable, Sequence
from typing import Any

import click

from journeybee._version import __version__
from journeybee.cli.failures import explain
from journeybee.cli.sanitize import command_name, shown
from journeybee.cli.session import Session
from journeybee.client import Client
from journeybee.introspection import Call, Table, member, names
from journeybee.surfaces import SURFACES, Surface

INTERRUPTED = 130

# Name: module, attribute, what it does. The text stands here, so that help loads none of them.
LAZY = {
    "api": ("journeybee.cli.commands", "api", "Send a request to any endpoint."),
    "auth": ("journeybee.cli.commands", "auth", "Store, show the place of, or forget the API key."),
    "completion": ("journeybee.cli.commands", "completion", "Print a completion script."),
    "export": ("journeybee.cli.export.command", "export", "Write whole lists to files."),
    "ops": ("journeybee.cli.commands", "ops", "List and search the operations."),
    "sandbox": ("journeybee.cli.commands", "sandbox", "Serve a JourneyBee on this machine."),
    "verify": ("journeybee.cli.verify", "verify", "Compare the spec with the server."),
}


class ResourceGroup(click.Group):
    """The operations of a table, and the tables below it."""

    def __init__(
        self, *args: Any, table: Callable[[click.Context], Table], path: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._table = table
        self._path = path

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of its commands, in the order of the table."""
        return [command_name(name) for name in names(self._table(ctx))]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name, made from what the table has under it."""
        name = cmd_name.replace("-", "_")
        found = member(self._table(ctx), name)
        path = f"{self._path}.{name}".lstrip(".")
        if found is None:
            return None
        if isinstance(found, Call):
            from journeybee.cli.operation import command_of

            return command_of(found, path, surface_of(ctx))
        return ResourceGroup(cmd_name, table=lambda _: found, path=path, help=inspect.getdoc(found))


def surface_of(context: click.Context) -> Surface:
    """The surface that a command line asks for, also while it is only completed."""
    return SURFACES[context.find_root().params.get("surface") or "v1"]


def client_of(context: click.Context) -> type[Client]:
    """The class of the client that a command line asks for."""
    return surface_of(context).client


def load(name: str) -> click.Command:
    """Import the command of a name."""
    module, attribute, _ = LAZY[name]
    command: click.Command = getattr(importlib.import_module(module), attribute)
    return command


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
