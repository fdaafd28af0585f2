# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

import datetime

from ..._runtime import UNSET, Model, Unset, define


@define(kw_only=True, eq=False, repr=False)
class MdfRequest(Model):
    """A partner's request for marketing development funds."""

    uuid: str
    created_at: datetime.datetime
    updated_at: datetime.datetime
    label: str | Unset = UNSET
    description: str | None | Unset = UNSET
    status: str | Unset = UNSET
    amount: float | Unset = UNSET
    """Amount in whole currency units (1000.00 is one thousand), never cents."""
    currency: CurrencyRef | Unset = UNSET
    """A currency, as other objects point to it."""
    partner: PartnerRef | None | Unset = UNSET


from .currency_ref import CurrencyRef
from .partner_ref import PartnerRef
