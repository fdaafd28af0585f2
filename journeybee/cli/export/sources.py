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
        arguments: the filters, as the method takes them.
    """

    name: str
    path: str
    operation: str
    columns: Columns
    arguments: dict[str, Any]

    @classmethod
    def find(
        cls, client: ResourceTable, name: str, where: Mapping[str, Sequence[str]] | None = None
    ) -> Source:
        """The list of a resource, with filters: names of its options, each with texts as values."""
        path = name.replace("-", "_").split(".")
        found: Any = client
        for part in path:
            found = member(found, part) if isinstance(found, type) else None
        if isinstance(found, type):
            path.append("list")
            found = member(found, "list")
        if not isinstance(found, BoundOperation) or not _is_exportable(found):
            known = ", ".join(exportable(client))
            raise click.BadParameter(f"{name!r} cannot be exported: these can: {known}")
        return cls(
            name,
            ".".join(path),
            found.builder.__name__,
            Columns.of(found),
            _arguments(found, where or {}),
        )

    def pager(self, client: Client, on_shift: Any) -> Pager[Any]:
        """The pager of the list at its first page."""
        method: Any = functools.reduce(getattr, self.path.split("."), client)
        pager: Pager[Any] = method(**self.arguments)
        return pager.with_options(on_shift=on_shift)


def exportable(client: ResourceTable) -> Iterator[str]:
    """The resources that can be exported without naming a parent."""
    for path, bound in bound_operations(client):
        resource, _, name = path.rpartition(".")
        if name == "list" and "." not in resource and _is_exportable(bound):
            yield command_name(resource)


def complete_list(context: click.Context, _: click.Parameter, typed: str) -> list[str]:
    """The lists whose names begin as typed, for the completion of a shell."""
    return [name for name in exportable(client_of(context)) if name.startswith(typed)]


def _is_exportable(bound: BoundOperation) -> bool:
    return introspection.is_list(bound) and not any(
        parameter.required for parameter in parameters(bound.builder, {})
    )


def _arguments(bound: BoundOperation, where: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    for name in (introspection.page_parameter(bound), introspection.cursor_parameter(bound)):
        if name is not None and command_name(name) in where:
            raise click.BadParameter(f"an export has all pages: leave {name} out")
    return arguments_of(bound.builder, where)
