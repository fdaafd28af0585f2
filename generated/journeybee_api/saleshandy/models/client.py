# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import UNSET, Model, Unset, define


@define(kw_only=True, eq=False, repr=False)
class Client(Model):
    """The client something is done for; may be empty."""

    wire_names = {"first_name": "firstName", "last_name": "lastName", "company_name": "companyName"}

    id: str | Unset = UNSET
    first_name: str | Unset = UNSET
    last_name: str | Unset = UNSET
    email: str | Unset = UNSET
    status: str | Unset = UNSET
    company_name: str | Unset = UNSET
