# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import Model, define


@define(kw_only=True, eq=False, repr=False)
class CurrencyRef(Model):
    """A currency, as other objects point to it."""

    uuid: str
    code: str
    """ISO 4217 code."""
    label: str
