# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import UNSET, Model, Unset, define


@define(kw_only=True, eq=False, repr=False)
class Partnership(Model):
    """A partnership of a list."""

    wire_names = {"custom_fields": "customFields"}

    total: int
    """How many partnerships fit the filters, the same in each of them."""
    id: int
    """The id that a change is made by."""
    stage_id: int | Unset = UNSET
    stage_label: str | Unset = UNSET
    stage_series: int | Unset = UNSET
    """Its place in the order of the stages."""
    partnership: PartnershipRecord | Unset = UNSET
    """The partnership of two companies."""
    tier: ColouredLabel | Unset = UNSET
    """A tag or a tier."""
    category: Label | Unset = UNSET
    """A category of a partnership."""
    partner: PartnerCompany | Unset = UNSET
    """The partner's company."""
    assigned_users: list[AssignedUser] | Unset = UNSET
    tags: list[ColouredLabel] | Unset = UNSET
    custom_fields: list[CustomFieldValue] | Unset = UNSET


from .assigned_user import AssignedUser
from .coloured_label import ColouredLabel
from .custom_field_value import CustomFieldValue
from .label import Label
from .partner_company import PartnerCompany
from .partnership_record import PartnershipRecord
