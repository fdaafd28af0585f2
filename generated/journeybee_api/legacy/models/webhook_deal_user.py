# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import UNSET, Model, Unset, define


@define(kw_only=True, eq=False, repr=False)
class WebhookDealUser(Model):
    """A user a deal is assigned to."""

    id: int
    email: str | Unset = UNSET
    first_name: str | Unset = UNSET
    last_name: str | Unset = UNSET
    profile_image_id: int | Unset = UNSET
    profile_image_uuid: str | Unset = UNSET
