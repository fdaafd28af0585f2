# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import UNSET, Model, Unset, define


@define(kw_only=True, eq=False, repr=False)
class RoomSettings(Model):
    """Settings of a room."""

    show_navigation: bool | Unset = UNSET
    overview: RoomOverview | Unset = UNSET
    """Settings of a room's overview."""


from .room_overview import RoomOverview
