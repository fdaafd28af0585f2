# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import UNSET, Model, UnlistedStr, Unset, define


@define(kw_only=True, eq=False, repr=False)
class EmbeddedCustomField(Model):
    """A custom field and its value, as partners and deals carry it."""

    uuid: str
    label: str
    value: CustomFieldValueObject | None
    options: list[CustomFieldOption] | None
    type: CustomFieldType | UnlistedStr | Unset = UNSET
    """Type of a custom field."""


from .custom_field_option import CustomFieldOption
from .custom_field_type import CustomFieldType
from .custom_field_value_object import CustomFieldValueObject
