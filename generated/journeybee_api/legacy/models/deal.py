# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

import datetime
from typing import Any

from ..._runtime import UNSET, Model, UnlistedStr, Unset, define


@define(kw_only=True, eq=False, repr=False)
class Deal(Model):
    """A deal of a list."""

    total: int
    """How many deals fit the filters, the same in each of them."""
    id: int
    uuid: str
    created_at: datetime.datetime
    updated_at: datetime.datetime
    label: str | Unset = UNSET
    deal_value: float | Unset = UNSET
    lead_id: int | Unset = UNSET
    company_id: int | Unset = UNSET
    partner_type: PartnerType | UnlistedStr | Unset = UNSET
    """Kind of partnership."""
    stage_id: int | Unset = UNSET
    stage_label: str | Unset = UNSET
    stage_series: int | Unset = UNSET
    stage_phase: str | Unset = UNSET
    payment_stage_id: int | Unset = UNSET
    payment_stage_label: str | Unset = UNSET
    payment_stage_series: int | Unset = UNSET
    payment_stage_phase: str | Unset = UNSET
    currency_id: int | Unset = UNSET
    currency_code: str | Unset = UNSET
    partnership_id: int | Unset = UNSET
    campaign_id: int | None | Unset = UNSET
    campaign_title: str | None | Unset = UNSET
    company_campaign_id: int | None | Unset = UNSET
    vendor_stage_id: int | Unset = UNSET
    commission_amount: float | Unset = UNSET
    commission_percentage: float | Unset = UNSET
    tags: list[ColouredLabel] | Unset = UNSET
    assigned_users: list[DealUser] | Unset = UNSET
    associated_partner: list[DealPartner] | Unset = UNSET
    campaign_partners: list[Any] | Unset = UNSET


from .coloured_label import ColouredLabel
from .deal_partner import DealPartner
from .deal_user import DealUser
from .partner_type import PartnerType
