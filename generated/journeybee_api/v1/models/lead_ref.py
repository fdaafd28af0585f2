# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import Model, define


@define(kw_only=True, eq=False, repr=False)
class LeadRef(Model):
    """A lead, as a deal points to it."""

    uuid: str
    first_name: str | None
    last_name: str | None
    email: str | None
    company_name: str | None
