# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import Model, UnlistedStr, define


@define(kw_only=True, eq=False, repr=False)
class PartnershipSort(Model):
    """One thing to sort partnerships by."""

    type: PartnershipSortField | UnlistedStr
    """What partnerships are sorted by."""
    asc: bool
    """Ascending or not."""


from .partnership_sort_field import PartnershipSortField
