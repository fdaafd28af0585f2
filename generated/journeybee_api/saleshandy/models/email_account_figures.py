# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import UNSET, Model, Unset, define


@define(kw_only=True, eq=False, repr=False)
class EmailAccountFigures(Model):
    """A sending account and its figures."""

    wire_names = {
        "email_analytics": "Email Analytics",
        "email_account_id": "EmailAccountId",
        "email_address": "Email Address",
    }

    email_analytics: list[EmailAccountRow] | Unset = UNSET
    email_account_id: str | Unset = UNSET
    email_address: str | Unset = UNSET
    client: AccountClient | Unset = UNSET
    """The client of a sending account."""


from .account_client import AccountClient
from .email_account_row import EmailAccountRow
