# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import UNSET, Model, Unset, define


@define(kw_only=True, eq=False, repr=False)
class RoomActionBar(Model):
    """Settings of an action bar block."""

    buttons: list[RoomActionButton] | Unset = UNSET


from .room_action_button import RoomActionButton
