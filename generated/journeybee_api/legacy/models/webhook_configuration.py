# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import UNSET, Model, Unset, define


@define(kw_only=True, eq=False, repr=False)
class WebhookConfiguration(Model):
    """A group of settings of the integration."""

    id: str
    selected: list[WebhookSetting] | Unset = UNSET


from .webhook_setting import WebhookSetting
