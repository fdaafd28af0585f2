# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
"""Operations of the API tagged deal_commission."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._runtime import UNSET, Operation, Unset

if TYPE_CHECKING:
    from ..models.commission_calculation import CommissionCalculation
    from ..models.deal_commission import DealCommission


def get_deal_commission(
    uuid: str,
) -> Operation[DealCommission]:
    """Get the commission calculation of a deal.

    The calculation is null when none is set.

    GET /deals/{uuid}/commission

    Args:
        uuid: Uuid of the object.
    """
    return Operation(
        __name__,
        "get_deal_commission",
        "GET",
        "/deals/{uuid}/commission",
        responses={200: "DealCommission"},
        path={"uuid": uuid},
    )


def set_deal_commission(
    uuid: str,
    *,
    calculation: CommissionCalculation | None | Unset = UNSET,
) -> Operation[DealCommission]:
    """Replace the commission calculation of a deal.

    Replaces the whole calculation by hand. Payment records are neither created nor changed.

    PUT /deals/{uuid}/commission

    Args:
        uuid: Uuid of the object.
        calculation: How commission is worked out: one or more payment entries, each fired when
            the deal reaches a stage.
    """
    return Operation(
        __name__,
        "set_deal_commission",
        "PUT",
        "/deals/{uuid}/commission",
        responses={200: "DealCommission"},
        path={"uuid": uuid},
        body={"calculation": calculation},
    )
