# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import UNSET, Milliseconds, Model, Unset, define


@define(kw_only=True, eq=False, repr=False)
class WebhookDealNote(Model):
    """A note on a deal; its text is plain."""

    uuid: str
    created_at: Milliseconds | Unset = UNSET
    document: str | Unset = UNSET
    user_uuid: str | Unset = UNSET
    user_email: str | Unset = UNSET
    user_first_name: str | Unset = UNSET
    user_last_name: str | Unset = UNSET
    lead_deal_uuid: str | Unset = UNSET
