# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
"""Operations of the API tagged lead_products."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._runtime import UNSET, Operation, Unset

if TYPE_CHECKING:
    from ..models.lead_product import LeadProduct


def list_lead_products(
    uuid: str,
) -> Operation[list[LeadProduct]]:
    """List the products on a lead.

    GET /leads/{uuid}/products

    Args:
        uuid: Uuid of the object.
    """
    return Operation(
        __name__,
        "list_lead_products",
        "GET",
        "/leads/{uuid}/products",
        responses={200: "list[LeadProduct]"},
        path={"uuid": uuid},
    )


def create_lead_product(
    uuid: str,
    *,
    product_uuid: str | Unset = UNSET,
    quantity: float | Unset = UNSET,
    unit_price: float | None | None | Unset = UNSET,
) -> Operation[LeadProduct]:
    """Add a product to a lead.

    Refused with 409 once a quote is attached to the lead. The page names no body fields.

    POST /leads/{uuid}/products

    Args:
        uuid: Uuid of the object.
        unit_price: Price of one in whole currency units (1000.00 is one thousand), never cents.
    """
    return Operation(
        __name__,
        "create_lead_product",
        "POST",
        "/leads/{uuid}/products",
        responses={201: "LeadProduct"},
        path={"uuid": uuid},
        body={"product_uuid": product_uuid, "quantity": quantity, "unit_price": unit_price},
    )


def delete_lead_product(
    uuid: str,
    sub_uuid: str,
) -> Operation[None]:
    """Take a product off a lead.

    DELETE /leads/{uuid}/products/{subUuid}

    Args:
        uuid: Uuid of the object.
        sub_uuid: Uuid of the nested object.
    """
    return Operation(
        __name__,
        "delete_lead_product",
        "DELETE",
        "/leads/{uuid}/products/{subUuid}",
        responses={204: "None"},
        path={"uuid": uuid, "subUuid": sub_uuid},
    )


def update_lead_product(
    uuid: str,
    sub_uuid: str,
    *,
    quantity: float | Unset = UNSET,
    unit_price: float | None | None | Unset = UNSET,
) -> Operation[LeadProduct]:
    """Change quantity or unit price of a product on a lead.

    PATCH /leads/{uuid}/products/{subUuid}

    Args:
        uuid: Uuid of the object.
        sub_uuid: Uuid of the nested object.
        unit_price: Price of one in whole currency units (1000.00 is one thousand), never cents.
    """
    return Operation(
        __name__,
        "update_lead_product",
        "PATCH",
        "/leads/{uuid}/products/{subUuid}",
        responses={200: "LeadProduct"},
        path={"uuid": uuid, "subUuid": sub_uuid},
        body={"quantity": quantity, "unit_price": unit_price},
    )
