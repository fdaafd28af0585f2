# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import Model, define


@define(kw_only=True, eq=False, repr=False)
class LabelRef(Model):
    """An object that other objects point to by its uuid and label."""

    uuid: str
    label: str
