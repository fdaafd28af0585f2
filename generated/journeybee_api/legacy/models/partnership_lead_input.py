# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from typing import Any

from ..._runtime import UNSET, Model, Unset, define


@define(kw_only=True, eq=False, repr=False)
class PartnershipLeadInput(Model):
    """The partnership a new lead belongs to."""

    wire_names = {
        "send_to_partner": "sendToPartner",
        "assigned_from_partner_lead": "assignedFromPartnerLead",
        "form_submission_lead": "formSubmissionLead",
        "form_direction": "formDirection",
        "partner_users": "partnerUsers",
        "sent_by": "sentBy",
    }

    partnership_id: int | Unset = UNSET
    partners_company_id: int | Unset = UNSET
    company_partnerships_id: int | Unset = UNSET
    send_to_partner: bool | Unset = UNSET
    assigned_from_partner_lead: bool | Unset = UNSET
    form_submission_lead: bool | Unset = UNSET
    form_direction: str | Unset = UNSET
    partners_company_name: str | Unset = UNSET
    partner_users: list[Any] | Unset = UNSET
    sent_by: LeadSender | Unset = UNSET
    """Who sent a lead."""


from .lead_sender import LeadSender
