# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import define

from ..._runtime import Model

if TYPE_CHECKING:
    from .lead_sort_field import LeadSortField


@define(kw_only=True)
class LeadSort(Model):
    """One thing to sort leads by."""

    type: LeadSortField | str
    """What leads are sorted by."""
    asc: bool
    """Ascending or not."""
