# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import define

from ..._runtime import UNSET, Model, Unset

if TYPE_CHECKING:
    from .webhook_configuration import WebhookConfiguration
    from .webhook_lead import WebhookLead


@define(kw_only=True)
class LeadWebhook(Model):
    """What is delivered when something happened to a lead."""

    lead: WebhookLead
    """A lead as webhooks show it."""
    configuration: list[WebhookConfiguration] | Unset = UNSET
