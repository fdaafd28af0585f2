# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

import datetime
from typing import Any

from ..._runtime import Model, UnlistedStr, define


@define(kw_only=True, eq=False, repr=False)
class ResourceBlock(Model):
    """A block of content of a resource."""

    uuid: str
    type: ResourceBlockType | UnlistedStr
    """Kind of a resource block."""
    series: float
    """Place in the order, from 1."""
    title: str | None
    content: Any
    """Its shape depends on type."""
    style: BlockStyle
    """Look of a resource block."""
    asset_uuid: str | None
    created_at: datetime.datetime
    updated_at: datetime.datetime


from .block_style import BlockStyle
from .resource_block_type import ResourceBlockType
