# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

import datetime

from ..._runtime import UNSET, Model, Unset, define


@define(kw_only=True, eq=False, repr=False)
class PricingCalculator(Model):
    """A calculator that makes quotes out of products and formulas."""

    uuid: str
    name: str
    created_at: datetime.datetime
    updated_at: datetime.datetime
    description: str | None | Unset = UNSET
    currency: CurrencyRef | None | Unset = UNSET


from .currency_ref import CurrencyRef
