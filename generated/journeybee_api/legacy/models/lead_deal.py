# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import UNSET, Model, Unset, define


@define(kw_only=True, eq=False, repr=False)
class LeadDeal(Model):
    """A deal on a lead."""

    id: int
    label: str | Unset = UNSET
    deal_value: float | Unset = UNSET
    currency_code: str | Unset = UNSET
    stage_id: int | Unset = UNSET
    stage_label: str | Unset = UNSET
    stage_series: int | Unset = UNSET
    stage_phase: str | Unset = UNSET
