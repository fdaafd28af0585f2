# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import UNSET, Model, Unset, define


@define(kw_only=True, eq=False, repr=False)
class SequenceFigures(Model):
    """Figures of one sequence."""

    wire_names = {"sequence_id": "sequenceId", "sequence_name": "sequenceName"}

    prospects: list[ProspectStats] | Unset = UNSET
    """One object."""
    emails: EmailStats | Unset = UNSET
    """Figures of emails."""
    sequence_id: str | Unset = UNSET
    sequence_name: str | Unset = UNSET
    client: Client | Unset = UNSET
    """The client something is done for; may be empty."""


from .client import Client
from .email_stats import EmailStats
from .prospect_stats import ProspectStats
