# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import UNSET, Model, Unset, define


@define(kw_only=True, eq=False, repr=False)
class BlockSpacing(Model):
    """Space on the four sides of a resource block."""

    top: float | Unset = UNSET
    bottom: float | Unset = UNSET
    left: float | Unset = UNSET
    right: float | Unset = UNSET
