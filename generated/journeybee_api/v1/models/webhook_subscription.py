# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import UNSET, Model, Unset, define


@define(kw_only=True, eq=False, repr=False)
class WebhookSubscription(Model):
    """A URL that one event of an integration is posted to."""

    id: str
    """Integration id, event and creation time in epoch milliseconds, joined by dots."""
    integration_id: int
    event: str
    url: str
    active: bool
    message: str | Unset = UNSET
    """Given in answer to the creation."""
