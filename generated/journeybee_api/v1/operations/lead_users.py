# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
"""Operations of the API tagged lead_users."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._runtime import Operation

if TYPE_CHECKING:
    from ..models.user_ref import UserRef


def list_lead_users(
    uuid: str,
) -> Operation[list[UserRef]]:
    """List the users a lead is assigned to.

    GET /leads/{uuid}/assigned-users

    Args:
        uuid: Uuid of the object.
    """
    return Operation(
        __name__,
        "list_lead_users",
        "GET",
        "/leads/{uuid}/assigned-users",
        responses={200: "list[UserRef]"},
        path={"uuid": uuid},
    )


def assign_lead_user(
    uuid: str,
    *,
    user_uuid: str,
) -> Operation[UserRef]:
    """Assign a user to a lead.

    POST /leads/{uuid}/assigned-users

    Args:
        uuid: Uuid of the object.
    """
    return Operation(
        __name__,
        "assign_lead_user",
        "POST",
        "/leads/{uuid}/assigned-users",
        responses={201: "UserRef"},
        path={"uuid": uuid},
        body={"user_uuid": user_uuid},
    )


def unassign_lead_user(
    uuid: str,
    sub_uuid: str,
) -> Operation[None]:
    """Take a user off a lead.

    DELETE /leads/{uuid}/assigned-users/{subUuid}

    Args:
        uuid: Uuid of the object.
        sub_uuid: Uuid of the nested object.
    """
    return Operation(
        __name__,
        "unassign_lead_user",
        "DELETE",
        "/leads/{uuid}/assigned-users/{subUuid}",
        responses={204: "None"},
        path={"uuid": uuid, "subUuid": sub_uuid},
    )
