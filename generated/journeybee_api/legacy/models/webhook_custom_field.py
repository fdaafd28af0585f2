# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from typing import Any

from ..._runtime import UNSET, Model, Unset, define


@define(kw_only=True, eq=False, repr=False)
class WebhookCustomField(Model):
    """A custom field and its value."""

    uuid: str
    label: str | Unset = UNSET
    type: str | Unset = UNSET
    value: Any | Unset = UNSET
    """Of the kind that the type of the field has."""
    custom_field_value_uuid: str | Unset = UNSET
    options: list[Any] | Unset = UNSET
