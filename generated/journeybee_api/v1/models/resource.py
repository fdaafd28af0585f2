# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

import datetime

from ..._runtime import UNSET, Model, UnlistedStr, Unset, define


@define(kw_only=True, eq=False, repr=False)
class Resource(Model):
    """A page of material, made of blocks."""

    uuid: str
    title: str
    created_at: datetime.datetime
    updated_at: datetime.datetime
    description: str | None | Unset = UNSET
    resource_type: AssetResourceType | UnlistedStr | Unset = UNSET
    """Kind of resource."""


from .asset_resource_type import AssetResourceType
