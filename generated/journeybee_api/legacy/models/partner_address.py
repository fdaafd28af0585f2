# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import UNSET, Model, Unset, define


@define(kw_only=True, eq=False, repr=False)
class PartnerAddress(Model):
    """Where a partner is."""

    country_id: int | Unset = UNSET
    country_label: str | Unset = UNSET
