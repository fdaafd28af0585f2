# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
"""Operations of the API tagged partnerships."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._runtime import UNSET, Operation, Styled, UnlistedStr, Unset

if TYPE_CHECKING:
    from ..models.custom_field_filter import CustomFieldFilter
    from ..models.custom_field_input import CustomFieldInput
    from ..models.partner_type import PartnerType
    from ..models.partnership import Partnership
    from ..models.partnership_created import PartnershipCreated
    from ..models.partnership_fallback import PartnershipFallback
    from ..models.partnership_invitation import PartnershipInvitation
    from ..models.partnership_sort import PartnershipSort
    from ..models.partnership_view import PartnershipView
    from ..models.reseller_side import ResellerSide
    from ..models.updated import Updated


def list_partnerships(
    *,
    user_id: int | None = None,
    cursor: str | None = None,
    search: str | None = None,
    view: PartnershipView | UnlistedStr | None = None,
    stages: list[int] | None = None,
    tags: list[int] | None = None,
    categories: list[int] | None = None,
    tiers: list[int] | None = None,
    users: list[int] | None = None,
    assigned: int | None = None,
    unassigned: int | None = None,
    custom_fields: list[CustomFieldFilter] | None = None,
    sort: list[PartnershipSort] | None = None,
) -> Operation[list[Partnership]]:
    """List partnerships.

    GET /partnerships

    Args:
        user_id: Id of the user who acts; the user the key belongs to.
        cursor: Where the next items begin; the pages do not say of what form it is.
        search: Text in name, address, website or country of the partner, or its assigned users.
        view: Which part of the partnerships is listed.
        stages: Only those in one of these stages; ids.
        tags: Only those with one of these tags; ids.
        categories: Only those of one of these categories; ids.
        tiers: Only those of one of these tiers; ids.
        users: Only those assigned to one of these users; ids.
        assigned: 1 for only those that are assigned.
        unassigned: 1 for only those that are not assigned.
        custom_fields: Only those whose custom fields hold this. The pages show the form, not
            the name of the parameter.
        sort: What to sort by. The pages show the form, not the name of the parameter.
    """
    return Operation(
        __name__,
        "list_partnerships",
        "GET",
        "/partnerships",
        responses={200: "list[Partnership]"},
        query={
            "userId": user_id,
            "cursor": cursor,
            "search": search,
            "view": view,
            "stages": Styled("comma", stages),
            "tags": Styled("comma", tags),
            "categories": Styled("comma", categories),
            "tiers": Styled("comma", tiers),
            "users": Styled("comma", users),
            "assigned": assigned,
            "unassigned": unassigned,
            "customFields": Styled("json", custom_fields),
            "sort": Styled("json", sort),
        },
    )


def create_partnership(
    *,
    name: str,
    emails: list[PartnershipInvitation],
    partner_type: PartnerType | UnlistedStr,
    tier_id: int | Unset = UNSET,
    category_id: int | Unset = UNSET,
    stage_uuid: str | Unset = UNSET,
    inactive: bool | Unset = UNSET,
    country_id: int | Unset = UNSET,
    email_domain: str | Unset = UNSET,
    reseller: ResellerSide | UnlistedStr | Unset = UNSET,
    assigned_users: list[int] | Unset = UNSET,
    tags: list[int] | Unset = UNSET,
    custom_fields: list[CustomFieldInput] | Unset = UNSET,
) -> Operation[None | PartnershipCreated]:
    """Create a partnership and invite the partner.

    The text of the page promises no body, its sample shows one.

    POST /partnerships

    Args:
        partner_type: Kind of partnership.
        inactive: True sends no invitations.
        email_domain: By default that of the first address.
        reseller: Which side of a reseller partnership resells.
        assigned_users: Ids of users.
        tags: Ids of tags.
    """
    return Operation(
        __name__,
        "create_partnership",
        "POST",
        "/partnerships",
        responses={201: "None | PartnershipCreated"},
        body={
            "name": name,
            "emails": emails,
            "partnerType": partner_type,
            "tierId": tier_id,
            "categoryId": category_id,
            "stageUuid": stage_uuid,
            "inactive": inactive,
            "countryId": country_id,
            "emailDomain": email_domain,
            "reseller": reseller,
            "assignedUsers": assigned_users,
            "tags": tags,
            "customFields": custom_fields,
        },
    )


def delete_partnership(
    partnership_id: int,
) -> Operation[None]:
    """End a partnership.

    The partner's company is notified. A partnership with active leads or deals cannot be
    deleted; the page does
    not show the status of that error, 409 is inferred.

    DELETE /partnerships/{partnershipId}

    Args:
        partnership_id: Id of the company's side of the partnership, as lists give it.
    """
    return Operation(
        __name__,
        "delete_partnership",
        "DELETE",
        "/partnerships/{partnershipId}",
        responses={204: "None"},
        path={"partnershipId": partnership_id},
    )


def update_partnership(
    partnership_id: int,
    *,
    tier_id: int | None | Unset = UNSET,
    category_id: int | None | Unset = UNSET,
    stage_uuid: str | Unset = UNSET,
    assigned_users: list[int] | Unset = UNSET,
    tags: list[int] | Unset = UNSET,
    custom_fields: list[CustomFieldInput] | Unset = UNSET,
    fallback_data: PartnershipFallback | Unset = UNSET,
) -> Operation[Updated]:
    """Change a partnership.

    PATCH /partnerships/{partnershipId}

    Args:
        partnership_id: Id of the company's side of the partnership, as lists give it.
        tier_id: Null takes the tier away.
        category_id: Null takes the category away.
        assigned_users: Ids of users; replaces those of the partnership.
        tags: Ids of tags; replaces those of the partnership.
        fallback_data: What stands for an inactive partner.
    """
    return Operation(
        __name__,
        "update_partnership",
        "PATCH",
        "/partnerships/{partnershipId}",
        responses={200: "Updated"},
        path={"partnershipId": partnership_id},
        body={
            "tierId": tier_id,
            "categoryId": category_id,
            "stageUuid": stage_uuid,
            "assignedUsers": assigned_users,
            "tags": tags,
            "customFields": custom_fields,
            "fallbackData": fallback_data,
        },
    )
