# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import UNSET, Model, Unset, define


@define(kw_only=True, eq=False, repr=False)
class LeadDealSummary(Model):
    """A deal on a single lead."""

    id: int
    label: str | Unset = UNSET
    deal_value: float | Unset = UNSET
    stage_label: str | Unset = UNSET
