# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

import datetime

from ..._runtime import UNSET, Model, UnlistedStr, Unset, define


@define(kw_only=True, eq=False, repr=False)
class RoomDetail(Model):
    """A room with its blocks and with what limits who sees it."""

    uuid: str
    label: str
    live: bool
    series: float
    """Place in the order."""
    internal_label: str | None
    viewable_by_distributors: bool
    created_at: datetime.datetime
    updated_at: datetime.datetime
    tiers: list[LabelRef]
    categories: list[LabelRef]
    stages: list[LabelRef]
    tags: list[LabelRef]
    blocks: list[RoomBlock]
    room_type: str | Unset = UNSET
    """An enumeration of which only custom is known."""
    room_visibility: str | Unset = UNSET
    """An enumeration of which only all is known."""
    room_settings: RoomSettings | Unset = UNSET
    """Settings of a room."""
    partner_type: PartnerType | UnlistedStr | Unset = UNSET
    """Kind of partnership."""


from .label_ref import LabelRef
from .partner_type import PartnerType
from .room_block import RoomBlock
from .room_settings import RoomSettings
