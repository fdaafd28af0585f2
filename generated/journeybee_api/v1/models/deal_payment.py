# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

import datetime

from ..._runtime import Model, UnlistedStr, define


@define(kw_only=True, eq=False, repr=False)
class DealPayment(Model):
    """A payment that a deal gave rise to."""

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


from .currency_ref import CurrencyRef
from .payment_category import PaymentCategory
from .payment_recipient_type import PaymentRecipientType
