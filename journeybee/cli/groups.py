"""Groups of commands, made from the tables of a client as the words of a line are read."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import click

from journeybee.cli.text import command_name
from journeybee.client import Client
from journeybee.introspection import Call, Table, member, names
from journeybee.surfaces import SURFACES, Surface


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
            from journeybee.cli.command import command_of

            return command_of(found, path, surface_of(ctx))
        return ResourceGroup(cmd_name, table=lambda _: found, path=path, help=inspect.getdoc(found))


def surface_of(context: click.Context) -> Surface:
    """The surface that a command line asks for, also while it is only completed."""
    return SURFACES[context.find_root().params.get("surface") or "v1"]


def client_of(context: click.Context) -> type[Client]:
    """The class of the client that a command line asks for."""
    return surface_of(context).client
