# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import UNSET, Model, Unset, define


@define(kw_only=True, eq=False, repr=False)
class CommissionPeriodRates(Model):
    """Rates that change over the occurrences of a recurring commission."""

    enabled: bool | Unset = UNSET
    periods: list[CommissionPeriod] | Unset = UNSET


from .commission_period import CommissionPeriod
