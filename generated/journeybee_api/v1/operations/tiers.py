# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
"""Operations of the API tagged tiers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._runtime import UNSET, Operation, UnlistedStr, Unset

if TYPE_CHECKING:
    from ..models.partner_type import PartnerType
    from ..models.tier import Tier


def list_tiers(
    *,
    partner_type: PartnerType | UnlistedStr | None = None,
) -> Operation[list[Tier]]:
    """List tiers.

    All of them at once, without pages.

    GET /tiers/

    Args:
        partner_type: Kind of partnership.
    """
    return Operation(
        __name__,
        "list_tiers",
        "GET",
        "/tiers/",
        responses={200: "list[Tier]"},
        query={"partner_type": partner_type},
    )


def create_tier(
    *,
    label: str,
    background_color: str | Unset = UNSET,
    text_color: str | Unset = UNSET,
    partner_type: PartnerType | UnlistedStr | None | Unset = UNSET,
) -> Operation[Tier]:
    """Create a tier.

    POST /tiers/

    Args:
        background_color: Hex colour.
        text_color: Hex colour.
        partner_type: Kind of partnership.
    """
    return Operation(
        __name__,
        "create_tier",
        "POST",
        "/tiers/",
        responses={201: "Tier"},
        body={
            "label": label,
            "background_color": background_color,
            "text_color": text_color,
            "partner_type": partner_type,
        },
    )


def get_tier(
    uuid: str,
) -> Operation[Tier]:
    """Get a tier.

    GET /tiers/{uuid}

    Args:
        uuid: Uuid of the object.
    """
    return Operation(
        __name__,
        "get_tier",
        "GET",
        "/tiers/{uuid}",
        responses={200: "Tier"},
        path={"uuid": uuid},
    )


def delete_tier(
    uuid: str,
) -> Operation[None]:
    """Delete a tier.

    Refused with 409 while it is in use.

    DELETE /tiers/{uuid}

    Args:
        uuid: Uuid of the object.
    """
    return Operation(
        __name__,
        "delete_tier",
        "DELETE",
        "/tiers/{uuid}",
        responses={204: "None"},
        path={"uuid": uuid},
    )


def update_tier(
    uuid: str,
    *,
    label: str | Unset = UNSET,
    background_color: str | Unset = UNSET,
    text_color: str | Unset = UNSET,
) -> Operation[Tier]:
    """Change a tier.

    PATCH /tiers/{uuid}

    Args:
        uuid: Uuid of the object.
        background_color: Hex colour.
        text_color: Hex colour.
    """
    return Operation(
        __name__,
        "update_tier",
        "PATCH",
        "/tiers/{uuid}",
        responses={200: "Tier"},
        path={"uuid": uuid},
        body={"label": label, "background_color": background_color, "text_color": text_color},
    )
