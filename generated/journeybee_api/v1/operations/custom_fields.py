# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
"""Operations of the API tagged custom_fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._runtime import UNSET, Operation, UnlistedStr, Unset

if TYPE_CHECKING:
    from ..models.custom_field_category import CustomFieldCategory
    from ..models.custom_field_definition import CustomFieldDefinition
    from ..models.custom_field_option_create import CustomFieldOptionCreate
    from ..models.custom_field_type import CustomFieldType
    from ..models.partner_type import PartnerType


def list_custom_fields(
    *,
    category: CustomFieldCategory | UnlistedStr | None = None,
    partner_type: PartnerType | UnlistedStr | None = None,
) -> Operation[list[CustomFieldDefinition]]:
    """List custom fields.

    All of them at once, without pages.

    GET /custom-fields/

    Args:
        category: What a custom field is added to.
        partner_type: Kind of partnership.
    """
    return Operation(
        __name__,
        "list_custom_fields",
        "GET",
        "/custom-fields/",
        responses={200: "list[CustomFieldDefinition]"},
        query={"category": category, "partner_type": partner_type},
    )


def create_custom_field(
    *,
    label: str,
    type: CustomFieldType | UnlistedStr,
    category: CustomFieldCategory | UnlistedStr,
    partner_type: PartnerType | UnlistedStr,
    options: list[CustomFieldOptionCreate] | None | Unset = UNSET,
    shared: bool | Unset = UNSET,
    required: bool | Unset = UNSET,
) -> Operation[CustomFieldDefinition]:
    """Create a custom field.

    POST /custom-fields/

    Args:
        type: Type of a custom field.
        category: What a custom field is added to.
        partner_type: Kind of partnership.
        options: The choices, for select and multi_select. The server gives them their ids.
        shared: Whether partners see the field in the portal.
    """
    return Operation(
        __name__,
        "create_custom_field",
        "POST",
        "/custom-fields/",
        responses={201: "CustomFieldDefinition"},
        body={
            "label": label,
            "type": type,
            "category": category,
            "partner_type": partner_type,
            "options": options,
            "shared": shared,
            "required": required,
        },
    )


def get_custom_field(
    uuid: str,
) -> Operation[CustomFieldDefinition]:
    """Get a custom field.

    GET /custom-fields/{uuid}

    Args:
        uuid: Uuid of the object.
    """
    return Operation(
        __name__,
        "get_custom_field",
        "GET",
        "/custom-fields/{uuid}",
        responses={200: "CustomFieldDefinition"},
        path={"uuid": uuid},
    )


def delete_custom_field(
    uuid: str,
) -> Operation[None]:
    """Delete a custom field.

    Refused with 409 while it is in use.

    DELETE /custom-fields/{uuid}

    Args:
        uuid: Uuid of the object.
    """
    return Operation(
        __name__,
        "delete_custom_field",
        "DELETE",
        "/custom-fields/{uuid}",
        responses={204: "None"},
        path={"uuid": uuid},
    )


def update_custom_field(
    uuid: str,
    *,
    label: str | Unset = UNSET,
    shared: bool | Unset = UNSET,
    required: bool | Unset = UNSET,
) -> Operation[CustomFieldDefinition]:
    """Change a custom field.

    Only label, shared and required can be changed.

    PATCH /custom-fields/{uuid}

    Args:
        uuid: Uuid of the object.
        shared: Whether partners see the field in the portal.
    """
    return Operation(
        __name__,
        "update_custom_field",
        "PATCH",
        "/custom-fields/{uuid}",
        responses={200: "CustomFieldDefinition"},
        path={"uuid": uuid},
        body={"label": label, "shared": shared, "required": required},
    )
