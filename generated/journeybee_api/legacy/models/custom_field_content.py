# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import UNSET, Model, Unset, define


@define(kw_only=True, eq=False, repr=False)
class CustomFieldContent(Model):
    """A value of a custom field: one of these, the one of the field's type."""

    text: str | Unset = UNSET
    number: float | Unset = UNSET
    date: str | Unset = UNSET
    """ISO date."""
    boolean: bool | Unset = UNSET
    select: int | Unset = UNSET
    """Id of the option."""
    multi_select: list[int] | Unset = UNSET
    """Ids of the options."""
