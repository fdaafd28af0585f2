# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from typing import Any

from ..._runtime import UNSET, Model, Unset, define


@define(kw_only=True, eq=False, repr=False)
class WebhookCommission(Model):
    """How a commission is worked out."""

    type: str | Unset = UNSET
    value: str | Unset = UNSET
    option: str | Unset = UNSET
    percentage: float | Unset = UNSET
    split: Any | Unset = UNSET
    recurring_period: str | Unset = UNSET
    number_of_occurrences: float | Unset = UNSET
