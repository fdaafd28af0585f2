# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import define

from ..._runtime import UNSET, Model, Unset

if TYPE_CHECKING:
    from .room_action_button import RoomActionButton


@define(kw_only=True)
class RoomActionBar(Model):
    """Settings of an action bar block."""

    buttons: list[RoomActionButton] | Unset = UNSET
