# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import Model, define


@define(kw_only=True, eq=False, repr=False)
class DealPage(Model):
    """One page of deals."""

    data: list[Deal]
    pagination: Pagination
    """Where a page stands in the whole list."""


from .deal import Deal
from .pagination import Pagination
