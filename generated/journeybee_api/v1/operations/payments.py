# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
"""Operations of the API tagged payments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._runtime import Operation

if TYPE_CHECKING:
    from ..models.payment import Payment
    from ..models.payment_page import PaymentPage


def list_payments(
    *,
    page: int | None = None,
    per_page: int | None = None,
) -> Operation[PaymentPage]:
    """List payments.

    GET /payments/

    Args:
        page: Number of the page, from 1.
        per_page: Items on a page.
    """
    return Operation(
        __name__,
        "list_payments",
        "GET",
        "/payments/",
        responses={200: "PaymentPage"},
        query={"page": page, "per_page": per_page},
    )


def get_payment(
    uuid: str,
) -> Operation[Payment]:
    """Get a payment.

    GET /payments/{uuid}

    Args:
        uuid: Uuid of the object.
    """
    return Operation(
        __name__,
        "get_payment",
        "GET",
        "/payments/{uuid}",
        responses={200: "Payment"},
        path={"uuid": uuid},
    )
