# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

import datetime

from ..._runtime import Model, UnlistedStr, define


@define(kw_only=True, eq=False, repr=False)
class LeadProduct(Model):
    """A catalogue product on a lead."""

    uuid: str
    product: ProductRef
    """A product, as a lead points to it."""
    quantity: float
    unit_price: float | None
    """Price of one in whole currency units (1000.00 is one thousand), never cents."""
    source: LeadProductSource | UnlistedStr
    """How a product came to a lead."""
    created_at: datetime.datetime
    updated_at: datetime.datetime


from .lead_product_source import LeadProductSource
from .product_ref import ProductRef
