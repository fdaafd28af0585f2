"""The one registry of commands: each is imported or made when a command line names it."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable
from typing import Any, TypeAlias

import click

from journeybee.cli.sanitize import command_name
from journeybee.cli.session import surface_of
from journeybee.introspection import BoundOperation, ResourceTable, member, names

# Name: module, attribute, description. The text is here, so that help imports none of them.
COMMANDS = {
    "api": ("commands", "api", "Send a request to any endpoint."),
    "auth": ("commands", "auth", "Store, look up or delete the API key."),
    "completion": ("commands", "completion", "Print a completion script."),
    "export": ("export.command", "export", "Write whole lists to files."),
    "limits": ("limits", "limits", "Show the window of a shared rate limit."),
    "ops": ("commands", "ops", "List and search the operations."),
    "sandbox": ("commands", "sandbox", "Serve a JourneyBee on this machine."),
    "sync": ("sync", "sync", "Keep lists in a SQLite file."),
    "verify": ("verify", "verify", "Compare the spec with the server."),
}


_FindTable: TypeAlias = Callable[[click.Context], ResourceTable]


class ResourceGroup(click.Group):
    """The operations of a table, and the tables below it."""

    def __init__(self, *args: Any, table: _FindTable, path: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._table = table
        self._path = path

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [command_name(name) for name in names(self._table(ctx))]

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        try:
            return super().resolve_command(ctx, args)
        except click.NoSuchCommand as error:  # click would suggest commands that are made already
            names = self.list_commands(ctx)
            raise click.NoSuchCommand(error.command_name, possibilities=names, ctx=ctx) from None

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        name = cmd_name.replace("-", "_")
        found = member(self._table(ctx), name)
        path = f"{self._path}.{name}".lstrip(".")
        if found is None:
            return None
        if isinstance(found, BoundOperation):
            from journeybee.cli.operation import command_of

            return command_of(found, path, surface_of(ctx))
        return ResourceGroup(cmd_name, table=lambda _: found, path=path, help=inspect.getdoc(found))


class Program(ResourceGroup):
    """The commands of this tool, and beside them the resources of a surface."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*COMMANDS, *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return super().get_command(ctx, cmd_name)
        module, attribute, _ = COMMANDS[cmd_name]
        command: click.Command = getattr(
            importlib.import_module(f"journeybee.cli.{module}"), attribute
        )
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; click itself would turn a closed pipe into exit code 1."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            return 0

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write both kinds; the resources by name, so that none has to be loaded."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, _, text) in COMMANDS.items()])
        with formatter.section("Resources (such as `journeybee leads --help`)"):
            formatter.write_text(", ".join(super().list_commands(ctx)))
