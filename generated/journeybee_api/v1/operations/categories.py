# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
"""Operations of the API tagged categories."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._runtime import UNSET, Operation, UnlistedStr, Unset

if TYPE_CHECKING:
    from ..models.category import Category
    from ..models.partner_type import PartnerType


def list_categories(
    *,
    partner_type: PartnerType | UnlistedStr | None = None,
) -> Operation[list[Category]]:
    """List categories.

    All of them at once, without pages.

    GET /categories/

    Args:
        partner_type: Kind of partnership.
    """
    return Operation(
        __name__,
        "list_categories",
        "GET",
        "/categories/",
        responses={200: "list[Category]"},
        query={"partner_type": partner_type},
    )


def create_category(
    *,
    label: str,
    partner_type: PartnerType | UnlistedStr | None | Unset = UNSET,
) -> Operation[Category]:
    """Create a category.

    POST /categories/

    Args:
        partner_type: Kind of partnership.
    """
    return Operation(
        __name__,
        "create_category",
        "POST",
        "/categories/",
        responses={201: "Category"},
        body={"label": label, "partner_type": partner_type},
    )


def get_category(
    uuid: str,
) -> Operation[Category]:
    """Get a category.

    GET /categories/{uuid}

    Args:
        uuid: Uuid of the object.
    """
    return Operation(
        __name__,
        "get_category",
        "GET",
        "/categories/{uuid}",
        responses={200: "Category"},
        path={"uuid": uuid},
    )


def delete_category(
    uuid: str,
) -> Operation[None]:
    """Delete a category.

    Refused with 409 while it is in use.

    DELETE /categories/{uuid}

    Args:
        uuid: Uuid of the object.
    """
    return Operation(
        __name__,
        "delete_category",
        "DELETE",
        "/categories/{uuid}",
        responses={204: "None"},
        path={"uuid": uuid},
    )


def update_category(
    uuid: str,
    *,
    label: str | Unset = UNSET,
) -> Operation[Category]:
    """Change a category.

    PATCH /categories/{uuid}

    Args:
        uuid: Uuid of the object.
    """
    return Operation(
        __name__,
        "update_category",
        "PATCH",
        "/categories/{uuid}",
        responses={200: "Category"},
        path={"uuid": uuid},
        body={"label": label},
    )
