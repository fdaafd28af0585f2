# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import define

from ..._runtime import UNSET, Model, Unset

if TYPE_CHECKING:
    import datetime

    from .asset_resource_type import AssetResourceType


@define(kw_only=True)
class Resource(Model):
    """A page of material, made of blocks."""

    uuid: str
    title: str
    created_at: datetime.datetime
    updated_at: datetime.datetime
    description: str | None | Unset = UNSET
    resource_type: AssetResourceType | str | Unset = UNSET
    """Kind of resource."""
