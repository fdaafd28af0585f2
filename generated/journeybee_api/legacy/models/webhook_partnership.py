# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import UNSET, Model, Unset, define


@define(kw_only=True, eq=False, repr=False)
class WebhookPartnership(Model):
    """A partnership as webhooks show it."""

    uuid: str
    company_name: str | Unset = UNSET
    company_domain: str | Unset = UNSET
    company_website: str | Unset = UNSET
    company_description: str | Unset = UNSET
    company_email: str | Unset = UNSET
    company_phone_number: str | Unset = UNSET
    country_uuid: str | Unset = UNSET
    country_label: str | Unset = UNSET
    industry_uuid: str | Unset = UNSET
    industry_label: str | Unset = UNSET
    stage_uuid: str | Unset = UNSET
    stage_label: str | Unset = UNSET
    category_uuid: str | Unset = UNSET
    category_label: str | Unset = UNSET
    tier_uuid: str | Unset = UNSET
    tier_label: str | Unset = UNSET
    custom_fields: list[WebhookCustomField] | Unset = UNSET


from .webhook_custom_field import WebhookCustomField
