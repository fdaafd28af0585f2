# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

import datetime

from ..._runtime import UNSET, Model, UnlistedStr, Unset, define


@define(kw_only=True, eq=False, repr=False)
class Stage(Model):
    """A step of the partner pipeline or of the deal pipeline."""

    uuid: str
    label: str
    series: float | Unset = UNSET
    """Place in the order."""
    phase: StagePhase | UnlistedStr | None | Unset = UNSET
    """What the step means for reporting and commission."""
    association: StageAssociation | UnlistedStr | Unset = UNSET
    """Pipeline of a stage."""
    partner_type: PartnerType | UnlistedStr | None | Unset = UNSET
    created_at: datetime.datetime | Unset = UNSET
    updated_at: datetime.datetime | Unset = UNSET


from .partner_type import PartnerType
from .stage_association import StageAssociation
from .stage_phase import StagePhase
