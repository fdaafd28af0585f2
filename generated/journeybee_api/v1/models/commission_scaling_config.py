# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import UNSET, Model, Unset, define


@define(kw_only=True, eq=False, repr=False)
class CommissionScalingConfig(Model):
    """A value that depends on the option chosen in a custom field."""

    wire_names = {"custom_field_id": "customFieldId"}

    custom_field_id: float | Unset = UNSET
    """Numeric id of the custom field."""
    tiers: list[CommissionScalingTier] | Unset = UNSET


from .commission_scaling_tier import CommissionScalingTier
