# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

import datetime

from ..._runtime import Model, UnlistedStr, define


@define(kw_only=True, eq=False, repr=False)
class Asset(Model):
    """A file kept by the company, for resources and certifications or for rooms."""

    uuid: str
    file_name: str | None
    file_url: str | None
    """Where the file can be read."""
    mime_type: str | None
    size: float | None
    width: float | None
    height: float | None
    category: AssetCategory | UnlistedStr
    """What an asset is for."""
    resource_type: str | None
    """Kind of resource the file belongs to."""
    description: str | None
    created_at: datetime.datetime
    updated_at: datetime.datetime


from .asset_category import AssetCategory
