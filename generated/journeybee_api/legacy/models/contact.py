# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from typing import Any

from ..._runtime import UNSET, Model, Unset, define


@define(kw_only=True, eq=False, repr=False)
class Contact(Model):
    """A contact at a partner."""

    id: int
    uuid: str
    email: str | Unset = UNSET
    first_name: str | Unset = UNSET
    last_name: str | Unset = UNSET
    position: str | Unset = UNSET
    phone_number: str | Unset = UNSET
    company_name: str | Unset = UNSET
    partnership_id: int | Unset = UNSET
    tags: list[ShortTag] | Unset = UNSET
    custom_fields: list[Any] | Unset = UNSET


from .short_tag import ShortTag
