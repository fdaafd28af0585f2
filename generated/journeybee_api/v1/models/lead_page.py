# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import Model, define


@define(kw_only=True, eq=False, repr=False)
class LeadPage(Model):
    """One page of leads."""

    data: list[Lead]
    pagination: Pagination
    """Where a page stands in the whole list."""


from .lead import Lead
from .pagination import Pagination
