# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import UNSET, Model, Unset, define


@define(kw_only=True, eq=False, repr=False)
class Powerups(Model):
    """What a record is in other systems."""

    pipedrive: PipedriveLink | Unset = UNSET
    """What a record is in Pipedrive."""


from .pipedrive_link import PipedriveLink
