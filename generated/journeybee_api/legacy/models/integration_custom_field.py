# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from typing import Any

from ..._runtime import UNSET, Model, Unset, define


@define(kw_only=True, eq=False, repr=False)
class IntegrationCustomField(Model):
    """A value that an integration stores in a custom field."""

    uuid: str | Unset = UNSET
    value: Any | Unset = UNSET
