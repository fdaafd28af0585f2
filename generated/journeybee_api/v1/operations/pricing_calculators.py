# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
"""Operations of the API tagged pricing_calculators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._runtime import UNSET, Operation, Unset

if TYPE_CHECKING:
    from ..models.pricing_calculator import PricingCalculator
    from ..models.pricing_calculator_page import PricingCalculatorPage


def list_pricing_calculators(
    *,
    page: int | None = None,
    per_page: int | None = None,
) -> Operation[PricingCalculatorPage]:
    """List pricing calculators.

    GET /pricing-calculators/

    Args:
        page: Number of the page, from 1.
        per_page: Items on a page.
    """
    return Operation(
        __name__,
        "list_pricing_calculators",
        "GET",
        "/pricing-calculators/",
        responses={200: "PricingCalculatorPage"},
        query={"page": page, "per_page": per_page},
    )


def create_pricing_calculator(
    *,
    name: str,
    description: str | None | None | Unset = UNSET,
    currency_uuid: str | Unset = UNSET,
) -> Operation[PricingCalculator]:
    """Create a pricing calculator.

    POST /pricing-calculators/
    """
    return Operation(
        __name__,
        "create_pricing_calculator",
        "POST",
        "/pricing-calculators/",
        responses={201: "PricingCalculator"},
        body={"name": name, "description": description, "currency_uuid": currency_uuid},
    )


def get_pricing_calculator(
    uuid: str,
) -> Operation[PricingCalculator]:
    """Get a pricing calculator.

    GET /pricing-calculators/{uuid}

    Args:
        uuid: Uuid of the object.
    """
    return Operation(
        __name__,
        "get_pricing_calculator",
        "GET",
        "/pricing-calculators/{uuid}",
        responses={200: "PricingCalculator"},
        path={"uuid": uuid},
    )


def delete_pricing_calculator(
    uuid: str,
) -> Operation[None]:
    """Delete a pricing calculator.

    DELETE /pricing-calculators/{uuid}

    Args:
        uuid: Uuid of the object.
    """
    return Operation(
        __name__,
        "delete_pricing_calculator",
        "DELETE",
        "/pricing-calculators/{uuid}",
        responses={204: "None"},
        path={"uuid": uuid},
    )


def update_pricing_calculator(
    uuid: str,
    *,
    name: str | Unset = UNSET,
    description: str | None | None | Unset = UNSET,
    currency_uuid: str | Unset = UNSET,
) -> Operation[PricingCalculator]:
    """Change a pricing calculator.

    PATCH /pricing-calculators/{uuid}

    Args:
        uuid: Uuid of the object.
    """
    return Operation(
        __name__,
        "update_pricing_calculator",
        "PATCH",
        "/pricing-calculators/{uuid}",
        responses={200: "PricingCalculator"},
        path={"uuid": uuid},
        body={"name": name, "description": description, "currency_uuid": currency_uuid},
    )
