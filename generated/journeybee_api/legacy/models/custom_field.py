# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import UNSET, Model, UnlistedStr, Unset, define


@define(kw_only=True, eq=False, repr=False)
class CustomField(Model):
    """Definition of a custom field."""

    id: int
    uuid: str
    label: str
    type: CustomFieldType | UnlistedStr | Unset = UNSET
    """What a custom field holds."""
    category: CustomFieldCategory | UnlistedStr | Unset = UNSET
    """What a custom field belongs to."""
    partner_type: str | Unset = UNSET
    required: bool | Unset = UNSET
    shared: bool | Unset = UNSET
    options: list[CustomFieldOption] | None | Unset = UNSET


from .custom_field_category import CustomFieldCategory
from .custom_field_option import CustomFieldOption
from .custom_field_type import CustomFieldType
