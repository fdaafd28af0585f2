# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import Model, define


@define(kw_only=True, eq=False, repr=False)
class CustomFieldFilter(Model):
    """What a custom field is to hold."""

    id: int
    value: CustomFieldContent
    """A value of a custom field: one of these, the one of the field's type."""


from .custom_field_content import CustomFieldContent
