# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import UNSET, Model, Unset, define


@define(kw_only=True, eq=False, repr=False)
class ShortTag(Model):
    """A tag, without the colour of its text."""

    id: int
    label: str
    background_color: str | Unset = UNSET
