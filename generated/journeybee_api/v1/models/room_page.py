# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import Model, define


@define(kw_only=True, eq=False, repr=False)
class RoomPage(Model):
    """One page of rooms."""

    data: list[Room]
    pagination: Pagination
    """Where a page stands in the whole list."""


from .pagination import Pagination
from .room import Room
