"""The tables of a client and what hangs on them, loaded no earlier than it is asked for."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable, Iterator
from typing import Any, Protocol, TypeAlias, cast, runtime_checkable

from journeybee.client import Client
from journeybee.operations import Nested, Resource
from journeybee_api._runtime import Operation

Table: TypeAlias = type[Client] | type[Resource]


@runtime_checkable
class Call(Protocol):
    """An operation in a table, of whatever kind."""

    @property
    def builder(self) -> Callable[..., Operation[Any]]:
        """The generated function that describes a call of it."""
        ...


def command_name(name: str) -> str:
    """What a Python name is called on the command line."""
    return name.replace("_", "-")


def names(table: Table) -> Iterator[str]:
    """The names of what a table holds; tables that are loaded on first use are not loaded."""
    if issubclass(table, Client):
        yield from _lazy_tables(table)
    for name, value in vars(table).items():
        if isinstance(value, Call | Nested):
            yield name


def member(table: Table, name: str) -> Call | type[Resource] | None:
    """What a table holds under a name, None if it holds nothing there."""
    value = vars(table).get(name)
    if isinstance(value, Nested):
        return cast("Nested[Resource]", value).resource
    if isinstance(value, Call):
        return value
    if issubclass(table, Client) and (class_name := _lazy_tables(table).get(name)):
        found: type[Resource] = getattr(
            importlib.import_module(f"journeybee.resources.{name}"), class_name
        )
        return found
    return None


def calls(table: Table, path: str = "") -> Iterator[tuple[str, Call]]:
    """Every operation of a table and of those below it, by its dotted path; loads them all."""
    for name in names(table):
        found = member(table, name)
        below = f"{path}.{name}".lstrip(".")
        if isinstance(found, Call):
            yield below, found
        elif found is not None:
            yield from calls(found, below)


def _lazy_tables(client: type[Client]) -> dict[str, str]:
    # What a client annotates of its own are the tables that it loads on first use.
    return inspect.get_annotations(client)
