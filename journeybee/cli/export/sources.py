"""The lists that can be exported, each looked up in the tables of a client once."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attrs
import click

from journeybee import introspection
from journeybee.cli.columns import Columns
from journeybee.cli.parameters import arguments_of, parameters
from journeybee.cli.sanitize import command_name
from journeybee.cli.session import client_of
from journeybee.client import Client
from journeybee.introspection import BoundOperation, ResourceTable, bound_operations, member
from journeybee.pagination import Pager


@attrs.frozen
class Source:
    """One list of an export.

    Attributes:
        path: where the list is on a client, with dots.
        parent: the list of the rows that have one such list each, None for a list of its own.
        arguments: the filters, as the method takes them.
    """

    name: str
    path: str
    operation: str
    columns: Columns
    arguments: dict[str, Any]
    parent: Source | None = None

    @classmethod
    def find(
        cls, client: ResourceTable, name: str, where: Mapping[str, Sequence[str]] | None = None
    ) -> Source:
        """The list of a resource, with filters: names of its options, each with texts as values."""
        path, found = _look_up(client, name)
        if found is None or _keys(found) != 0:
            known = ", ".join(exportable(client))
            raise click.BadParameter(f"{name!r} cannot be exported: these can: {known}")
        columns, arguments = Columns.of(found), _arguments(found, where or {})
        return cls(name, path, found.builder.__name__, columns, arguments)

    @classmethod
    def find_nested(cls, client: ResourceTable, name: str) -> Source:
        """The list of a resource or, such as `leads.notes`, the lists below its rows."""
        path, found = _look_up(client, name)
        if found is None or _keys(found) != 1:
            return cls.find(client, name)
        parent = cls.find(client, name.rpartition(".")[0])
        return cls(name, path, found.builder.__name__, Columns.of(found), {}, parent)

    def pager(self, client: Client, on_shift: Any) -> Pager[Any]:
        """The pager of the list at its first page."""
        method: Any = functools.reduce(getattr, self.path.split("."), client)
        pager: Pager[Any] = method(**self.arguments)
        return pager.with_options(on_shift=on_shift)


def exportable(client: ResourceTable, keys: int = 0) -> Iterator[str]:
    """The resources whose lists need so many keys of rows above, by default none."""
    for path, bound in bound_operations(client):
        resource, _, name = path.rpartition(".")
        if name == "list" and resource.count(".") == keys == _keys(bound):
            yield command_name(resource)


def complete_list(context: click.Context, _: click.Parameter, typed: str) -> list[str]:
    """The lists whose names begin as typed, for the completion of a shell."""
    return [name for name in exportable(client_of(context)) if name.startswith(typed)]


def complete_nested(context: click.Context, _: click.Parameter, typed: str) -> list[str]:
    """The same, with the lists below their rows."""
    found = complete_list(context, _, typed)
    return found + [it for it in exportable(client_of(context), 1) if it.startswith(typed)]


def _look_up(client: ResourceTable, name: str) -> tuple[str, BoundOperation | None]:
    """Where a list is on a client, and the list; None where that is something else."""
    path = name.replace("-", "_").split(".")
    found: Any = client
    for part in path:
        found = member(found, part) if isinstance(found, type) else None
    if isinstance(found, type):
        path.append("list")
        found = member(found, "list")
    is_list = isinstance(found, BoundOperation) and introspection.is_list(found)
    return ".".join(path), found if is_list else None


def _keys(bound: BoundOperation) -> int:
    """How many arguments a list requires."""
    return sum(parameter.required for parameter in parameters(bound.builder, {}))


def _arguments(bound: BoundOperation, where: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    for name in (introspection.page_parameter(bound), introspection.cursor_parameter(bound)):
        if name is not None and command_name(name) in where:
            raise click.BadParameter(f"an export has all pages: leave {name} out")
    return arguments_of(bound.builder, where)
