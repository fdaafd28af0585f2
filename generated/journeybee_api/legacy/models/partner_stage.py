# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import define

from ..._runtime import UNSET, Model, Unset

if TYPE_CHECKING:
    from .partner_type import PartnerType


@define(kw_only=True)
class PartnerStage(Model):
    """A step of the partner pipeline."""

    id: int
    uuid: str
    label: str
    series: int | Unset = UNSET
    """Its place in the order."""
    phase: str | Unset = UNSET
    partner_type: PartnerType | str | Unset = UNSET
    """Kind of partnership."""
    company_id: int | Unset = UNSET
