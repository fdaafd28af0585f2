# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
"""Operations of the API tagged leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._runtime import UNSET, Operation, UnlistedStr, Unset

if TYPE_CHECKING:
    from ..models.custom_field_input import CustomFieldInput
    from ..models.lead import Lead
    from ..models.lead_page import LeadPage
    from ..models.lead_source import LeadSource
    from ..models.lead_status import LeadStatus
    from ..models.partner_type import PartnerType


def list_leads(
    *,
    search: str | None = None,
    status: LeadStatus | UnlistedStr | None = None,
    partner_type: PartnerType | UnlistedStr | None = None,
    partner_uuid: str | None = None,
    page: int | None = None,
    per_page: int | None = None,
) -> Operation[LeadPage]:
    """List leads.

    GET /leads/

    Args:
        search: Only items that hold this text.
        status: How far a lead is. Values of the older API.
        partner_type: Kind of partnership.
        partner_uuid: Only items of this partner.
        page: Number of the page, from 1.
        per_page: Items on a page.
    """
    return Operation(
        __name__,
        "list_leads",
        "GET",
        "/leads/",
        responses={200: "LeadPage"},
        query={
            "search": search,
            "status": status,
            "partner_type": partner_type,
            "partner_uuid": partner_uuid,
            "page": page,
            "per_page": per_page,
        },
    )


def create_lead(
    *,
    email: str | None | Unset = UNSET,
    first_name: str | None | Unset = UNSET,
    last_name: str | None | Unset = UNSET,
    company_name: str | None | Unset = UNSET,
    phone_number: str | None | Unset = UNSET,
    status: LeadStatus | UnlistedStr | Unset = UNSET,
    source: LeadSource | UnlistedStr | None | Unset = UNSET,
    partner_type: PartnerType | UnlistedStr | None | Unset = UNSET,
    partner_uuid: str | Unset = UNSET,
    tag_uuids: list[str] | Unset = UNSET,
    assigned_user_uuids: list[str] | Unset = UNSET,
    custom_fields: list[CustomFieldInput] | Unset = UNSET,
) -> Operation[Lead]:
    """Create a lead.

    POST /leads/

    Args:
        status: How far a lead is. Values of the older API.
        source: How a lead came in. Values of the older API.
        partner_type: Kind of partnership.
        partner_uuid: Partnership the lead belongs to.
    """
    return Operation(
        __name__,
        "create_lead",
        "POST",
        "/leads/",
        responses={201: "Lead"},
        body={
            "email": email,
            "first_name": first_name,
            "last_name": last_name,
            "company_name": company_name,
            "phone_number": phone_number,
            "status": status,
            "source": source,
            "partner_type": partner_type,
            "partner_uuid": partner_uuid,
            "tag_uuids": tag_uuids,
            "assigned_user_uuids": assigned_user_uuids,
            "custom_fields": custom_fields,
        },
    )


def get_lead(
    uuid: str,
) -> Operation[Lead]:
    """Get a lead.

    GET /leads/{uuid}

    Args:
        uuid: Uuid of the object.
    """
    return Operation(
        __name__,
        "get_lead",
        "GET",
        "/leads/{uuid}",
        responses={200: "Lead"},
        path={"uuid": uuid},
    )


def delete_lead(
    uuid: str,
) -> Operation[None]:
    """Delete a lead.

    DELETE /leads/{uuid}

    Args:
        uuid: Uuid of the object.
    """
    return Operation(
        __name__,
        "delete_lead",
        "DELETE",
        "/leads/{uuid}",
        responses={204: "None"},
        path={"uuid": uuid},
    )


def update_lead(
    uuid: str,
    *,
    email: str | None | Unset = UNSET,
    first_name: str | None | Unset = UNSET,
    last_name: str | None | Unset = UNSET,
    company_name: str | None | Unset = UNSET,
    phone_number: str | None | Unset = UNSET,
    status: LeadStatus | UnlistedStr | Unset = UNSET,
    tag_uuids: list[str] | Unset = UNSET,
    assigned_user_uuids: list[str] | Unset = UNSET,
    custom_fields: list[CustomFieldInput] | Unset = UNSET,
) -> Operation[Lead]:
    """Change a lead.

    PATCH /leads/{uuid}

    Args:
        uuid: Uuid of the object.
        status: How far a lead is. Values of the older API.
        tag_uuids: Replaces the tags of the lead.
        assigned_user_uuids: Replaces the users the lead is assigned to.
    """
    return Operation(
        __name__,
        "update_lead",
        "PATCH",
        "/leads/{uuid}",
        responses={200: "Lead"},
        path={"uuid": uuid},
        body={
            "email": email,
            "first_name": first_name,
            "last_name": last_name,
            "company_name": company_name,
            "phone_number": phone_number,
            "status": status,
            "tag_uuids": tag_uuids,
            "assigned_user_uuids": assigned_user_uuids,
            "custom_fields": custom_fields,
        },
    )
