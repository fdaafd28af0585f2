# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import UNSET, Model, Unset, define


@define(kw_only=True, eq=False, repr=False)
class ConsolidatedFigures(Model):
    """A page of sent emails."""

    wire_names = {"has_more": "hasMore", "next_page_number": "nextPageNumber"}

    data: list[SentEmail]
    has_more: bool | Unset = UNSET
    """Seen by users of the API."""
    next_page_number: int | None | Unset = UNSET
    """Seen by users of the API."""


from .sent_email import SentEmail
