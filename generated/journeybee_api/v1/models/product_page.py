# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import Model, define


@define(kw_only=True, eq=False, repr=False)
class ProductPage(Model):
    """One page of products."""

    data: list[Product]
    pagination: Pagination
    """Where a page stands in the whole list."""


from .pagination import Pagination
from .product import Product
