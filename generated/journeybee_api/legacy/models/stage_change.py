# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import UNSET, Model, Unset, define


@define(kw_only=True, eq=False, repr=False)
class StageChange(Model):
    """Changes of one stage."""

    id: int
    label: str | Unset = UNSET
    series: int | Unset = UNSET
    phase: str | Unset = UNSET
