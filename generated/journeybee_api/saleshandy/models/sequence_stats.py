# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import Model, define


@define(kw_only=True, eq=False, repr=False)
class SequenceStats(Model):
    """The envelope of a sequence's figures."""

    message: str
    payload: SequenceFigures
    """Figures of one sequence."""


from .sequence_figures import SequenceFigures
