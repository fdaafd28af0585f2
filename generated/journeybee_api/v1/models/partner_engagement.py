# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import Model, UnlistedStr, define


@define(kw_only=True, eq=False, repr=False)
class PartnerEngagement(Model):
    """How much one partner used the portal in a period."""

    name: str
    logo_uuid: str | None
    partner_type: PartnerType | UnlistedStr
    """Kind of partnership."""
    unique_users: int
    total_sessions: int
    total_page_views: int
    avg_session_duration_seconds: float


from .partner_type import PartnerType
