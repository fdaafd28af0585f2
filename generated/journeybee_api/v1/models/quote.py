# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

import datetime

from ..._runtime import UNSET, Model, Unset, define


@define(kw_only=True, eq=False, repr=False)
class Quote(Model):
    """The quote of a lead."""

    uuid: str
    quote_number: str
    name: str | None
    customer_name: str
    customer_email: str | None
    customer_company: str | None
    valid_from: str
    valid_until: str
    subtotal: float
    """In whole currency units (1000.00 is one thousand), never cents."""
    discount_amount: float
    """In whole currency units (1000.00 is one thousand), never cents."""
    discount_value: float
    tax_amount: float
    """In whole currency units (1000.00 is one thousand), never cents."""
    total: float
    """In whole currency units (1000.00 is one thousand), never cents."""
    notes: str | None
    terms: str | None
    currency: QuoteCurrency
    """The currency of a quote."""
    pricing_calculator_uuid: str | None
    line_items: list[QuoteLineItem]
    created_at: datetime.datetime
    updated_at: datetime.datetime
    status: str | Unset = UNSET
    """The values are not known."""
    discount_type: str | Unset = UNSET
    """The values are not known."""


from .quote_currency import QuoteCurrency
from .quote_line_item import QuoteLineItem
