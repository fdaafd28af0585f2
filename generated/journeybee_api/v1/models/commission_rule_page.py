# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import Model, define


@define(kw_only=True, eq=False, repr=False)
class CommissionRulePage(Model):
    """One page of commission rules."""

    data: list[CommissionRule]
    pagination: Pagination
    """Where a page stands in the whole list."""


from .commission_rule import CommissionRule
from .pagination import Pagination
