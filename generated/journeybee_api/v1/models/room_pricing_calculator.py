# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import UNSET, Model, Unset, define


@define(kw_only=True, eq=False, repr=False)
class RoomPricingCalculator(Model):
    """Settings of a pricing calculator block."""

    wire_names = {
        "allow_create_lead": "allowCreateLead",
        "custom_customer_name": "customCustomerName",
    }

    allow_create_lead: bool | Unset = UNSET
    enable_lead_submission: bool | Unset = UNSET
    custom_customer_name: str | Unset = UNSET
