# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
"""Operations of the API tagged deals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._runtime import UNSET, Operation, Styled, UnlistedStr, Unset

if TYPE_CHECKING:
    from ..models.created import Created
    from ..models.custom_field_filter import CustomFieldFilter
    from ..models.custom_field_input import CustomFieldInput
    from ..models.deal import Deal
    from ..models.deal_detail import DealDetail
    from ..models.deal_sort import DealSort
    from ..models.integration_custom_field import IntegrationCustomField
    from ..models.integration_name import IntegrationName
    from ..models.lead_view import LeadView
    from ..models.powerups import Powerups
    from ..models.updated import Updated


def get_deal(
    company_id: int,
    deal_id: int,
) -> Operation[DealDetail]:
    """Get a deal.

    GET /companies/{companyId}/lead-deals/{dealId}

    Args:
        company_id: Id of the company.
        deal_id: Id of the deal.
    """
    return Operation(
        __name__,
        "get_deal",
        "GET",
        "/companies/{companyId}/lead-deals/{dealId}",
        responses={200: "DealDetail"},
        path={"companyId": company_id, "dealId": deal_id},
    )


def list_deals(
    *,
    view: LeadView | UnlistedStr | None = None,
    cursor: str | None = None,
    search: str | None = None,
    assigned: int | None = None,
    unassigned: int | None = None,
    show_partners_stages: int | None = None,
    stages: list[int] | None = None,
    phases: list[int] | None = None,
    tags: list[int] | None = None,
    users: list[int] | None = None,
    custom_fields: list[CustomFieldFilter] | None = None,
    sort: list[DealSort] | None = None,
) -> Operation[list[Deal]]:
    """List deals.

    GET /lead-deals

    Args:
        view: Which part of the leads or deals is listed.
        cursor: ISO timestamp from which the next items are listed.
        search: Text in the name of the deal, company, address and number of its lead, its
            assigned users or partner companies.
        assigned: 1 for only those that are assigned.
        unassigned: 1 for only those that are not assigned.
        show_partners_stages: 1 for the partner's stages on reseller deals.
        stages: Only those in one of these stages; ids.
        phases: Only sent deals in one of these phases; ids.
        tags: Only those with one of these tags; ids.
        users: Only those assigned to one of these users; ids.
        custom_fields: Only those whose custom fields hold this. The pages show the form, not
            the name of the parameter.
        sort: What to sort by.
    """
    return Operation(
        __name__,
        "list_deals",
        "GET",
        "/lead-deals",
        responses={200: "list[Deal]"},
        query={
            "view": view,
            "cursor": cursor,
            "search": search,
            "assigned": assigned,
            "unassigned": unassigned,
            "showPartnersStages": show_partners_stages,
            "stages": Styled("comma", stages),
            "phases": Styled("comma", phases),
            "tags": Styled("comma", tags),
            "users": Styled("comma", users),
            "customFields": Styled("json", custom_fields),
            "sort": Styled("json", sort),
        },
    )


def create_deal(
    *,
    lead_id: int,
    deal_value: float | Unset = UNSET,
    label: str | Unset = UNSET,
    deal_label: str | Unset = UNSET,
    stage_uuid: str | Unset = UNSET,
    partnership_id: int | Unset = UNSET,
    tags: list[int] | Unset = UNSET,
    custom_fields: list[CustomFieldInput] | Unset = UNSET,
    partner_custom_fields: list[CustomFieldInput] | Unset = UNSET,
    integration_name: IntegrationName | UnlistedStr | Unset = UNSET,
    integration_custom_fields: list[IntegrationCustomField] | Unset = UNSET,
    powerups: Powerups | Unset = UNSET,
) -> Operation[Created]:
    """Create a deal on a lead.

    POST /lead-deals

    Args:
        deal_value: In the company's default currency.
        label: By default made from the lead.
        deal_label: The older name of label.
        partnership_id: Makes it a deal of the partnership, with commission.
        tags: Ids of tags.
        integration_name: An integration that sends data.
        powerups: What a record is in other systems.
    """
    return Operation(
        __name__,
        "create_deal",
        "POST",
        "/lead-deals",
        responses={201: "Created"},
        body={
            "lead_id": lead_id,
            "deal_value": deal_value,
            "label": label,
            "deal_label": deal_label,
            "stage_uuid": stage_uuid,
            "partnership_id": partnership_id,
            "tags": tags,
            "customFields": custom_fields,
            "partnerCustomFields": partner_custom_fields,
            "integrationName": integration_name,
            "integrationCustomFields": integration_custom_fields,
            "powerups": powerups,
        },
    )


def update_deal(
    deal_id: int,
    *,
    label: str | Unset = UNSET,
    deal_value: float | Unset = UNSET,
    stage_uuid: str | Unset = UNSET,
    payment_stage_uuid: str | Unset = UNSET,
    tags: list[int] | Unset = UNSET,
    custom_fields: list[CustomFieldInput] | Unset = UNSET,
) -> Operation[Updated]:
    """Change a deal.

    PATCH /lead-deals/{dealId}

    Args:
        deal_id: Id of the deal.
        deal_value: The commission is reckoned anew.
        tags: Ids of tags; replaces those of the deal.
    """
    return Operation(
        __name__,
        "update_deal",
        "PATCH",
        "/lead-deals/{dealId}",
        responses={200: "Updated"},
        path={"dealId": deal_id},
        body={
            "label": label,
            "deal_value": deal_value,
            "stage_uuid": stage_uuid,
            "payment_stage_uuid": payment_stage_uuid,
            "tags": tags,
            "customFields": custom_fields,
        },
    )
