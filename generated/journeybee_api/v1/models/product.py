# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

import datetime

from ..._runtime import Model, UnlistedStr, define


@define(kw_only=True, eq=False, repr=False)
class Product(Model):
    """A product of the catalogue."""

    uuid: str
    name: str
    sku: str | None
    description: str | None
    price: float
    """In whole currency units (1000.00 is one thousand), never cents."""
    billing_type: BillingType | UnlistedStr
    """Whether a product is billed once or again and again."""
    billing_period: BillingPeriod | UnlistedStr | None
    """For recurring products."""
    status: ProductStatus | UnlistedStr
    """Whether a product is on offer."""
    currency: CurrencyRef
    """A currency, as other objects point to it."""
    created_at: datetime.datetime
    updated_at: datetime.datetime


from .billing_period import BillingPeriod
from .billing_type import BillingType
from .currency_ref import CurrencyRef
from .product_status import ProductStatus
