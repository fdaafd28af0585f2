# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import UNSET, Model, Unset, define


@define(kw_only=True, eq=False, repr=False)
class DealPartner(Model):
    """A partner of a deal."""

    company_id: int
    company_name: str | Unset = UNSET
    company_logo_id: int | Unset = UNSET
    company_logo_uuid: str | Unset = UNSET
