# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import UNSET, Model, Unset, define


@define(kw_only=True, eq=False, repr=False)
class CustomFieldValueObject(Model):
    """A custom field's value. Exactly one key is set, the one of the field's type."""

    text: str | Unset = UNSET
    """For text and textarea; also holds urls, e-mail addresses and phone numbers."""
    number: float | Unset = UNSET
    date: str | Unset = UNSET
    """ISO date."""
    boolean: bool | Unset = UNSET
    """Also holds checkboxes."""
    select: float | Unset = UNSET
    """Id of the chosen option."""
    multi_select: list[float] | Unset = UNSET
    """Ids of the chosen options."""
