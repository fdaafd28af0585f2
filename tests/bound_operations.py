"""What the tables of a client bind, and calling it."""

from __future__ import annotations

import functools
import inspect
from typing import TYPE_CHECKING, Any

from journeybee.introspection import calls

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from journeybee.introspection import Table


def bound(table: Table, path: str = "") -> Iterator[tuple[str, str]]:
    """The path from the client, and the operation id, of everything below a table or a client."""
    for way, call in calls(table, path):
        yield way, call.builder.__name__


def method_of(client: Any, path: str) -> Any:
    """What stands at a dotted path from the client."""
    return functools.reduce(getattr, path.split("."), client)


def python_names(builder: Callable[..., Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments by their names on the wire, by the names that the builder has for them."""
    names = {name.replace("_", "").lower(): name for name in inspect.signature(builder).parameters}
    return {names[wire.replace("_", "").lower()]: value for wire, value in given.items()}
