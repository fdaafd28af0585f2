# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

import datetime

from ..._runtime import UNSET, Model, UnlistedStr, Unset, define


@define(kw_only=True, eq=False, repr=False)
class PartnershipRecord(Model):
    """The partnership of two companies."""

    id: int
    created_at: datetime.datetime
    stage: str | Unset = UNSET
    """Such as accepted."""
    partner_type: PartnerType | UnlistedStr | Unset = UNSET
    """Kind of partnership."""


from .partner_type import PartnerType
