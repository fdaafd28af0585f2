# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import Model, define


@define(kw_only=True, eq=False, repr=False)
class ConsolidatedStats(Model):
    """The envelope of a page of sent emails."""

    message: str
    payload: ConsolidatedFigures
    """A page of sent emails."""


from .consolidated_figures import ConsolidatedFigures
