# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
"""Operations of the API tagged products."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._runtime import UNSET, Operation, UnlistedStr, Unset

if TYPE_CHECKING:
    from ..models.billing_period import BillingPeriod
    from ..models.billing_type import BillingType
    from ..models.product import Product
    from ..models.product_page import ProductPage
    from ..models.product_status import ProductStatus


def list_products(
    *,
    status: ProductStatus | UnlistedStr | None = None,
    page: int | None = None,
    per_page: int | None = None,
) -> Operation[ProductPage]:
    """List products.

    GET /products/

    Args:
        status: Whether a product is on offer.
        page: Number of the page, from 1.
        per_page: Items on a page.
    """
    return Operation(
        __name__,
        "list_products",
        "GET",
        "/products/",
        responses={200: "ProductPage"},
        query={"status": status, "page": page, "per_page": per_page},
    )


def create_product(
    *,
    name: str,
    price: float | Unset = UNSET,
    billing_type: BillingType | UnlistedStr | Unset = UNSET,
    status: ProductStatus | UnlistedStr | Unset = UNSET,
    sku: str | None | None | Unset = UNSET,
    description: str | None | None | Unset = UNSET,
    currency_uuid: str | Unset = UNSET,
    billing_period: BillingPeriod | UnlistedStr | None | None | Unset = UNSET,
) -> Operation[Product]:
    """Create a product.

    POST /products/

    Args:
        price: In whole currency units (1000.00 is one thousand), never cents.
        billing_type: Whether a product is billed once or again and again.
        status: Whether a product is on offer.
        billing_period: For recurring products.
    """
    return Operation(
        __name__,
        "create_product",
        "POST",
        "/products/",
        responses={201: "Product"},
        body={
            "name": name,
            "price": price,
            "billing_type": billing_type,
            "status": status,
            "sku": sku,
            "description": description,
            "currency_uuid": currency_uuid,
            "billing_period": billing_period,
        },
    )


def get_product(
    uuid: str,
) -> Operation[Product]:
    """Get a product.

    GET /products/{uuid}

    Args:
        uuid: Uuid of the object.
    """
    return Operation(
        __name__,
        "get_product",
        "GET",
        "/products/{uuid}",
        responses={200: "Product"},
        path={"uuid": uuid},
    )


def delete_product(
    uuid: str,
) -> Operation[None]:
    """Delete a product.

    DELETE /products/{uuid}

    Args:
        uuid: Uuid of the object.
    """
    return Operation(
        __name__,
        "delete_product",
        "DELETE",
        "/products/{uuid}",
        responses={204: "None"},
        path={"uuid": uuid},
    )


def update_product(
    uuid: str,
    *,
    name: str | Unset = UNSET,
    price: float | Unset = UNSET,
    billing_type: BillingType | UnlistedStr | Unset = UNSET,
    status: ProductStatus | UnlistedStr | Unset = UNSET,
    sku: str | None | None | Unset = UNSET,
    description: str | None | None | Unset = UNSET,
    currency_uuid: str | Unset = UNSET,
    billing_period: BillingPeriod | UnlistedStr | None | None | Unset = UNSET,
) -> Operation[Product]:
    """Change a product.

    PATCH /products/{uuid}

    Args:
        uuid: Uuid of the object.
        price: In whole currency units (1000.00 is one thousand), never cents.
        billing_type: Whether a product is billed once or again and again.
        status: Whether a product is on offer.
        billing_period: For recurring products.
    """
    return Operation(
        __name__,
        "update_product",
        "PATCH",
        "/products/{uuid}",
        responses={200: "Product"},
        path={"uuid": uuid},
        body={
            "name": name,
            "price": price,
            "billing_type": billing_type,
            "status": status,
            "sku": sku,
            "description": description,
            "currency_uuid": currency_uuid,
            "billing_period": billing_period,
        },
    )
