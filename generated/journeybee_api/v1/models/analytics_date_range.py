# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import Model, define


@define(kw_only=True, eq=False, repr=False)
class AnalyticsDateRange(Model):
    """First and last day a report covers."""

    start_date: str
    """First day, ISO date."""
    end_date: str
    """Last day, ISO date."""
