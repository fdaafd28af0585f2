# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

import datetime
from typing import Any

from ..._runtime import UNSET, Model, Unset, define


@define(kw_only=True, eq=False, repr=False)
class Note(Model):
    """A note."""

    id: int
    content: Any | Unset = UNSET
    """An object whose fields the pages do not list; a rich text document is one in the form of
    ProseMirror."""
    created_at: datetime.datetime | Unset = UNSET
    updated_at: datetime.datetime | Unset = UNSET
    created_by: NoteAuthor | Unset = UNSET
    """Who wrote a note."""
    attachments: list[Any] | Unset = UNSET
    mentions: list[Any] | Unset = UNSET


from .note_author import NoteAuthor
