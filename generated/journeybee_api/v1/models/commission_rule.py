# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

import datetime

from ..._runtime import Model, UnlistedStr, define


@define(kw_only=True, eq=False, repr=False)
class CommissionRule(Model):
    """A rule that gives the commission of deals."""

    uuid: str
    label: str
    partner_type: PartnerType | UnlistedStr
    """Kind of partnership."""
    payment_target: PaymentTarget | UnlistedStr
    """Whom a commission rule pays."""
    auto_assign_recipient: AutoAssignRecipient | UnlistedStr | None
    calculation: CommissionCalculation | None
    tiers: list[LabelRef]
    """Tiers the rule is limited to."""
    categories: list[LabelRef]
    """Categories the rule is limited to."""
    partnerships: list[PartnershipRef]
    """Partnerships the rule is limited to."""
    created_at: datetime.datetime
    updated_at: datetime.datetime


from .auto_assign_recipient import AutoAssignRecipient
from .commission_calculation import CommissionCalculation
from .label_ref import LabelRef
from .partner_type import PartnerType
from .partnership_ref import PartnershipRef
from .payment_target import PaymentTarget
