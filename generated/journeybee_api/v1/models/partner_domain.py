# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import Model, define


@define(kw_only=True, eq=False, repr=False)
class PartnerDomain(Model):
    """An internet domain of a partner."""

    uuid: str
    domain: str
    is_primary: bool
