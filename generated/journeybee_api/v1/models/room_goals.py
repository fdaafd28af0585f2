# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import UNSET, Model, Unset, define


@define(kw_only=True, eq=False, repr=False)
class RoomGoals(Model):
    """Settings of a goals block."""

    wire_names = {
        "show_progress": "showProgress",
        "show_countdown": "showCountdown",
        "allow_resource_links": "allowResourceLinks",
    }

    show_progress: bool | Unset = UNSET
    show_countdown: bool | Unset = UNSET
    allow_resource_links: bool | Unset = UNSET
