# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import UNSET, Model, Unset, define


@define(kw_only=True, eq=False, repr=False)
class RoomActionButton(Model):
    """One button of an action bar."""

    label: str | Unset = UNSET
    icon: str | Unset = UNSET
    url: str | Unset = UNSET
    background_color: str | Unset = UNSET
    """Hex colour."""
    text_color: str | Unset = UNSET
    """Hex colour."""
    icon_color: str | Unset = UNSET
    """Hex colour."""
    room_uuid: str | Unset = UNSET
    """Room the button leads to."""
    series: float | Unset = UNSET
    """Place in the order."""
