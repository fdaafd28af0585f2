# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import UNSET, Model, Unset, define


@define(kw_only=True, eq=False, repr=False)
class LeadSender(Model):
    """Who sent a lead."""

    wire_names = {"user_id": "userId", "company_name": "companyName"}

    user_id: int | Unset = UNSET
    email: str | Unset = UNSET
    company_name: str | Unset = UNSET
