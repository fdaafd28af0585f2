# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import UNSET, Model, Unset, define


@define(kw_only=True, eq=False, repr=False)
class LeadPartnership(Model):
    """A partnership that a single lead came through."""

    id: int
    partnership_id: int | Unset = UNSET
    sent_by_company_name: str | Unset = UNSET
    direction: str | Unset = UNSET
