# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import UNSET, Model, Unset, define


@define(kw_only=True, eq=False, repr=False)
class Attribution(Model):
    """What a lead is attributed to, and since when."""

    wire_names = {"attributed_date": "attributedDate"}

    id: int | Unset = UNSET
    attributed_date: str | Unset = UNSET
