# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from typing import Any

from ..._runtime import UNSET, Model, Unset, define


@define(kw_only=True, eq=False, repr=False)
class PartnerCompany(Model):
    """The partner's company."""

    id: int
    name: str | Unset = UNSET
    website_url: str | Unset = UNSET
    logo: Logo | Unset = UNSET
    """A picture."""
    address: PartnerAddress | Unset = UNSET
    """Where a partner is."""
    fallback_data: Any | None | Unset = UNSET
    """Stands for an inactive partner."""


from .logo import Logo
from .partner_address import PartnerAddress
