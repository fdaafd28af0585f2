# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import UNSET, Model, Unset, define


@define(kw_only=True, eq=False, repr=False)
class PartnershipWebhook(Model):
    """What is delivered when something happened to a partnership."""

    partnership: WebhookPartnership
    """A partnership as webhooks show it."""
    configuration: list[WebhookConfiguration] | Unset = UNSET


from .webhook_configuration import WebhookConfiguration
from .webhook_partnership import WebhookPartnership
