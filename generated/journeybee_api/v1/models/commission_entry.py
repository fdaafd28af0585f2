# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import Model, define


@define(kw_only=True, eq=False, repr=False)
class CommissionEntry(Model):
    """One payment and the deal stage that fires it."""

    payment_stage_id: float
    """Numeric id (not a uuid) of the deal stage that fires the payment."""
    calculation: CommissionEntryCalculation
    """How one payment is worked out. Its own leg stands beside type; a split names two legs
    instead."""


from .commission_entry_calculation import CommissionEntryCalculation
