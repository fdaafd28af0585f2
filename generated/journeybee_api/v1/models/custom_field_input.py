# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import Model, define


@define(kw_only=True, eq=False, repr=False)
class CustomFieldInput(Model):
    """A value for one custom field of the object that is being written."""

    custom_field_uuid: str
    value: CustomFieldValueObject
    """A custom field's value. Exactly one key is set, the one of the field's type."""


from .custom_field_value_object import CustomFieldValueObject
