# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
"""Operations of the API tagged pricing_calculator_products."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._runtime import UNSET, Operation, UnlistedStr, Unset

if TYPE_CHECKING:
    from ..models.pricing_calculator_product import PricingCalculatorProduct
    from ..models.quantity_type import QuantityType


def list_pricing_calculator_products(
    uuid: str,
) -> Operation[list[PricingCalculatorProduct]]:
    """List the products on a pricing calculator.

    GET /pricing-calculators/{uuid}/products

    Args:
        uuid: Uuid of the object.
    """
    return Operation(
        __name__,
        "list_pricing_calculator_products",
        "GET",
        "/pricing-calculators/{uuid}/products",
        responses={200: "list[PricingCalculatorProduct]"},
        path={"uuid": uuid},
    )


def create_pricing_calculator_product(
    uuid: str,
    *,
    product_uuid: str,
    quantity_type: QuantityType | UnlistedStr | Unset = UNSET,
    is_optional: bool | Unset = UNSET,
    is_included_by_default: bool | Unset = UNSET,
    quantity_fixed: float | None | None | Unset = UNSET,
    quantity_variable_name: str | None | None | Unset = UNSET,
    quantity_condition: str | None | None | Unset = UNSET,
    quantity_if_true: float | None | None | Unset = UNSET,
    quantity_if_false: float | None | None | Unset = UNSET,
    price_override: float | None | None | Unset = UNSET,
    sort_order: float | Unset = UNSET,
) -> Operation[PricingCalculatorProduct]:
    """Put a product on a pricing calculator.

    POST /pricing-calculators/{uuid}/products

    Args:
        uuid: Uuid of the object.
        quantity_type: How the quantity of a product is found.
        quantity_fixed: For quantity type fixed.
        quantity_variable_name: For quantity type variable.
        quantity_condition: For quantity type conditional.
        price_override: Price in place of the product's own, in whole currency units (1000.00 is
            one thousand), never cents.
    """
    return Operation(
        __name__,
        "create_pricing_calculator_product",
        "POST",
        "/pricing-calculators/{uuid}/products",
        responses={201: "PricingCalculatorProduct"},
        path={"uuid": uuid},
        body={
            "product_uuid": product_uuid,
            "quantity_type": quantity_type,
            "is_optional": is_optional,
            "is_included_by_default": is_included_by_default,
            "quantity_fixed": quantity_fixed,
            "quantity_variable_name": quantity_variable_name,
            "quantity_condition": quantity_condition,
            "quantity_if_true": quantity_if_true,
            "quantity_if_false": quantity_if_false,
            "price_override": price_override,
            "sort_order": sort_order,
        },
    )


def delete_pricing_calculator_product(
    uuid: str,
    sub_uuid: str,
) -> Operation[None]:
    """Take a product off a pricing calculator.

    DELETE /pricing-calculators/{uuid}/products/{subUuid}

    Args:
        uuid: Uuid of the object.
        sub_uuid: Uuid of the nested object.
    """
    return Operation(
        __name__,
        "delete_pricing_calculator_product",
        "DELETE",
        "/pricing-calculators/{uuid}/products/{subUuid}",
        responses={204: "None"},
        path={"uuid": uuid, "subUuid": sub_uuid},
    )
