# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
"""Operations of the API tagged users."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._runtime import Operation

if TYPE_CHECKING:
    from ..models.user import User
    from ..models.user_page import UserPage


def list_users(
    *,
    indirect: str | None = None,
    page: int | None = None,
    page_size: int | None = None,
) -> Operation[list[User] | UserPage]:
    """List the company's users.

    Its page shows a bare array; the introduction shows page and pageSize with this path, and a
    meta object.

    GET /users

    Args:
        indirect: Any text lists disabled and indirect users too.
        page: Number of the page, from 1, as the introduction tells of lists.
        page_size: Items on a page.
    """
    return Operation(
        __name__,
        "list_users",
        "GET",
        "/users",
        responses={200: "list[User] | UserPage"},
        query={"indirect": indirect, "page": page, "pageSize": page_size},
    )
