# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

import datetime

from ..._runtime import UNSET, Model, UnlistedStr, Unset, define


@define(kw_only=True, eq=False, repr=False)
class LeadDetail(Model):
    """A single lead."""

    id: int
    uuid: str
    created_at: datetime.datetime
    updated_at: datetime.datetime
    source: LeadSource | UnlistedStr | Unset = UNSET
    """How a lead came in."""
    company_name: str | Unset = UNSET
    email: str | Unset = UNSET
    phone_number: str | Unset = UNSET
    first_name: str | Unset = UNSET
    last_name: str | Unset = UNSET
    status: LeadStatus | UnlistedStr | Unset = UNSET
    """How far a lead is."""
    partner_type: PartnerType | UnlistedStr | Unset = UNSET
    """Kind of partnership."""
    company_id: int | Unset = UNSET
    created_by_user_id: int | Unset = UNSET
    custom_fields: list[CustomFieldValue] | Unset = UNSET
    tags: list[ColouredLabel] | Unset = UNSET
    assigned_users: list[LeadUser] | Unset = UNSET
    partnership_leads: list[LeadPartnership] | Unset = UNSET
    lead_deals: list[LeadDealSummary] | Unset = UNSET


from .coloured_label import ColouredLabel
from .custom_field_value import CustomFieldValue
from .lead_deal_summary import LeadDealSummary
from .lead_partnership import LeadPartnership
from .lead_source import LeadSource
from .lead_status import LeadStatus
from .lead_user import LeadUser
from .partner_type import PartnerType
