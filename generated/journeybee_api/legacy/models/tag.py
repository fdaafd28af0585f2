# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import UNSET, Model, Unset, define


@define(kw_only=True, eq=False, repr=False)
class Tag(Model):
    """A tag."""

    id: int
    uuid: str
    label: str
    background_color: str | Unset = UNSET
    text_color: str | Unset = UNSET
    association: str | Unset = UNSET
    """What it is put on."""
    partner_type: str | Unset = UNSET
    company_id: int | Unset = UNSET
