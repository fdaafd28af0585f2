# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import UNSET, Model, UnlistedStr, Unset, define


@define(kw_only=True, eq=False, repr=False)
class DealStage(Model):
    """A step of the deal pipeline."""

    id: int
    uuid: str
    label: str
    series: int | Unset = UNSET
    """Its place in the order."""
    phase: DealStagePhase | UnlistedStr | Unset = UNSET
    """What a deal stage counts as; commission and reports go by it."""
    partner_type: PartnerType | UnlistedStr | Unset = UNSET
    """Kind of partnership."""


from .deal_stage_phase import DealStagePhase
from .partner_type import PartnerType
