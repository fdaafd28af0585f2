# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import UNSET, Milliseconds, Model, Unset, define


@define(kw_only=True, eq=False, repr=False)
class WebhookLeadSender(Model):
    """A partner that sent a lead."""

    partnership_uuid: str
    company_name: str | Unset = UNSET
    company_domain: str | Unset = UNSET
    sent_date: Milliseconds | Unset = UNSET
    sent_by_user_email: str | Unset = UNSET
    sent_by_user_first_name: str | Unset = UNSET
    sent_by_user_last_name: str | Unset = UNSET
    partner_type: str | Unset = UNSET
