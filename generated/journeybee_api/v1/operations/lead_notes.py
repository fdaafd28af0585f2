# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
"""Operations of the API tagged lead_notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._runtime import UNSET, Operation, Unset

if TYPE_CHECKING:
    from ..models.lead_note import LeadNote


def list_lead_notes(
    uuid: str,
) -> Operation[list[LeadNote]]:
    """List the notes on a lead.

    GET /leads/{uuid}/notes

    Args:
        uuid: Uuid of the object.
    """
    return Operation(
        __name__,
        "list_lead_notes",
        "GET",
        "/leads/{uuid}/notes",
        responses={200: "list[LeadNote]"},
        path={"uuid": uuid},
    )


def create_lead_note(
    uuid: str,
    *,
    content: str,
    attachment_uuids: list[str] | Unset = UNSET,
    mentioned_user_uuids: list[str] | Unset = UNSET,
) -> Operation[LeadNote]:
    """Add a note to a lead.

    POST /leads/{uuid}/notes

    Args:
        uuid: Uuid of the object.
        content: Markdown is allowed and turned into rich text.
        mentioned_user_uuids: Users to notify.
    """
    return Operation(
        __name__,
        "create_lead_note",
        "POST",
        "/leads/{uuid}/notes",
        responses={201: "LeadNote"},
        path={"uuid": uuid},
        body={
            "content": content,
            "attachment_uuids": attachment_uuids,
            "mentioned_user_uuids": mentioned_user_uuids,
        },
    )


def get_lead_note(
    uuid: str,
    sub_uuid: str,
) -> Operation[LeadNote]:
    """Get a note on a lead.

    GET /leads/{uuid}/notes/{subUuid}

    Args:
        uuid: Uuid of the object.
        sub_uuid: Uuid of the nested object.
    """
    return Operation(
        __name__,
        "get_lead_note",
        "GET",
        "/leads/{uuid}/notes/{subUuid}",
        responses={200: "LeadNote"},
        path={"uuid": uuid, "subUuid": sub_uuid},
    )


def delete_lead_note(
    uuid: str,
    sub_uuid: str,
) -> Operation[None]:
    """Delete a note on a lead.

    DELETE /leads/{uuid}/notes/{subUuid}

    Args:
        uuid: Uuid of the object.
        sub_uuid: Uuid of the nested object.
    """
    return Operation(
        __name__,
        "delete_lead_note",
        "DELETE",
        "/leads/{uuid}/notes/{subUuid}",
        responses={204: "None"},
        path={"uuid": uuid, "subUuid": sub_uuid},
    )


def update_lead_note(
    uuid: str,
    sub_uuid: str,
    *,
    content: str | None | Unset = UNSET,
    attachment_uuids: list[str] | Unset = UNSET,
    mentioned_user_uuids: list[str] | Unset = UNSET,
) -> Operation[LeadNote]:
    """Change a note on a lead.

    PATCH /leads/{uuid}/notes/{subUuid}

    Args:
        uuid: Uuid of the object.
        sub_uuid: Uuid of the nested object.
        content: Markdown is allowed and turned into rich text.
        attachment_uuids: Replaces the attachments.
        mentioned_user_uuids: Replaces the mentions.
    """
    return Operation(
        __name__,
        "update_lead_note",
        "PATCH",
        "/leads/{uuid}/notes/{subUuid}",
        responses={200: "LeadNote"},
        path={"uuid": uuid, "subUuid": sub_uuid},
        body={
            "content": content,
            "attachment_uuids": attachment_uuids,
            "mentioned_user_uuids": mentioned_user_uuids,
        },
    )
