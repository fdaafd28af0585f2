# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import UNSET, Model, Unset, define


@define(kw_only=True, eq=False, repr=False)
class PartnershipFallback(Model):
    """What stands for an inactive partner."""

    name: str | Unset = UNSET
    logo_square_uuid: str | Unset = UNSET
    website_url: str | Unset = UNSET
    country_label: str | Unset = UNSET
