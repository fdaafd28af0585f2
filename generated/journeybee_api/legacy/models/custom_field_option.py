# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import UNSET, Model, Unset, define


@define(kw_only=True, eq=False, repr=False)
class CustomFieldOption(Model):
    """A choice of a select field."""

    id: int | Unset = UNSET
    label: str | Unset = UNSET
