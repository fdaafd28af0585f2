# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import UNSET, Model, Unset, define


@define(kw_only=True, eq=False, repr=False)
class PartnerUser(Model):
    """A user of a partner's company."""

    total: int
    """How many users there are, the same in each of them."""
    id: int
    email: str | Unset = UNSET
    first_name: str | Unset = UNSET
    last_name: str | Unset = UNSET
    color: str | Unset = UNSET
    """Hex colour."""
    position: str | Unset = UNSET
    phone_number: str | None | Unset = UNSET
    profile_image_id: int | None | Unset = UNSET
    profile_image_uuid: str | None | Unset = UNSET
    company_id: int | Unset = UNSET
    meeting_link: str | None | Unset = UNSET
    company_name: str | Unset = UNSET
    country_label: str | Unset = UNSET
    city_label: str | Unset = UNSET
