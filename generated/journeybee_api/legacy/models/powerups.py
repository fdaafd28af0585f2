# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import define

from ..._runtime import UNSET, Model, Unset

if TYPE_CHECKING:
    from .pipedrive_link import PipedriveLink


@define(kw_only=True)
class Powerups(Model):
    """What a record is in other systems."""

    pipedrive: PipedriveLink | Unset = UNSET
    """What a record is in Pipedrive."""
