# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import UNSET, Model, Unset, define


@define(kw_only=True, eq=False, repr=False)
class DealNoteWebhook(Model):
    """What is delivered when something happened to a note on a deal."""

    note: WebhookDealNote
    """A note on a deal; its text is plain."""
    configuration: list[WebhookConfiguration] | Unset = UNSET


from .webhook_configuration import WebhookConfiguration
from .webhook_deal_note import WebhookDealNote
