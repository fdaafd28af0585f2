# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

import datetime

from ..._runtime import UNSET, Model, UnlistedStr, Unset, define


@define(kw_only=True, eq=False, repr=False)
class User(Model):
    """A user of the company."""

    uuid: str
    email: str
    first_name: str | None
    last_name: str | None
    created_at: datetime.datetime
    role: UserRole | UnlistedStr | Unset = UNSET
    """What a user may do. Values of the older API."""
    position: str | None | Unset = UNSET
    phone_number: str | None | Unset = UNSET
    email_verified: str | None | Unset = UNSET
    """When the address was confirmed."""
    disabled_at: datetime.datetime | None | Unset = UNSET
    """When the user was switched off."""
    profile_image_uuid: str | None | Unset = UNSET
    country_label: str | None | Unset = UNSET
    country_code: str | None | Unset = UNSET
    updated_at: datetime.datetime | Unset = UNSET


from .user_role import UserRole
