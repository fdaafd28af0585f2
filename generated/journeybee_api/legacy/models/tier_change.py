# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import UNSET, Model, Unset, define


@define(kw_only=True, eq=False, repr=False)
class TierChange(Model):
    """Changes of a tier."""

    id: int
    label: str | Unset = UNSET
    background_color: str | Unset = UNSET
    text_color: str | Unset = UNSET
