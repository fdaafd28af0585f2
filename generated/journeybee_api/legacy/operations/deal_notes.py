# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
"""Operations of the API tagged deal_notes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..._runtime import UNSET, Operation, Unset

if TYPE_CHECKING:
    from ..models.note import Note
    from ..models.note_created import NoteCreated
    from ..models.updated_record import UpdatedRecord


def list_deal_notes(
    deal_id: int,
) -> Operation[list[Note]]:
    """List the notes on a deal.

    GET /lead-deals/{dealId}/notes

    Args:
        deal_id: Id of the deal.
    """
    return Operation(
        __name__,
        "list_deal_notes",
        "GET",
        "/lead-deals/{dealId}/notes",
        responses={200: "list[Note]"},
        path={"dealId": deal_id},
    )


def create_deal_note(
    deal_id: int,
    *,
    document: Any,
    attachments: list[str] | Unset = UNSET,
    mentions: list[int] | Unset = UNSET,
) -> Operation[NoteCreated]:
    """Write a note on a deal.

    POST /lead-deals/{dealId}/notes

    Args:
        deal_id: Id of the deal.
        document: An object whose fields the pages do not list; a rich text document is one in
            the form of ProseMirror.
        attachments: Uuids of files.
        mentions: Ids of users, who are told.
    """
    return Operation(
        __name__,
        "create_deal_note",
        "POST",
        "/lead-deals/{dealId}/notes",
        responses={201: "NoteCreated"},
        path={"dealId": deal_id},
        body={"document": document, "attachments": attachments, "mentions": mentions},
    )


def update_deal_note(
    deal_id: int,
    note_id: int,
    *,
    document: Any | Unset = UNSET,
    attachments: list[str] | Unset = UNSET,
    mentions: list[int] | Unset = UNSET,
) -> Operation[UpdatedRecord]:
    """Change a note on a deal.

    PATCH /lead-deals/{dealId}/notes/{noteId}

    Args:
        deal_id: Id of the deal.
        note_id: Id of the note.
        document: An object whose fields the pages do not list; a rich text document is one in
            the form of ProseMirror.
        attachments: Uuids of files.
        mentions: Ids of users, who are told.
    """
    return Operation(
        __name__,
        "update_deal_note",
        "PATCH",
        "/lead-deals/{dealId}/notes/{noteId}",
        responses={200: "UpdatedRecord"},
        path={"dealId": deal_id, "noteId": note_id},
        body={"document": document, "attachments": attachments, "mentions": mentions},
    )
