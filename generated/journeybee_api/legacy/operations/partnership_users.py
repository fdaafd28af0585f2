# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
"""Operations of the API tagged partnership_users."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._runtime import Operation

if TYPE_CHECKING:
    from ..models.partner_user import PartnerUser


def list_partnership_users(
    partnership_id: int,
) -> Operation[list[PartnerUser]]:
    """List the partner's users.

    GET /partnerships/{partnershipId}/users

    Args:
        partnership_id: Id of the company's side of the partnership, as lists give it.
    """
    return Operation(
        __name__,
        "list_partnership_users",
        "GET",
        "/partnerships/{partnershipId}/users",
        responses={200: "list[PartnerUser]"},
        path={"partnershipId": partnership_id},
    )
