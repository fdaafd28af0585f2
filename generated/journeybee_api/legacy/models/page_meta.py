# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import UNSET, Model, Unset, define


@define(kw_only=True, eq=False, repr=False)
class PageMeta(Model):
    """How much there is in all."""

    wire_names = {"record_count": "record-count", "page_count": "page-count"}

    record_count: int | Unset = UNSET
    page_count: int | Unset = UNSET
