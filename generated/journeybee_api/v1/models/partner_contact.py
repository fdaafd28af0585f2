# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

import datetime

from ..._runtime import UNSET, Model, Unset, define


@define(kw_only=True, eq=False, repr=False)
class PartnerContact(Model):
    """A person at a partner."""

    uuid: str
    email: str
    first_name: str | None
    last_name: str | None
    created_at: datetime.datetime
    updated_at: datetime.datetime
    position: str | None | Unset = UNSET
    phone_number: str | None | Unset = UNSET
    tags: list[LabelRef] | Unset = UNSET
    custom_fields: list[EmbeddedCustomField] | Unset = UNSET


from .embedded_custom_field import EmbeddedCustomField
from .label_ref import LabelRef
