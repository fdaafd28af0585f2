# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

import datetime

from ..._runtime import UNSET, Model, UnlistedStr, Unset, define


@define(kw_only=True, eq=False, repr=False)
class Payment(Model):
    """A payment to a partner, a user or a contact."""

    uuid: str
    payment_value: float
    """Amount in whole currency units (1000.00 is one thousand), never cents."""
    payment_date: str
    payment_category: PaymentCategory | UnlistedStr | None
    recipient_type: PaymentRecipientType | UnlistedStr | None
    approved: bool | None
    payment_processing: bool
    payment_completed: bool
    payment_completed_date: str | None
    currency: CurrencyRef
    """A currency, as other objects point to it."""
    created_at: datetime.datetime
    deal_uuid: str | None | Unset = UNSET
    partner: PartnerRef | None | Unset = UNSET


from .currency_ref import CurrencyRef
from .partner_ref import PartnerRef
from .payment_category import PaymentCategory
from .payment_recipient_type import PaymentRecipientType
