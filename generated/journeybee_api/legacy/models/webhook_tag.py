# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import UNSET, Model, Unset, define


@define(kw_only=True, eq=False, repr=False)
class WebhookTag(Model):
    """A tag; only deals show its colours."""

    uuid: str
    label: str | Unset = UNSET
    background_color: str | Unset = UNSET
    text_color: str | Unset = UNSET
