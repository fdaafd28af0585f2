# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import Model, UnlistedStr, define


@define(kw_only=True, eq=False, repr=False)
class LeadSort(Model):
    """One thing to sort leads by."""

    type: LeadSortField | UnlistedStr
    """What leads are sorted by."""
    asc: bool
    """Ascending or not."""


from .lead_sort_field import LeadSortField
