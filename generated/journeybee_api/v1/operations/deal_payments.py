# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
"""Operations of the API tagged deal_payments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._runtime import Operation

if TYPE_CHECKING:
    from ..models.deal_payment import DealPayment


def list_deal_payments(
    uuid: str,
) -> Operation[list[DealPayment]]:
    """List the payments of a deal.

    All of them at once, without pages.

    GET /deals/{uuid}/payments

    Args:
        uuid: Uuid of the object.
    """
    return Operation(
        __name__,
        "list_deal_payments",
        "GET",
        "/deals/{uuid}/payments",
        responses={200: "list[DealPayment]"},
        path={"uuid": uuid},
    )
