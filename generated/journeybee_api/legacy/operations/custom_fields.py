# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
"""Operations of the API tagged custom_fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._runtime import UNSET, Operation, UnlistedStr, Unset

if TYPE_CHECKING:
    from ..models.created import Created
    from ..models.custom_field import CustomField
    from ..models.custom_field_category import CustomFieldCategory
    from ..models.custom_field_option_create import CustomFieldOptionCreate
    from ..models.custom_field_type import CustomFieldType
    from ..models.partner_type import PartnerType


def list_custom_fields(
    *,
    category: CustomFieldCategory | UnlistedStr | None = None,
    partner_type: PartnerType | UnlistedStr | None = None,
) -> Operation[list[CustomField]]:
    """List custom fields.

    GET /custom-fields

    Args:
        category: What a custom field belongs to.
        partner_type: Kind of partnership.
    """
    return Operation(
        __name__,
        "list_custom_fields",
        "GET",
        "/custom-fields",
        responses={200: "list[CustomField]"},
        query={"category": category, "partner_type": partner_type},
    )


def create_custom_field(
    *,
    label: str,
    type: CustomFieldType | UnlistedStr,
    category: CustomFieldCategory | UnlistedStr,
    partner_type: PartnerType | UnlistedStr | Unset = UNSET,
    required: bool | Unset = UNSET,
    shared: bool | Unset = UNSET,
    options: list[CustomFieldOptionCreate] | Unset = UNSET,
) -> Operation[Created]:
    """Create a custom field.

    POST /custom-fields

    Args:
        type: What a custom field holds.
        category: What a custom field belongs to.
        partner_type: Kind of partnership.
        shared: A shared field is made at partner companies too.
    """
    return Operation(
        __name__,
        "create_custom_field",
        "POST",
        "/custom-fields",
        responses={201: "Created"},
        body={
            "label": label,
            "type": type,
            "category": category,
            "partner_type": partner_type,
            "required": required,
            "shared": shared,
            "options": options,
        },
    )
