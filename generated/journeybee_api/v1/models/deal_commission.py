# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import Model, define


@define(kw_only=True, eq=False, repr=False)
class DealCommission(Model):
    """The commission calculation of a deal."""

    calculation: CommissionCalculation | None
    """Null when none is set."""


from .commission_calculation import CommissionCalculation
