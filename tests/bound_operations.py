"""What the tables of a client bind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from journeybee.operations import Bindable, Nested, Paged, Single, Write

if TYPE_CHECKING:
    from collections.abc import Iterator


def bound(table: type[Bindable], path: str = "") -> Iterator[tuple[str, str]]:
    """The path from the client, and the operation id, of everything below a table or a client."""
    for name, member in vars(table).items():
        way = f"{path}.{name}".removeprefix(".")
        if isinstance(member, Single | Write | Paged):
            yield way, member.builder.__name__
        elif isinstance(member, Nested):
            yield from bound(member.resource, way)
