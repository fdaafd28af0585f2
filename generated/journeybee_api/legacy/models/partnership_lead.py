# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

import datetime
from typing import Any

from ..._runtime import UNSET, Model, UnlistedStr, Unset, define


@define(kw_only=True, eq=False, repr=False)
class PartnershipLead(Model):
    """How a lead went between two companies."""

    id: int
    created_at: datetime.datetime | Unset = UNSET
    partnership_id: int | Unset = UNSET
    sent_by_company_id: int | Unset = UNSET
    sent_by_company_name: str | Unset = UNSET
    sent_by_company_logo_id: int | Unset = UNSET
    sent_by_company_logo_uuid: str | Unset = UNSET
    received_by_company_id: int | Unset = UNSET
    received_by_company_name: str | Unset = UNSET
    received_by_company_logo_id: int | Unset = UNSET
    received_by_company_logo_uuid: str | Unset = UNSET
    partner_type: PartnerType | UnlistedStr | Unset = UNSET
    """Kind of partnership."""
    direction: str | Unset = UNSET
    """received; sent is likely the other value."""
    fallback_data: Any | None | Unset = UNSET


from .partner_type import PartnerType
