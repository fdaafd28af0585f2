# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import UNSET, Model, Unset, define


@define(kw_only=True, eq=False, repr=False)
class PipedriveLink(Model):
    """What a record is in Pipedrive."""

    person_id: int | Unset = UNSET
    organization_id: int | Unset = UNSET
    deal_id: int | Unset = UNSET
