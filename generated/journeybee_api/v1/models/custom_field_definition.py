# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

import datetime

from ..._runtime import Model, UnlistedStr, define


@define(kw_only=True, eq=False, repr=False)
class CustomFieldDefinition(Model):
    """A field the company added to leads, partners, deals or contacts."""

    uuid: str
    label: str
    type: CustomFieldType | UnlistedStr
    """Type of a custom field."""
    category: CustomFieldCategory | UnlistedStr
    """What a custom field is added to."""
    partner_type: PartnerType | UnlistedStr
    """Kind of partnership."""
    options: list[CustomFieldOption] | None
    """The choices of select and multi_select; null for other types."""
    shared: bool
    """Whether partners see the field in the portal."""
    required: bool
    created_at: datetime.datetime
    updated_at: datetime.datetime


from .custom_field_category import CustomFieldCategory
from .custom_field_option import CustomFieldOption
from .custom_field_type import CustomFieldType
from .partner_type import PartnerType
