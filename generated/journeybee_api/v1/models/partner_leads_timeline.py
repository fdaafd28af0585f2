# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import Model, define


@define(kw_only=True, eq=False, repr=False)
class PartnerLeadsTimeline(Model):
    """One partnership's leads by month."""

    partner_uuid: str
    """The partnership."""
    period: AnalyticsDateRange
    """First and last day a report covers."""
    months: list[PartnerLeadsMonth]


from .analytics_date_range import AnalyticsDateRange
from .partner_leads_month import PartnerLeadsMonth
