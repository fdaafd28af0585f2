# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
"""Operations of the API tagged leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._runtime import UNSET, Operation, Styled, UnlistedStr, Unset

if TYPE_CHECKING:
    from ..models.attribution import Attribution
    from ..models.custom_field_filter import CustomFieldFilter
    from ..models.custom_field_input import CustomFieldInput
    from ..models.integration_custom_field import IntegrationCustomField
    from ..models.integration_name import IntegrationName
    from ..models.lead import Lead
    from ..models.lead_association_type import LeadAssociationType
    from ..models.lead_created import LeadCreated
    from ..models.lead_detail import LeadDetail
    from ..models.lead_sort import LeadSort
    from ..models.lead_source import LeadSource
    from ..models.lead_status import LeadStatus
    from ..models.lead_view import LeadView
    from ..models.partnership_lead_input import PartnershipLeadInput
    from ..models.powerups import Powerups
    from ..models.updated import Updated


def get_lead(
    company_id: int,
    lead_id: int,
) -> Operation[LeadDetail]:
    """Get a lead.

    GET /companies/{companyId}/leads/{leadId}

    Args:
        company_id: Id of the company.
        lead_id: Id of the lead.
    """
    return Operation(
        __name__,
        "get_lead",
        "GET",
        "/companies/{companyId}/leads/{leadId}",
        responses={200: "LeadDetail"},
        path={"companyId": company_id, "leadId": lead_id},
    )


def list_leads(
    *,
    user_id: int | None = None,
    cursor: str | None = None,
    search: str | None = None,
    view: LeadView | UnlistedStr | None = None,
    assigned: int | None = None,
    unassigned: int | None = None,
    status: list[LeadStatus | UnlistedStr] | None = None,
    tags: list[int] | None = None,
    users: list[int] | None = None,
    custom_fields: list[CustomFieldFilter] | None = None,
    sort: list[LeadSort] | None = None,
) -> Operation[list[Lead]]:
    """List leads.

    GET /leads

    Args:
        user_id: Id of the user who acts; the user the key belongs to.
        cursor: ISO timestamp from which the next items are listed.
        search: Text in names, address and number of the lead, its assigned users or partner
            companies.
        view: Which part of the leads or deals is listed.
        assigned: 1 for only those that are assigned.
        unassigned: 1 for only those that are not assigned.
        status: Only leads of these statuses.
        tags: Only those with one of these tags; ids.
        users: Only those assigned to one of these users; ids.
        custom_fields: Only those whose custom fields hold this. The pages show the form, not
            the name of the parameter.
        sort: What to sort by. The pages show the form, not the name of the parameter.
    """
    return Operation(
        __name__,
        "list_leads",
        "GET",
        "/leads",
        responses={200: "list[Lead]"},
        query={
            "userId": user_id,
            "cursor": cursor,
            "search": search,
            "view": view,
            "assigned": assigned,
            "unassigned": unassigned,
            "status": Styled("comma", status),
            "tags": Styled("comma", tags),
            "users": Styled("comma", users),
            "customFields": Styled("json", custom_fields),
            "sort": Styled("json", sort),
        },
    )


def create_lead(
    *,
    association_type: LeadAssociationType | UnlistedStr,
    company_name: str | Unset = UNSET,
    email: str | Unset = UNSET,
    phone_number: str | Unset = UNSET,
    first_name: str | Unset = UNSET,
    last_name: str | Unset = UNSET,
    source: LeadSource | UnlistedStr | Unset = UNSET,
    company_campaign_id: int | Unset = UNSET,
    partnership_lead: PartnershipLeadInput | Unset = UNSET,
    tags: list[int] | Unset = UNSET,
    custom_fields: list[CustomFieldInput] | Unset = UNSET,
    partner_custom_fields: list[CustomFieldInput] | Unset = UNSET,
    attributions: list[Attribution] | Unset = UNSET,
    integration_name: IntegrationName | UnlistedStr | Unset = UNSET,
    integration_custom_fields: list[IntegrationCustomField] | Unset = UNSET,
    powerups: Powerups | Unset = UNSET,
) -> Operation[LeadCreated]:
    """Create a lead.

    POST /leads

    Args:
        association_type: What a lead is tied to.
        source: How a lead came in.
        company_campaign_id: For campaign leads.
        partnership_lead: The partnership a new lead belongs to.
        tags: Ids of tags.
        partner_custom_fields: Values for the partner's copy.
        integration_name: An integration that sends data.
        powerups: What a record is in other systems.
    """
    return Operation(
        __name__,
        "create_lead",
        "POST",
        "/leads",
        responses={201: "LeadCreated"},
        body={
            "associationType": association_type,
            "company_name": company_name,
            "email": email,
            "phone_number": phone_number,
            "first_name": first_name,
            "last_name": last_name,
            "source": source,
            "companyCampaignId": company_campaign_id,
            "partnershipLead": partnership_lead,
            "tags": tags,
            "customFields": custom_fields,
            "partnerCustomFields": partner_custom_fields,
            "attributions": attributions,
            "integrationName": integration_name,
            "integrationCustomFields": integration_custom_fields,
            "powerups": powerups,
        },
    )


def delete_lead(
    lead_id: int,
) -> Operation[None]:
    """Delete a lead.

    DELETE /leads/{leadId}

    Args:
        lead_id: Id of the lead.
    """
    return Operation(
        __name__,
        "delete_lead",
        "DELETE",
        "/leads/{leadId}",
        responses={204: "None"},
        path={"leadId": lead_id},
    )


def update_lead(
    lead_id: int,
    *,
    company_name: str | Unset = UNSET,
    email: str | Unset = UNSET,
    phone_number: str | Unset = UNSET,
    first_name: str | Unset = UNSET,
    last_name: str | Unset = UNSET,
    status: LeadStatus | UnlistedStr | Unset = UNSET,
    assigned_users: list[int] | Unset = UNSET,
    tags: list[int] | Unset = UNSET,
    custom_fields: list[CustomFieldInput] | Unset = UNSET,
) -> Operation[Updated]:
    """Change a lead.

    PATCH /leads/{leadId}

    Args:
        lead_id: Id of the lead.
        status: How far a lead is.
        assigned_users: Ids of users; replaces those of the lead.
        tags: Ids of tags; replaces those of the lead.
    """
    return Operation(
        __name__,
        "update_lead",
        "PATCH",
        "/leads/{leadId}",
        responses={200: "Updated"},
        path={"leadId": lead_id},
        body={
            "company_name": company_name,
            "email": email,
            "phone_number": phone_number,
            "first_name": first_name,
            "last_name": last_name,
            "status": status,
            "assignedUsers": assigned_users,
            "tags": tags,
            "customFields": custom_fields,
        },
    )
