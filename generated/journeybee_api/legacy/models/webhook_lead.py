# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from typing import Any

from ..._runtime import UNSET, Milliseconds, Model, Unset, define


@define(kw_only=True, eq=False, repr=False)
class WebhookLead(Model):
    """A lead as webhooks show it."""

    uuid: str
    created_at: Milliseconds | Unset = UNSET
    updated_at: Milliseconds | Unset = UNSET
    company_name: str | Unset = UNSET
    email: str | Unset = UNSET
    phone_number: str | Unset = UNSET
    first_name: str | Unset = UNSET
    last_name: str | Unset = UNSET
    created_by_user_uuid: str | Unset = UNSET
    created_by_user_email: str | Unset = UNSET
    created_by_user_first_name: str | Unset = UNSET
    created_by_user_last_name: str | Unset = UNSET
    custom_fields: list[WebhookCustomField] | Unset = UNSET
    tags: list[WebhookTag] | Unset = UNSET
    assigned_users: list[WebhookLeadUser] | Unset = UNSET
    received_from_company: list[WebhookLeadSender] | Unset = UNSET
    sent_to_companies: list[Any] | Unset = UNSET


from .webhook_custom_field import WebhookCustomField
from .webhook_lead_sender import WebhookLeadSender
from .webhook_lead_user import WebhookLeadUser
from .webhook_tag import WebhookTag
