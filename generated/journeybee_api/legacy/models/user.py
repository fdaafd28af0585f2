# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

import datetime

from ..._runtime import UNSET, Model, UnlistedStr, Unset, define


@define(kw_only=True, eq=False, repr=False)
class User(Model):
    """A user of the company."""

    id: int
    created_at: datetime.datetime | Unset = UNSET
    email: str | Unset = UNSET
    first_name: str | Unset = UNSET
    last_name: str | Unset = UNSET
    role: UserRole | UnlistedStr | Unset = UNSET
    """What a user may do."""
    position: str | Unset = UNSET
    email_verified: str | None | Unset = UNSET
    disabled_at: datetime.datetime | None | Unset = UNSET
    color: str | Unset = UNSET
    """Hex colour."""
    profile_image_id: int | None | Unset = UNSET
    profile_image_uuid: str | None | Unset = UNSET
    country_id: int | Unset = UNSET
    country_label: str | Unset = UNSET
    country_code: str | Unset = UNSET


from .user_role import UserRole
