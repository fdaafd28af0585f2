# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import UNSET, Milliseconds, Model, Unset, define


@define(kw_only=True, eq=False, repr=False)
class WebhookPayment(Model):
    """A payment of a deal."""

    uuid: str
    created_at: Milliseconds | Unset = UNSET
    payment_date: Milliseconds | Unset = UNSET
    payment_value: float | Unset = UNSET
    payment_processing: bool | Unset = UNSET
    payment_completed: bool | Unset = UNSET
    approved: bool | Unset = UNSET
