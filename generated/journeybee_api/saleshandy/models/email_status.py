# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import UNSET, Model, Unset, define


@define(kw_only=True, eq=False, repr=False)
class EmailStatus(Model):
    """How many emails ended how."""

    wire_names = {
        "block_bounced": "blockBounced",
        "hard_bounced": "hardBounced",
        "soft_bounced": "softBounced",
    }

    scheduled: int | Unset = UNSET
    delivered: int | Unset = UNSET
    opened: int | Unset = UNSET
    clicked: int | Unset = UNSET
    replied: int | Unset = UNSET
    bounced: int | Unset = UNSET
    failed: int | Unset = UNSET
    block_bounced: int | Unset = UNSET
    """Seen by users of the API."""
    hard_bounced: int | Unset = UNSET
    """Seen by users of the API."""
    soft_bounced: int | Unset = UNSET
    """Seen by users of the API."""
