# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

import datetime

from ..._runtime import UNSET, Model, UnlistedStr, Unset, define


@define(kw_only=True, eq=False, repr=False)
class Deal(Model):
    """A deal that came out of a lead."""

    uuid: str
    label: str
    deal_value: float
    """Value in whole currency units (1000.00 is one thousand), never cents."""
    total_commission_value: float
    """Commission in whole currency units (1000.00 is one thousand), never cents."""
    expiration_date: str | None
    stage: LabelRef | None
    lead: LeadRef
    """A lead, as a deal points to it."""
    partner: PartnerRef | None
    currency: CurrencyRef
    """A currency, as other objects point to it."""
    tags: list[LabelRef]
    assigned_users: list[UserRef]
    custom_fields: list[EmbeddedCustomField]
    created_at: datetime.datetime
    updated_at: datetime.datetime
    partner_type: PartnerType | UnlistedStr | Unset = UNSET
    """Kind of partnership."""


from .currency_ref import CurrencyRef
from .embedded_custom_field import EmbeddedCustomField
from .label_ref import LabelRef
from .lead_ref import LeadRef
from .partner_ref import PartnerRef
from .partner_type import PartnerType
from .user_ref import UserRef
