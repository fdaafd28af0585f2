# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
"""Operations of the API tagged lead_notes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..._runtime import UNSET, Operation, Unset

if TYPE_CHECKING:
    from ..models.note import Note
    from ..models.note_created import NoteCreated
    from ..models.updated_record import UpdatedRecord


def list_lead_notes(
    lead_id: int,
) -> Operation[list[Note]]:
    """List the notes on a lead.

    GET /leads/{leadId}/notes

    Args:
        lead_id: Id of the lead.
    """
    return Operation(
        __name__,
        "list_lead_notes",
        "GET",
        "/leads/{leadId}/notes",
        responses={200: "list[Note]"},
        path={"leadId": lead_id},
    )


def create_lead_note(
    lead_id: int,
    *,
    document: Any,
    attachments: list[str] | Unset = UNSET,
    mentions: list[int] | Unset = UNSET,
) -> Operation[NoteCreated]:
    """Write a note on a lead.

    POST /leads/{leadId}/notes

    Args:
        lead_id: Id of the lead.
        document: An object whose fields the pages do not list; a rich text document is one in
            the form of ProseMirror.
        attachments: Uuids of files.
        mentions: Ids of users, who are told.
    """
    return Operation(
        __name__,
        "create_lead_note",
        "POST",
        "/leads/{leadId}/notes",
        responses={201: "NoteCreated"},
        path={"leadId": lead_id},
        body={"document": document, "attachments": attachments, "mentions": mentions},
    )


def update_lead_note(
    lead_id: int,
    note_id: int,
    *,
    document: Any | Unset = UNSET,
    attachments: list[str] | Unset = UNSET,
    mentions: list[int] | Unset = UNSET,
) -> Operation[UpdatedRecord]:
    """Change a note on a lead.

    PATCH /leads/{leadId}/notes/{noteId}

    Args:
        lead_id: Id of the lead.
        note_id: Id of the note.
        document: An object whose fields the pages do not list; a rich text document is one in
            the form of ProseMirror.
        attachments: Uuids of files.
        mentions: Ids of users, who are told.
    """
    return Operation(
        __name__,
        "update_lead_note",
        "PATCH",
        "/leads/{leadId}/notes/{noteId}",
        responses={200: "UpdatedRecord"},
        path={"leadId": lead_id, "noteId": note_id},
        body={"document": document, "attachments": attachments, "mentions": mentions},
    )
