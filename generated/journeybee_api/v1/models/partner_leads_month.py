# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import Model, define


@define(kw_only=True, eq=False, repr=False)
class PartnerLeadsMonth(Model):
    """Lead counts of one month."""

    label: str
    """Name of the month."""
    total: int
    received: int
    sent: int
    converted: int
    rejected: int
    pending: int
