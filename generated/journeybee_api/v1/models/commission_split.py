# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import UNSET, Model, Unset, define


@define(kw_only=True, eq=False, repr=False)
class CommissionSplit(Model):
    """The two legs of a split commission."""

    wire_names = {"one_off": "oneOff"}

    one_off: CommissionLeg | Unset = UNSET
    """One way of working out an amount."""
    recurring: CommissionLeg | Unset = UNSET
    """One way of working out an amount."""


from .commission_leg import CommissionLeg
