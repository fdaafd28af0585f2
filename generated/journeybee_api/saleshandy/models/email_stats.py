# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import UNSET, Model, Unset, define


@define(kw_only=True, eq=False, repr=False)
class EmailStats(Model):
    """Figures of emails."""

    total: int | Unset = UNSET
    status: EmailStatus | Unset = UNSET
    """How many emails ended how."""


from .email_status import EmailStatus
