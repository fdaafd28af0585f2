# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import UNSET, Model, UnlistedStr, Unset, define


@define(kw_only=True, eq=False, repr=False)
class PartnerRevenue(Model):
    """One partner's row of the revenue leaderboard."""

    uuid: str
    """The partnership."""
    name: str
    logo_uuid: str | None
    revenue: float
    """Won value in whole currency units (1000.00 is one thousand), never cents."""
    open_pipeline: float
    """Value of open deals in whole currency units (1000.00 is one thousand), never cents."""
    won_deals: int
    total_deals: int
    avg_deal_value: float
    """In whole currency units (1000.00 is one thousand), never cents."""
    total_leads: int
    converted_leads: int
    conversion_rate: float
    win_rate: float
    partner_type: PartnerType | UnlistedStr | Unset = UNSET
    """Kind of partnership."""


from .partner_type import PartnerType
