# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import Model, define


@define(kw_only=True, eq=False, repr=False)
class QuoteCurrency(Model):
    """The currency of a quote."""

    uuid: str
    code: str
    """ISO 4217 code."""
