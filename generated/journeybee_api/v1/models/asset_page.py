# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import Model, define


@define(kw_only=True, eq=False, repr=False)
class AssetPage(Model):
    """One page of assets."""

    data: list[Asset]
    pagination: Pagination
    """Where a page stands in the whole list."""


from .asset import Asset
from .pagination import Pagination
