# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import UNSET, Model, Unset, define


@define(kw_only=True, eq=False, repr=False)
class RoomOverview(Model):
    """Settings of a room's overview."""

    wire_names = {"show_quick_actions": "showQuickActions"}

    show_quick_actions: bool | Unset = UNSET
