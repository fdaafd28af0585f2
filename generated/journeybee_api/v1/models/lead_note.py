# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

import datetime

from ..._runtime import UNSET, Model, Unset, define


@define(kw_only=True, eq=False, repr=False)
class LeadNote(Model):
    """A note on a lead."""

    uuid: str
    content: str | None
    created_at: datetime.datetime
    updated_at: datetime.datetime
    lead_uuid: str | Unset = UNSET
    created_by: UserRef | None | Unset = UNSET
    attachments: list[LeadNoteAttachment] | Unset = UNSET
    mentions: list[UserRef] | Unset = UNSET
    """Users the note speaks of."""


from .lead_note_attachment import LeadNoteAttachment
from .user_ref import UserRef
