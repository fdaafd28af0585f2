# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import UNSET, Model, UnlistedStr, Unset, define


@define(kw_only=True, eq=False, repr=False)
class CommissionLeg(Model):
    """One way of working out an amount."""

    wire_names = {"scaling_config": "scalingConfig", "period_rates": "periodRates"}

    value: str | float | Unset = UNSET
    """Amount in whole currency units, or a percentage, as option says. The page shows a string."""
    option: CommissionOption | UnlistedStr | Unset = UNSET
    """How the amount is given."""
    scaling_config: CommissionScalingConfig | Unset = UNSET
    """A value that depends on the option chosen in a custom field."""
    number_of_occurrences: float | Unset = UNSET
    """How often a recurring payment is made."""
    period_rates: CommissionPeriodRates | Unset = UNSET
    """Rates that change over the occurrences of a recurring commission."""


from .commission_option import CommissionOption
from .commission_period_rates import CommissionPeriodRates
from .commission_scaling_config import CommissionScalingConfig
