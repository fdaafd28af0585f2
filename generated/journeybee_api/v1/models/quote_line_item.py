# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import Model, define


@define(kw_only=True, eq=False, repr=False)
class QuoteLineItem(Model):
    """One line of a quote."""

    uuid: str
    product_name: str
    product_sku: str | None
    unit_price: float
    """In whole currency units (1000.00 is one thousand), never cents."""
    quantity: float
    subtotal: float
    """In whole currency units (1000.00 is one thousand), never cents."""
    discount_amount: float
    """In whole currency units (1000.00 is one thousand), never cents."""
    discount_value: float
    total: float
    """In whole currency units (1000.00 is one thousand), never cents."""
    sort_order: float
    notes: str | None
    product_uuid: str | None
