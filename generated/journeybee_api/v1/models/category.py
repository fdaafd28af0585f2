# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

import datetime

from ..._runtime import UNSET, Model, UnlistedStr, Unset, define


@define(kw_only=True, eq=False, repr=False)
class Category(Model):
    """A category that partners can be sorted into."""

    uuid: str
    label: str
    partner_type: PartnerType | UnlistedStr | None | Unset = UNSET
    created_at: datetime.datetime | Unset = UNSET
    updated_at: datetime.datetime | Unset = UNSET


from .partner_type import PartnerType
