# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

import datetime

from ..._runtime import UNSET, Model, UnlistedStr, Unset, define


@define(kw_only=True, eq=False, repr=False)
class Attribution(Model):
    """A definition of where leads come from, to be attached to leads."""

    uuid: str
    label: str
    partner_type: PartnerType | UnlistedStr | Unset = UNSET
    """Kind of partnership."""
    created_at: datetime.datetime | Unset = UNSET
    updated_at: datetime.datetime | Unset = UNSET


from .partner_type import PartnerType
