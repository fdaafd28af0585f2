# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import UNSET, Model, Unset, define


@define(kw_only=True, eq=False, repr=False)
class CommissionPeriod(Model):
    """A run of occurrences that share one rate."""

    wire_names = {
        "period_number": "periodNumber",
        "start_occurrence": "startOccurrence",
        "end_occurrence": "endOccurrence",
        "scaling_config": "scalingConfig",
    }

    period_number: float | Unset = UNSET
    start_occurrence: float | Unset = UNSET
    end_occurrence: float | Unset = UNSET
    value: float | Unset = UNSET
    """Amount in whole currency units, or a percentage."""
    scaling_config: CommissionScalingConfig | Unset = UNSET
    """A value that depends on the option chosen in a custom field."""


from .commission_scaling_config import CommissionScalingConfig
