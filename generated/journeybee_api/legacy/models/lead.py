# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

import datetime
from typing import Any

from ..._runtime import UNSET, Model, UnlistedStr, Unset, define


@define(kw_only=True, eq=False, repr=False)
class Lead(Model):
    """A lead of a list."""

    total: int
    """How many leads fit the filters, the same in each of them."""
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
    campaign_id: int | None | Unset = UNSET
    campaign_title: str | None | Unset = UNSET
    tags: list[ColouredLabel] | Unset = UNSET
    assigned_users: list[AssignedUser] | Unset = UNSET
    partnership_leads: list[PartnershipLead] | Unset = UNSET
    campaign_partners: list[Any] | Unset = UNSET
    lead_deals: list[LeadDeal] | Unset = UNSET


from .assigned_user import AssignedUser
from .coloured_label import ColouredLabel
from .lead_deal import LeadDeal
from .lead_source import LeadSource
from .lead_status import LeadStatus
from .partner_type import PartnerType
from .partnership_lead import PartnershipLead
