"""The one registry of commands: each is imported or made when a command line names it."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable
from typing import Any, TypeAlias

import click

from journeybee.cli.sanitize import command_name
from journeybee.cli.session import surface_of
from journeybee.introspection import (
    BoundOperation,
    ResourceTable,
    is_nested,
    member,
    names,
)

# Name: module, attribute, description. The text is here, so that help imports none of them.
COMMANDS = {
    "auth": ("commands", "auth", "Store, check, look up or delete the API key."),
    "ops": ("commands", "ops", "List and search the operations."),
    "export": ("export.command", "export", "Write whole lists to files."),
    "sync": ("sync", "sync", "Keep lists in a SQLite file."),
    "sandbox": ("commands", "sandbox", "Serve a JourneyBee on this machine."),
    "api": ("commands", "api", "Send a request to any endpoint."),
    "doctor": ("doctor", "doctor", "Check settings, proxies, certificates, clock, key and limits."),
    "verify": ("verify", "verify", "Compare the spec with the server."),
    "limits": ("limits", "limits", "Show the window of a shared rate limit."),
    "listen": ("webhooks", "listen", "Print the webhooks that arrive on this machine."),
    "trigger": ("webhooks", "trigger", "Send a webhook to a receiver on this machine."),
    "completion": ("commands", "completion", "Print a completion script."),
    "help": ("commands", "help_", "Show the help of a command."),
}
# By use; the others follow by name.
_RESOURCES = ("leads", "deals", "partners", "tasks", "commissions", "analytics", "users")
_OPERATIONS = ("list", "get", "create", "update", "delete")


_FindTable: TypeAlias = Callable[[click.Context], ResourceTable]


class ResourceGroup(click.Group):
    """The operations of a table, and the tables below it."""

    def __init__(self, *args: Any, table: _FindTable, path: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._table = table
        self._path = path

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The operations by use, then the tables below."""
        table = self._table(ctx)
        found = {command_name(name): is_nested(table, name) for name in names(table)}
        return sorted(found, key=lambda name: (found[name], _place(name, _OPERATIONS)))

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
        return [*COMMANDS, *self._resources(ctx)]

    def _resources(self, ctx: click.Context) -> list[str]:
        return sorted(super().list_commands(ctx), key=lambda name: _place(name, _RESOURCES))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return super().get_command(ctx, cmd_name)
        module, attribute, _ = COMMANDS[cmd_name]
        command: click.Command = getattr(
            importlib.import_module(f"journeybee.cli.{module}"), attribute
        )
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write both kinds; the resources by name, so that none has to be loaded."""
        with formatter.section("Resources (such as `journeybee leads --help`)"):
            formatter.write_text(", ".join(self._resources(ctx)))
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, _, text) in COMMANDS.items()])


def _place(name: str, order: tuple[str, ...]) -> int:
    return order.index(name) if name in order else len(order)
