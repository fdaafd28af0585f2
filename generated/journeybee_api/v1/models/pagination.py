# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import Model, define


@define(kw_only=True, eq=False, repr=False)
class Pagination(Model):
    """Where a page stands in the whole list."""

    page: int
    """Number of this page, from 1."""
    per_page: int
    """Items a page holds at most."""
    total: int
    """Items in the whole list."""
    total_pages: int
