# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
"""Operations of the API tagged contacts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._runtime import UNSET, Operation, Unset

if TYPE_CHECKING:
    from ..models.contact import Contact
    from ..models.created import Created
    from ..models.updated_record import UpdatedRecord


def list_contacts(
    *,
    partnership_id: int | None = None,
    search: str | None = None,
) -> Operation[list[Contact]]:
    """List contacts at partners.

    GET /contacts

    Args:
        partnership_id: Only contacts of this partnership.
        search: Text in name, address or company.
    """
    return Operation(
        __name__,
        "list_contacts",
        "GET",
        "/contacts",
        responses={200: "list[Contact]"},
        query={"partnership_id": partnership_id, "search": search},
    )


def create_contact(
    *,
    email: str,
    partnership_id: int,
    first_name: str | Unset = UNSET,
    last_name: str | Unset = UNSET,
    position: str | Unset = UNSET,
    phone_number: str | Unset = UNSET,
    tags: list[int] | Unset = UNSET,
) -> Operation[Created]:
    """Create a contact.

    POST /contacts

    Args:
        tags: Ids of tags.
    """
    return Operation(
        __name__,
        "create_contact",
        "POST",
        "/contacts",
        responses={201: "Created"},
        body={
            "email": email,
            "partnership_id": partnership_id,
            "first_name": first_name,
            "last_name": last_name,
            "position": position,
            "phone_number": phone_number,
            "tags": tags,
        },
    )


def update_contact(
    contact_id: int,
    *,
    first_name: str | Unset = UNSET,
    last_name: str | Unset = UNSET,
    email: str | Unset = UNSET,
    position: str | Unset = UNSET,
    phone_number: str | Unset = UNSET,
    tags: list[int] | Unset = UNSET,
) -> Operation[UpdatedRecord]:
    """Change a contact.

    PATCH /contacts/{contactId}

    Args:
        contact_id: Id of the contact.
        tags: Ids of tags; replaces those of the contact.
    """
    return Operation(
        __name__,
        "update_contact",
        "PATCH",
        "/contacts/{contactId}",
        responses={200: "UpdatedRecord"},
        path={"contactId": contact_id},
        body={
            "first_name": first_name,
            "last_name": last_name,
            "email": email,
            "position": position,
            "phone_number": phone_number,
            "tags": tags,
        },
    )
