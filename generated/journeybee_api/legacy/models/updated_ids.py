# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import Model, define


@define(kw_only=True, eq=False, repr=False)
class UpdatedIds(Model):
    """What was changed of a list."""

    updated: list[int]
    """Ids of what was changed."""
