# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import UNSET, Model, UnlistedStr, Unset, define


@define(kw_only=True, eq=False, repr=False)
class CustomFieldInput(Model):
    """A value to store in a custom field."""

    wire_names = {"custom_field_id": "customFieldId"}

    custom_field_id: int | Unset = UNSET
    type: CustomFieldType | UnlistedStr | Unset = UNSET
    """What a custom field holds."""
    value: CustomFieldContent | Unset = UNSET
    """A value of a custom field: one of these, the one of the field's type."""


from .custom_field_content import CustomFieldContent
from .custom_field_type import CustomFieldType
