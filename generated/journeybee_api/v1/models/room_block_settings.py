# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from typing import Any

from ..._runtime import UNSET, Model, Unset, define


@define(kw_only=True, eq=False, repr=False)
class RoomBlockSettings(Model):
    """Settings of a room block; which group counts depends on block_type."""

    display: RoomDisplay | Unset = UNSET
    """How a block is shown."""
    action_bar: RoomActionBar | Unset = UNSET
    """Settings of an action bar block."""
    goals: RoomGoals | Unset = UNSET
    """Settings of a goals block."""
    advanced_search: RoomAdvancedSearch | Unset = UNSET
    """Settings of an advanced search block."""
    pricing_calculator: RoomPricingCalculator | Unset = UNSET
    """Settings of a pricing calculator block."""
    banner: Any | Unset = UNSET
    """Settings of a banner block. The keys are not known."""


from .room_action_bar import RoomActionBar
from .room_advanced_search import RoomAdvancedSearch
from .room_display import RoomDisplay
from .room_goals import RoomGoals
from .room_pricing_calculator import RoomPricingCalculator
