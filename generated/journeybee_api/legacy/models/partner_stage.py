# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import UNSET, Model, UnlistedStr, Unset, define


@define(kw_only=True, eq=False, repr=False)
class PartnerStage(Model):
    """A step of the partner pipeline."""

    id: int
    uuid: str
    label: str
    series: int | Unset = UNSET
    """Its place in the order."""
    phase: str | Unset = UNSET
    partner_type: PartnerType | UnlistedStr | Unset = UNSET
    """Kind of partnership."""
    company_id: int | Unset = UNSET


from .partner_type import PartnerType
