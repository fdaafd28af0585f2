# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
"""Operations of the API tagged partners."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._runtime import UNSET, Operation, UnlistedStr, Unset

if TYPE_CHECKING:
    from ..models.custom_field_input import CustomFieldInput
    from ..models.partner import Partner
    from ..models.partner_page import PartnerPage
    from ..models.partner_type import PartnerType


def list_partners(
    *,
    search: str | None = None,
    partner_type: PartnerType | UnlistedStr | None = None,
    stage_uuid: str | None = None,
    tier_uuid: str | None = None,
    category_uuid: str | None = None,
    page: int | None = None,
    per_page: int | None = None,
) -> Operation[PartnerPage]:
    """List partners.

    GET /partners

    Args:
        search: Only items that hold this text.
        partner_type: Kind of partnership.
        stage_uuid: Only items at this stage.
        tier_uuid: Only partners of this tier.
        category_uuid: Only partners of this category.
        page: Number of the page, from 1.
        per_page: Items on a page.
    """
    return Operation(
        __name__,
        "list_partners",
        "GET",
        "/partners",
        responses={200: "PartnerPage"},
        query={
            "search": search,
            "partner_type": partner_type,
            "stage_uuid": stage_uuid,
            "tier_uuid": tier_uuid,
            "category_uuid": category_uuid,
            "page": page,
            "per_page": per_page,
        },
    )


def create_partner(
    *,
    name: str,
    email: str | None | Unset = UNSET,
    phone_number: str | None | Unset = UNSET,
    website_url: str | None | Unset = UNSET,
    description: str | None | Unset = UNSET,
    partner_type: PartnerType | UnlistedStr | Unset = UNSET,
    stage_uuid: str | Unset = UNSET,
    tier_uuid: str | Unset = UNSET,
    category_uuid: str | Unset = UNSET,
    tag_uuids: list[str] | Unset = UNSET,
    assigned_user_uuids: list[str] | Unset = UNSET,
    custom_fields: list[CustomFieldInput] | Unset = UNSET,
) -> Operation[Partner]:
    """Create a partner.

    POST /partners

    Args:
        partner_type: Kind of partnership.
    """
    return Operation(
        __name__,
        "create_partner",
        "POST",
        "/partners",
        responses={201: "Partner"},
        body={
            "name": name,
            "email": email,
            "phone_number": phone_number,
            "website_url": website_url,
            "description": description,
            "partner_type": partner_type,
            "stage_uuid": stage_uuid,
            "tier_uuid": tier_uuid,
            "category_uuid": category_uuid,
            "tag_uuids": tag_uuids,
            "assigned_user_uuids": assigned_user_uuids,
            "custom_fields": custom_fields,
        },
    )


def get_partner(
    uuid: str,
) -> Operation[Partner]:
    """Get a partner.

    GET /partners/{uuid}

    Args:
        uuid: Uuid of the object.
    """
    return Operation(
        __name__,
        "get_partner",
        "GET",
        "/partners/{uuid}",
        responses={200: "Partner"},
        path={"uuid": uuid},
    )


def delete_partner(
    uuid: str,
) -> Operation[None]:
    """Delete a partner.

    DELETE /partners/{uuid}

    Args:
        uuid: Uuid of the object.
    """
    return Operation(
        __name__,
        "delete_partner",
        "DELETE",
        "/partners/{uuid}",
        responses={204: "None"},
        path={"uuid": uuid},
    )


def update_partner(
    uuid: str,
    *,
    name: str | Unset = UNSET,
    email: str | None | Unset = UNSET,
    phone_number: str | None | Unset = UNSET,
    website_url: str | None | Unset = UNSET,
    description: str | None | Unset = UNSET,
    stage_uuid: str | Unset = UNSET,
    tier_uuid: str | Unset = UNSET,
    category_uuid: str | Unset = UNSET,
) -> Operation[Partner]:
    """Change a partner.

    PATCH /partners/{uuid}

    Args:
        uuid: Uuid of the object.
    """
    return Operation(
        __name__,
        "update_partner",
        "PATCH",
        "/partners/{uuid}",
        responses={200: "Partner"},
        path={"uuid": uuid},
        body={
            "name": name,
            "email": email,
            "phone_number": phone_number,
            "website_url": website_url,
            "description": description,
            "stage_uuid": stage_uuid,
            "tier_uuid": tier_uuid,
            "category_uuid": category_uuid,
        },
    )
