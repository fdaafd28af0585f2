# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

import datetime

from ..._runtime import UNSET, Model, UnlistedStr, Unset, define


@define(kw_only=True, eq=False, repr=False)
class Lead(Model):
    """A prospect that a partner or the company brought in."""

    uuid: str
    first_name: str | None
    last_name: str | None
    email: str | None
    company_name: str | None
    status: LeadStatus | UnlistedStr
    """How far a lead is. Values of the older API."""
    tags: list[LabelRef]
    assigned_users: list[UserRef]
    custom_fields: list[EmbeddedCustomField]
    created_at: datetime.datetime
    updated_at: datetime.datetime
    phone_number: str | None | Unset = UNSET
    source: LeadSource | UnlistedStr | None | Unset = UNSET
    partner_type: PartnerType | UnlistedStr | None | Unset = UNSET
    partner: PartnerRef | None | Unset = UNSET


from .embedded_custom_field import EmbeddedCustomField
from .label_ref import LabelRef
from .lead_source import LeadSource
from .lead_status import LeadStatus
from .partner_ref import PartnerRef
from .partner_type import PartnerType
from .user_ref import UserRef
