# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import Model, define


@define(kw_only=True, eq=False, repr=False)
class CommissionCalculation(Model):
    """How commission is worked out: one or more payment entries, each fired when the deal reaches
    a stage."""

    entries: list[CommissionEntry]


from .commission_entry import CommissionEntry
