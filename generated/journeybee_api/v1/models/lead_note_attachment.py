# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import UNSET, Model, Unset, define


@define(kw_only=True, eq=False, repr=False)
class LeadNoteAttachment(Model):
    """A file attached to a note."""

    uuid: str
    file_name: str | None | Unset = UNSET
    file_url: str | None | Unset = UNSET
    mime_type: str | None | Unset = UNSET
    size: float | None | Unset = UNSET
    """Size in bytes."""
