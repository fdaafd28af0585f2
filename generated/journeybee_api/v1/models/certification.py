# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

import datetime

from ..._runtime import UNSET, Model, Unset, define


@define(kw_only=True, eq=False, repr=False)
class Certification(Model):
    """A certification that users can enrol in."""

    uuid: str
    title: str
    created_at: datetime.datetime
    updated_at: datetime.datetime
    description: str | None | Unset = UNSET
