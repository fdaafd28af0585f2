# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import UNSET, Model, Unset, define


@define(kw_only=True, eq=False, repr=False)
class CommissionScalingTier(Model):
    """The value for one option of the custom field."""

    wire_names = {"option_id": "optionId"}

    option_id: float | Unset = UNSET
    """Numeric id of the option."""
    value: float | Unset = UNSET
    """Amount in whole currency units, or a percentage."""
