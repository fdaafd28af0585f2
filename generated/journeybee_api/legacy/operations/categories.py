# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
"""Operations of the API tagged categories."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._runtime import UNSET, Operation, UnlistedStr, Unset

if TYPE_CHECKING:
    from ..models.categories_update import CategoriesUpdate
    from ..models.category import Category
    from ..models.created import Created
    from ..models.label_change import LabelChange
    from ..models.partner_type import PartnerType
    from ..models.updated_ids import UpdatedIds


def list_categories() -> Operation[list[Category]]:
    """List categories.

    GET /categories
    """
    return Operation(
        __name__,
        "list_categories",
        "GET",
        "/categories",
        responses={200: "list[Category]"},
    )


def create_category(
    *,
    label: str,
    partner_type: PartnerType | UnlistedStr | Unset = UNSET,
) -> Operation[Created]:
    """Create a category.

    POST /categories

    Args:
        partner_type: Kind of partnership.
    """
    return Operation(
        __name__,
        "create_category",
        "POST",
        "/categories",
        responses={201: "Created"},
        body={"label": label, "partner_type": partner_type},
    )


def update_categories(
    *,
    body: CategoriesUpdate | list[LabelChange],
) -> Operation[UpdatedIds]:
    """Rename categories.

    The list may come bare instead of wrapped: the schema on the page wraps it, the sample does
    not.

    PATCH /categories
    """
    return Operation(
        __name__,
        "update_categories",
        "PATCH",
        "/categories",
        responses={200: "UpdatedIds"},
        body=body,
    )
