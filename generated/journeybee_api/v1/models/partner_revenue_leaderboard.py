# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import Model, define


@define(kw_only=True, eq=False, repr=False)
class PartnerRevenueLeaderboard(Model):
    """Partners ranked by revenue."""

    currency_code: str
    """ISO 4217 code of every amount in the report."""
    period: AnalyticsDateRange
    """First and last day a report covers."""
    partners: list[PartnerRevenue]


from .analytics_date_range import AnalyticsDateRange
from .partner_revenue import PartnerRevenue
