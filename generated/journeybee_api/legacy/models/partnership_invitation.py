# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import UNSET, Model, Unset, define


@define(kw_only=True, eq=False, repr=False)
class PartnershipInvitation(Model):
    """Somebody to invite."""

    wire_names = {"first_name": "firstName", "last_name": "lastName"}

    email: str
    """A business address."""
    first_name: str | Unset = UNSET
    last_name: str | Unset = UNSET
    tags: list[int] | Unset = UNSET
    """Ids of tags."""
