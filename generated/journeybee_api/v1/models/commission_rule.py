# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import define

from ..._runtime import Model

if TYPE_CHECKING:
    import datetime

    from .commission_calculation import CommissionCalculation
    from .label_ref import LabelRef
    from .partner_type import PartnerType
    from .partnership_ref import PartnershipRef


@define(kw_only=True)
class CommissionRule(Model):
    """A rule that gives the commission of deals."""

    uuid: str
    label: str
    partner_type: PartnerType | str
    """Kind of partnership."""
    payment_target: str
    """Who is paid. Requests take partnership or individual."""
    auto_assign_recipient: str | None
    """How the recipient is found. Requests take lead_creator, deal_owner or manual."""
    calculation: CommissionCalculation | None
    tiers: list[LabelRef]
    """Tiers the rule is limited to."""
    categories: list[LabelRef]
    """Categories the rule is limited to."""
    partnerships: list[PartnershipRef]
    """Partnerships the rule is limited to."""
    created_at: datetime.datetime
    updated_at: datetime.datetime
