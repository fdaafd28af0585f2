# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

import datetime

from ..._runtime import UNSET, Model, Unset, define


@define(kw_only=True, eq=False, repr=False)
class Room(Model):
    """A room of the partner portal, as lists show it."""

    uuid: str
    label: str
    created_at: datetime.datetime
    updated_at: datetime.datetime
    room_type: str | Unset = UNSET
    live: bool | Unset = UNSET
    room_visibility: str | Unset = UNSET
    series: float | Unset = UNSET
    internal_label: str | None | Unset = UNSET
    viewable_by_distributors: bool | Unset = UNSET
