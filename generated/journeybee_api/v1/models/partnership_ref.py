# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import Model, define


@define(kw_only=True, eq=False, repr=False)
class PartnershipRef(Model):
    """A partnership, as a commission rule points to it."""

    uuid: str
    name: str
