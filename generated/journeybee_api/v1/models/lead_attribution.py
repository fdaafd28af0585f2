# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

import datetime

from ..._runtime import Model, define


@define(kw_only=True, eq=False, repr=False)
class LeadAttribution(Model):
    """An attribution attached to a lead."""

    uuid: str
    attribution: LabelRef
    """An object that other objects point to by its uuid and label."""
    series: float
    """Place in the order."""
    attributed_date: str
    created_at: datetime.datetime


from .label_ref import LabelRef
