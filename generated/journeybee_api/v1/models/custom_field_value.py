# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

import datetime

from ..._runtime import Model, UnlistedStr, define


@define(kw_only=True, eq=False, repr=False)
class CustomFieldValue(Model):
    """The value one partner, lead or deal has in one custom field."""

    uuid: str
    custom_field_uuid: str
    custom_field_label: str
    custom_field_type: CustomFieldType | UnlistedStr
    """Type of a custom field."""
    value: CustomFieldValueObject
    """A custom field's value. Exactly one key is set, the one of the field's type."""
    entity_type: CustomFieldEntityType | UnlistedStr
    """What a custom field value belongs to."""
    entity_uuid: str
    created_at: datetime.datetime
    updated_at: datetime.datetime


from .custom_field_entity_type import CustomFieldEntityType
from .custom_field_type import CustomFieldType
from .custom_field_value_object import CustomFieldValueObject
