# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import UNSET, Model, Unset, define


@define(kw_only=True, eq=False, repr=False)
class LeadCreated(Model):
    """The lead that was made."""

    wire_names = {"partnership_lead_id": "partnershipLeadId"}

    id: int
    uuid: str
    partnership_lead_id: int | Unset = UNSET
    """Only when it was tied to a partnership."""
