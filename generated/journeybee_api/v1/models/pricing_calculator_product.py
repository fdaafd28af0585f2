# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

import datetime

from ..._runtime import UNSET, Model, UnlistedStr, Unset, define


@define(kw_only=True, eq=False, repr=False)
class PricingCalculatorProduct(Model):
    """A product on a pricing calculator."""

    uuid: str
    sort_order: float
    quantity_fixed: float | None
    """For quantity type fixed."""
    quantity_variable_name: str | None
    """For quantity type variable."""
    quantity_condition: str | None
    """For quantity type conditional."""
    quantity_if_true: float | None
    quantity_if_false: float | None
    price_override: float | None
    """Price in place of the product's own, in whole currency units (1000.00 is one thousand),
    never cents."""
    is_optional: bool
    is_included_by_default: bool
    product: PricedProductRef
    """A product with its price, as a pricing calculator points to it."""
    created_at: datetime.datetime
    updated_at: datetime.datetime
    quantity_type: QuantityType | UnlistedStr | Unset = UNSET
    """How the quantity of a product is found."""


from .priced_product_ref import PricedProductRef
from .quantity_type import QuantityType
