# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import UNSET, Milliseconds, Model, Unset, define


@define(kw_only=True, eq=False, repr=False)
class WebhookDeal(Model):
    """A deal as webhooks show it; in a deletion, its last state."""

    uuid: str
    created_at: Milliseconds | Unset = UNSET
    updated_at: Milliseconds | Unset = UNSET
    label: str | Unset = UNSET
    deal_value: float | Unset = UNSET
    total_commission_value: float | Unset = UNSET
    commission_calculation: WebhookCommission | Unset = UNSET
    """How a commission is worked out."""
    currency_code: str | Unset = UNSET
    currency_label: str | Unset = UNSET
    lead_uuid: str | Unset = UNSET
    stage_uuid: str | Unset = UNSET
    stage_phase: str | Unset = UNSET
    payment_stage_uuid: str | Unset = UNSET
    partnership_uuid: str | Unset = UNSET
    partner_company_name: str | Unset = UNSET
    partner_company_domain: str | Unset = UNSET
    deal_owned_by_reseller: bool | Unset = UNSET
    custom_fields: list[WebhookCustomField] | Unset = UNSET
    tags: list[WebhookTag] | Unset = UNSET
    assigned_users: list[WebhookDealUser] | Unset = UNSET
    payments: list[WebhookPayment] | Unset = UNSET


from .webhook_commission import WebhookCommission
from .webhook_custom_field import WebhookCustomField
from .webhook_deal_user import WebhookDealUser
from .webhook_payment import WebhookPayment
from .webhook_tag import WebhookTag
