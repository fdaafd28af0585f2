# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import UNSET, Model, Unset, define


@define(kw_only=True, eq=False, repr=False)
class Tier(Model):
    """A level of partners."""

    id: int
    uuid: str
    label: str
    background_color: str | Unset = UNSET
    text_color: str | Unset = UNSET
    partner_type: str | Unset = UNSET
    company_id: int | Unset = UNSET
