# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

import datetime

from ..._runtime import UNSET, Model, UnlistedStr, Unset, define


@define(kw_only=True, eq=False, repr=False)
class Partner(Model):
    """A partnership: the partner company as the asking company knows it. Its uuid is what other
    places call partnership_uuid."""

    uuid: str
    name: str
    email: str | None
    phone_number: str | None
    website_url: str | None
    description: str | None
    accepted_at: datetime.datetime | None
    invited_at: datetime.datetime | None
    stage: LabelRef | None
    tier: LabelRef | None
    category: LabelRef | None
    partner_logo_uuid: str | None
    partner_logo_square_uuid: str | None
    partner_logo_white_uuid: str | None
    partner_logo_square_white_uuid: str | None
    tags: list[LabelRef]
    assigned_users: list[UserRef]
    custom_fields: list[EmbeddedCustomField]
    domains: list[PartnerDomain]
    created_at: datetime.datetime
    updated_at: datetime.datetime
    partner_type: PartnerType | UnlistedStr | Unset = UNSET
    """Kind of partnership."""


from .embedded_custom_field import EmbeddedCustomField
from .label_ref import LabelRef
from .partner_domain import PartnerDomain
from .partner_type import PartnerType
from .user_ref import UserRef
