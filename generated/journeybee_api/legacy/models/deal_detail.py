# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from typing import Any

from ..._runtime import UNSET, Model, Unset, define


@define(kw_only=True, eq=False, repr=False)
class DealDetail(Model):
    """A single deal."""

    id: int
    uuid: str
    label: str | Unset = UNSET
    deal_value: float | Unset = UNSET
    commission_amount: float | Unset = UNSET
    commission_percentage: float | Unset = UNSET
    stage_id: int | Unset = UNSET
    payment_stage_id: int | Unset = UNSET
    vendor_stage_id: int | Unset = UNSET
    """For reseller deals."""
    custom_fields: list[DealCustomField] | Unset = UNSET
    tags: list[ShortTag] | Unset = UNSET
    partnership: Any | Unset = UNSET
    """An object whose fields the pages do not list; a rich text document is one in the form of
    ProseMirror."""


from .deal_custom_field import DealCustomField
from .short_tag import ShortTag
