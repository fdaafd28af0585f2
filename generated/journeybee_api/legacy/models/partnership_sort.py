# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import define

from ..._runtime import Model

if TYPE_CHECKING:
    from .partnership_sort_field import PartnershipSortField


@define(kw_only=True)
class PartnershipSort(Model):
    """One thing to sort partnerships by."""

    type: PartnershipSortField | str
    """What partnerships are sorted by."""
    asc: bool
    """Ascending or not."""
