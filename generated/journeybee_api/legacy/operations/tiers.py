# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
"""Operations of the API tagged tiers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._runtime import UNSET, Operation, UnlistedStr, Unset

if TYPE_CHECKING:
    from ..models.created import Created
    from ..models.partner_type import PartnerType
    from ..models.tier import Tier
    from ..models.tier_change import TierChange
    from ..models.tiers_update import TiersUpdate
    from ..models.updated_ids import UpdatedIds


def list_tiers() -> Operation[list[Tier]]:
    """List tiers.

    GET /tiers
    """
    return Operation(
        __name__,
        "list_tiers",
        "GET",
        "/tiers",
        responses={200: "list[Tier]"},
    )


def create_tier(
    *,
    label: str,
    background_color: str | Unset = UNSET,
    text_color: str | Unset = UNSET,
    partner_type: PartnerType | UnlistedStr | Unset = UNSET,
) -> Operation[Created]:
    """Create a tier.

    POST /tiers

    Args:
        partner_type: Kind of partnership.
    """
    return Operation(
        __name__,
        "create_tier",
        "POST",
        "/tiers",
        responses={201: "Created"},
        body={
            "label": label,
            "background_color": background_color,
            "text_color": text_color,
            "partner_type": partner_type,
        },
    )


def update_tiers(
    *,
    body: TiersUpdate | list[TierChange],
) -> Operation[UpdatedIds]:
    """Change tiers.

    As with categories, the list may come bare.

    PATCH /tiers
    """
    return Operation(
        __name__,
        "update_tiers",
        "PATCH",
        "/tiers",
        responses={200: "UpdatedIds"},
        body=body,
    )
