# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import UNSET, Model, Unset, define


@define(kw_only=True, eq=False, repr=False)
class RoomDisplay(Model):
    """How a block is shown."""

    wire_names = {"full_screen": "fullScreen", "show_external_link": "showExternalLink"}

    height: float | Unset = UNSET
    full_screen: bool | Unset = UNSET
    show_external_link: bool | Unset = UNSET
