"""The operations in the tables of a client, and how to call them."""

from __future__ import annotations

import functools
import inspect
from typing import TYPE_CHECKING, Any

from journeybee.introspection import bound_operations

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from journeybee.introspection import ResourceTable


def bound(table: ResourceTable, path: str = "") -> Iterator[tuple[str, str]]:
    """The path and the id of every operation below a table or a client."""
    for way, found in bound_operations(table, path):
        yield way, found.builder.__name__


def method_of(client: Any, path: str) -> Any:
    """The method at a dotted path from the client."""
    return functools.reduce(getattr, path.split("."), client)


def python_names(builder: Callable[..., Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments by JSON name, renamed to the parameters of the builder."""
    names = {name.replace("_", "").lower(): name for name in inspect.signature(builder).parameters}
    return {names[wire.replace("_", "").lower()]: value for wire, value in given.items()}
