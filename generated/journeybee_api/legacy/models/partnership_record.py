# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import define

from ..._runtime import UNSET, Model, Unset

if TYPE_CHECKING:
    import datetime

    from .partner_type import PartnerType


@define(kw_only=True)
class PartnershipRecord(Model):
    """The partnership of two companies."""

    id: int
    created_at: datetime.datetime
    stage: str | Unset = UNSET
    """Such as accepted."""
    partner_type: PartnerType | str | Unset = UNSET
    """Kind of partnership."""
