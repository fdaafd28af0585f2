# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import Model, define


@define(kw_only=True, eq=False, repr=False)
class PricedProductRef(Model):
    """A product with its price, as a pricing calculator points to it."""

    uuid: str
    name: str
    sku: str | None
    price: float
    """In whole currency units (1000.00 is one thousand), never cents."""
    currency_code: str
    """ISO 4217 code."""
