# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import Model, define


@define(kw_only=True, eq=False, repr=False)
class CustomFieldOption(Model):
    """One choice of a select or multi_select field."""

    id: float
    """Numeric id; values of the field hold it."""
    label: str
