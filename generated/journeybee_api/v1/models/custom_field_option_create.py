# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import Model, define


@define(kw_only=True, eq=False, repr=False)
class CustomFieldOptionCreate(Model):
    """A choice to add to a select or multi_select field."""

    label: str
