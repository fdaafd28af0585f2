# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
"""Operations of the API tagged partner_contacts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._runtime import UNSET, Operation, Unset

if TYPE_CHECKING:
    from ..models.custom_field_input import CustomFieldInput
    from ..models.partner_contact import PartnerContact


def list_partner_contacts(
    uuid: str,
) -> Operation[list[PartnerContact]]:
    """List the contacts at a partner.

    GET /partners/{uuid}/contacts

    Args:
        uuid: Uuid of the object.
    """
    return Operation(
        __name__,
        "list_partner_contacts",
        "GET",
        "/partners/{uuid}/contacts",
        responses={200: "list[PartnerContact]"},
        path={"uuid": uuid},
    )


def create_partner_contact(
    uuid: str,
    *,
    email: str,
    first_name: str | None | Unset = UNSET,
    last_name: str | None | Unset = UNSET,
    position: str | None | Unset = UNSET,
    phone_number: str | None | Unset = UNSET,
    tag_uuids: list[str] | Unset = UNSET,
    custom_fields: list[CustomFieldInput] | Unset = UNSET,
) -> Operation[PartnerContact]:
    """Add a contact to a partner.

    POST /partners/{uuid}/contacts

    Args:
        uuid: Uuid of the object.
    """
    return Operation(
        __name__,
        "create_partner_contact",
        "POST",
        "/partners/{uuid}/contacts",
        responses={201: "PartnerContact"},
        path={"uuid": uuid},
        body={
            "email": email,
            "first_name": first_name,
            "last_name": last_name,
            "position": position,
            "phone_number": phone_number,
            "tag_uuids": tag_uuids,
            "custom_fields": custom_fields,
        },
    )


def get_partner_contact(
    uuid: str,
    sub_uuid: str,
) -> Operation[PartnerContact]:
    """Get a contact at a partner.

    GET /partners/{uuid}/contacts/{subUuid}

    Args:
        uuid: Uuid of the object.
        sub_uuid: Uuid of the nested object.
    """
    return Operation(
        __name__,
        "get_partner_contact",
        "GET",
        "/partners/{uuid}/contacts/{subUuid}",
        responses={200: "PartnerContact"},
        path={"uuid": uuid, "subUuid": sub_uuid},
    )


def delete_partner_contact(
    uuid: str,
    sub_uuid: str,
) -> Operation[None]:
    """Delete a contact at a partner.

    DELETE /partners/{uuid}/contacts/{subUuid}

    Args:
        uuid: Uuid of the object.
        sub_uuid: Uuid of the nested object.
    """
    return Operation(
        __name__,
        "delete_partner_contact",
        "DELETE",
        "/partners/{uuid}/contacts/{subUuid}",
        responses={204: "None"},
        path={"uuid": uuid, "subUuid": sub_uuid},
    )


def update_partner_contact(
    uuid: str,
    sub_uuid: str,
    *,
    email: str | Unset = UNSET,
    first_name: str | None | Unset = UNSET,
    last_name: str | None | Unset = UNSET,
    position: str | None | Unset = UNSET,
    phone_number: str | None | Unset = UNSET,
    tag_uuids: list[str] | Unset = UNSET,
    custom_fields: list[CustomFieldInput] | Unset = UNSET,
) -> Operation[PartnerContact]:
    """Change a contact at a partner.

    PATCH /partners/{uuid}/contacts/{subUuid}

    Args:
        uuid: Uuid of the object.
        sub_uuid: Uuid of the nested object.
        tag_uuids: Replaces the tags of the contact.
    """
    return Operation(
        __name__,
        "update_partner_contact",
        "PATCH",
        "/partners/{uuid}/contacts/{subUuid}",
        responses={200: "PartnerContact"},
        path={"uuid": uuid, "subUuid": sub_uuid},
        body={
            "email": email,
            "first_name": first_name,
            "last_name": last_name,
            "position": position,
            "phone_number": phone_number,
            "tag_uuids": tag_uuids,
            "custom_fields": custom_fields,
        },
    )
