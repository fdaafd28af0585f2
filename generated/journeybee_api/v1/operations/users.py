# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
"""Operations of the API tagged users."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._runtime import UNSET, Operation, UnlistedStr, Unset

if TYPE_CHECKING:
    from ..models.user import User
    from ..models.user_page import UserPage
    from ..models.user_role import UserRole


def list_users(
    *,
    page: int | None = None,
    per_page: int | None = None,
) -> Operation[UserPage]:
    """List users.

    GET /users/

    Args:
        page: Number of the page, from 1.
        per_page: Items on a page.
    """
    return Operation(
        __name__,
        "list_users",
        "GET",
        "/users/",
        responses={200: "UserPage"},
        query={"page": page, "per_page": per_page},
    )


def create_user(
    *,
    email: str,
    first_name: str | None | Unset = UNSET,
    last_name: str | None | Unset = UNSET,
    role: UserRole | UnlistedStr | Unset = UNSET,
    position: str | None | Unset = UNSET,
    phone_number: str | None | Unset = UNSET,
) -> Operation[User]:
    """Create a user.

    POST /users/

    Args:
        role: What a user may do. Values of the older API.
    """
    return Operation(
        __name__,
        "create_user",
        "POST",
        "/users/",
        responses={201: "User"},
        body={
            "email": email,
            "first_name": first_name,
            "last_name": last_name,
            "role": role,
            "position": position,
            "phone_number": phone_number,
        },
    )


def get_user(
    uuid: str,
) -> Operation[User]:
    """Get a user.

    GET /users/{uuid}

    Args:
        uuid: Uuid of the object.
    """
    return Operation(
        __name__,
        "get_user",
        "GET",
        "/users/{uuid}",
        responses={200: "User"},
        path={"uuid": uuid},
    )


def delete_user(
    uuid: str,
) -> Operation[None]:
    """Delete a user.

    DELETE /users/{uuid}

    Args:
        uuid: Uuid of the object.
    """
    return Operation(
        __name__,
        "delete_user",
        "DELETE",
        "/users/{uuid}",
        responses={204: "None"},
        path={"uuid": uuid},
    )


def update_user(
    uuid: str,
    *,
    first_name: str | None | Unset = UNSET,
    last_name: str | None | Unset = UNSET,
    role: UserRole | UnlistedStr | Unset = UNSET,
    position: str | None | Unset = UNSET,
    phone_number: str | None | Unset = UNSET,
) -> Operation[User]:
    """Change a user.

    PATCH /users/{uuid}

    Args:
        uuid: Uuid of the object.
        role: What a user may do. Values of the older API.
    """
    return Operation(
        __name__,
        "update_user",
        "PATCH",
        "/users/{uuid}",
        responses={200: "User"},
        path={"uuid": uuid},
        body={
            "first_name": first_name,
            "last_name": last_name,
            "role": role,
            "position": position,
            "phone_number": phone_number,
        },
    )
