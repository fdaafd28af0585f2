# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
"""Operations of the API tagged custom_field_values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._runtime import Operation, UnlistedStr

if TYPE_CHECKING:
    from ..models.custom_field_entity_type import CustomFieldEntityType
    from ..models.custom_field_value import CustomFieldValue
    from ..models.custom_field_value_object import CustomFieldValueObject


def list_custom_field_values(
    *,
    entity_type: CustomFieldEntityType | UnlistedStr,
    entity_uuid: str,
) -> Operation[list[CustomFieldValue]]:
    """List the custom field values of one partner, lead or deal.

    All of them at once, without pages.

    GET /custom-field-values/

    Args:
        entity_type: What a custom field value belongs to.
        entity_uuid: The partner, lead or deal whose values are asked for.
    """
    return Operation(
        __name__,
        "list_custom_field_values",
        "GET",
        "/custom-field-values/",
        responses={200: "list[CustomFieldValue]"},
        query={"entity_type": entity_type, "entity_uuid": entity_uuid},
    )


def create_custom_field_value(
    *,
    custom_field_uuid: str,
    entity_type: CustomFieldEntityType | UnlistedStr,
    entity_uuid: str,
    value: CustomFieldValueObject,
) -> Operation[CustomFieldValue]:
    """Store a custom field value.

    POST /custom-field-values/

    Args:
        entity_type: What a custom field value belongs to.
        value: A custom field's value. Exactly one key is set, the one of the field's type.
    """
    return Operation(
        __name__,
        "create_custom_field_value",
        "POST",
        "/custom-field-values/",
        responses={201: "CustomFieldValue"},
        body={
            "custom_field_uuid": custom_field_uuid,
            "entity_type": entity_type,
            "entity_uuid": entity_uuid,
            "value": value,
        },
    )


def delete_custom_field_value(
    uuid: str,
) -> Operation[None]:
    """Delete a custom field value.

    DELETE /custom-field-values/{uuid}

    Args:
        uuid: Uuid of the object.
    """
    return Operation(
        __name__,
        "delete_custom_field_value",
        "DELETE",
        "/custom-field-values/{uuid}",
        responses={204: "None"},
        path={"uuid": uuid},
    )


def update_custom_field_value(
    uuid: str,
    *,
    value: CustomFieldValueObject,
) -> Operation[CustomFieldValue]:
    """Change a custom field value.

    PATCH /custom-field-values/{uuid}

    Args:
        uuid: Uuid of the object.
        value: A custom field's value. Exactly one key is set, the one of the field's type.
    """
    return Operation(
        __name__,
        "update_custom_field_value",
        "PATCH",
        "/custom-field-values/{uuid}",
        responses={200: "CustomFieldValue"},
        path={"uuid": uuid},
        body={"value": value},
    )
