# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

import datetime
from typing import Any

from ..._runtime import Model, UnlistedStr, define


@define(kw_only=True, eq=False, repr=False)
class RoomBlock(Model):
    """A block of a room."""

    uuid: str
    block_type: RoomBlockType | UnlistedStr
    """Kind of a room block."""
    label: str | None
    series: float
    """Place in the order."""
    content: Any
    """Its shape depends on block_type."""
    block_settings: RoomBlockSettings
    """Settings of a room block; which group counts depends on block_type."""
    asset_uuid: str | None
    created_at: datetime.datetime
    updated_at: datetime.datetime


from .room_block_settings import RoomBlockSettings
from .room_block_type import RoomBlockType
