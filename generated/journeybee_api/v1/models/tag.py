# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

import datetime

from ..._runtime import UNSET, Model, UnlistedStr, Unset, define


@define(kw_only=True, eq=False, repr=False)
class Tag(Model):
    """A coloured label for leads, deals, partners or cards."""

    uuid: str
    label: str
    background_color: str | Unset = UNSET
    """Hex colour."""
    text_color: str | Unset = UNSET
    """Hex colour."""
    association: TagAssociation | UnlistedStr | Unset = UNSET
    """What a tag can be put on. Values of the older API."""
    partner_type: PartnerType | UnlistedStr | None | Unset = UNSET
    created_at: datetime.datetime | Unset = UNSET
    updated_at: datetime.datetime | Unset = UNSET


from .partner_type import PartnerType
from .tag_association import TagAssociation
