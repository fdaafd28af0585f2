# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

import datetime

from ..._runtime import Model, define


@define(kw_only=True, eq=False, repr=False)
class UpdatedRecord(Model):
    """What was changed, without its uuid."""

    id: int
    updated_at: datetime.datetime
