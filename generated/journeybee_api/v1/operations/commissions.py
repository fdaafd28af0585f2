# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
"""Operations of the API tagged commissions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._runtime import UNSET, Operation, UnlistedStr, Unset

if TYPE_CHECKING:
    from ..models.auto_assign_recipient import AutoAssignRecipient
    from ..models.commission_calculation import CommissionCalculation
    from ..models.commission_rule import CommissionRule
    from ..models.commission_rule_page import CommissionRulePage
    from ..models.partner_type import PartnerType
    from ..models.payment_target import PaymentTarget


def list_commissions(
    *,
    partner_type: PartnerType | UnlistedStr | None = None,
    payment_target: PaymentTarget | UnlistedStr | None = None,
    page: int | None = None,
    per_page: int | None = None,
) -> Operation[CommissionRulePage]:
    """List commission rules.

    GET /commissions/

    Args:
        partner_type: Kind of partnership.
        payment_target: Whom a commission rule pays.
        page: Number of the page, from 1.
        per_page: Items on a page.
    """
    return Operation(
        __name__,
        "list_commissions",
        "GET",
        "/commissions/",
        responses={200: "CommissionRulePage"},
        query={
            "partner_type": partner_type,
            "payment_target": payment_target,
            "page": page,
            "per_page": per_page,
        },
    )


def create_commission(
    *,
    label: str | Unset = UNSET,
    partner_type: PartnerType | UnlistedStr | Unset = UNSET,
    payment_target: PaymentTarget | UnlistedStr | Unset = UNSET,
    auto_assign_recipient: AutoAssignRecipient | UnlistedStr | None | Unset = UNSET,
    calculation: CommissionCalculation | None | Unset = UNSET,
    tier_uuids: list[str] | Unset = UNSET,
    category_uuids: list[str] | Unset = UNSET,
    partnership_uuids: list[str] | Unset = UNSET,
) -> Operation[CommissionRule]:
    """Create a commission rule.

    POST /commissions/

    Args:
        partner_type: Kind of partnership.
        payment_target: Whom a commission rule pays.
        auto_assign_recipient: How the recipient of a commission is found.
        calculation: How commission is worked out: one or more payment entries, each fired when
            the deal reaches a stage.
    """
    return Operation(
        __name__,
        "create_commission",
        "POST",
        "/commissions/",
        responses={201: "CommissionRule"},
        body={
            "label": label,
            "partner_type": partner_type,
            "payment_target": payment_target,
            "auto_assign_recipient": auto_assign_recipient,
            "calculation": calculation,
            "tier_uuids": tier_uuids,
            "category_uuids": category_uuids,
            "partnership_uuids": partnership_uuids,
        },
    )


def get_commission(
    uuid: str,
) -> Operation[CommissionRule]:
    """Get a commission rule.

    GET /commissions/{uuid}

    Args:
        uuid: Uuid of the object.
    """
    return Operation(
        __name__,
        "get_commission",
        "GET",
        "/commissions/{uuid}",
        responses={200: "CommissionRule"},
        path={"uuid": uuid},
    )


def delete_commission(
    uuid: str,
) -> Operation[None]:
    """Delete a commission rule.

    DELETE /commissions/{uuid}

    Args:
        uuid: Uuid of the object.
    """
    return Operation(
        __name__,
        "delete_commission",
        "DELETE",
        "/commissions/{uuid}",
        responses={204: "None"},
        path={"uuid": uuid},
    )


def update_commission(
    uuid: str,
    *,
    label: str | Unset = UNSET,
    payment_target: PaymentTarget | UnlistedStr | Unset = UNSET,
    auto_assign_recipient: AutoAssignRecipient | UnlistedStr | None | Unset = UNSET,
    calculation: CommissionCalculation | None | Unset = UNSET,
    tier_uuids: list[str] | Unset = UNSET,
    category_uuids: list[str] | Unset = UNSET,
    partnership_uuids: list[str] | Unset = UNSET,
) -> Operation[CommissionRule]:
    """Change a commission rule.

    Lists of tiers, categories and partnerships that are sent replace the old ones; lists left
    out stay.

    PATCH /commissions/{uuid}

    Args:
        uuid: Uuid of the object.
        payment_target: Whom a commission rule pays.
        auto_assign_recipient: How the recipient of a commission is found.
        calculation: How commission is worked out: one or more payment entries, each fired when
            the deal reaches a stage.
        tier_uuids: Replaces the tiers of the rule.
        category_uuids: Replaces the categories of the rule.
        partnership_uuids: Replaces the partnerships of the rule.
    """
    return Operation(
        __name__,
        "update_commission",
        "PATCH",
        "/commissions/{uuid}",
        responses={200: "CommissionRule"},
        path={"uuid": uuid},
        body={
            "label": label,
            "payment_target": payment_target,
            "auto_assign_recipient": auto_assign_recipient,
            "calculation": calculation,
            "tier_uuids": tier_uuids,
            "category_uuids": category_uuids,
            "partnership_uuids": partnership_uuids,
        },
    )
