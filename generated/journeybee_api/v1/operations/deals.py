# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
"""Operations of the API tagged deals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._runtime import UNSET, Operation, Unset

if TYPE_CHECKING:
    import datetime

    from ..models.custom_field_input import CustomFieldInput
    from ..models.deal import Deal
    from ..models.deal_page import DealPage


def list_deals(
    *,
    search: str | None = None,
    stage_uuid: str | None = None,
    partner_uuid: str | None = None,
    lead_uuid: str | None = None,
    page: int | None = None,
    per_page: int | None = None,
) -> Operation[DealPage]:
    """List deals.

    GET /deals/

    Args:
        search: Only items that hold this text.
        stage_uuid: Only items at this stage.
        partner_uuid: Only items of this partner.
        lead_uuid: Only items of this lead.
        page: Number of the page, from 1.
        per_page: Items on a page.
    """
    return Operation(
        __name__,
        "list_deals",
        "GET",
        "/deals/",
        responses={200: "DealPage"},
        query={
            "search": search,
            "stage_uuid": stage_uuid,
            "partner_uuid": partner_uuid,
            "lead_uuid": lead_uuid,
            "page": page,
            "per_page": per_page,
        },
    )


def create_deal(
    *,
    lead_uuid: str,
    label: str | Unset = UNSET,
    deal_value: float | Unset = UNSET,
    stage_uuid: str | Unset = UNSET,
    currency_uuid: str | Unset = UNSET,
    expiration_date: str | datetime.date | None | Unset = UNSET,
    tag_uuids: list[str] | Unset = UNSET,
    custom_fields: list[CustomFieldInput] | Unset = UNSET,
) -> Operation[Deal]:
    """Create a deal for a lead.

    POST /deals/

    Args:
        deal_value: Value in whole currency units (1000.00 is one thousand), never cents.
    """
    return Operation(
        __name__,
        "create_deal",
        "POST",
        "/deals/",
        responses={201: "Deal"},
        body={
            "lead_uuid": lead_uuid,
            "label": label,
            "deal_value": deal_value,
            "stage_uuid": stage_uuid,
            "currency_uuid": currency_uuid,
            "expiration_date": expiration_date,
            "tag_uuids": tag_uuids,
            "custom_fields": custom_fields,
        },
    )


def get_deal(
    uuid: str,
) -> Operation[Deal]:
    """Get a deal.

    GET /deals/{uuid}

    Args:
        uuid: Uuid of the object.
    """
    return Operation(
        __name__,
        "get_deal",
        "GET",
        "/deals/{uuid}",
        responses={200: "Deal"},
        path={"uuid": uuid},
    )


def delete_deal(
    uuid: str,
) -> Operation[None]:
    """Delete a deal.

    DELETE /deals/{uuid}

    Args:
        uuid: Uuid of the object.
    """
    return Operation(
        __name__,
        "delete_deal",
        "DELETE",
        "/deals/{uuid}",
        responses={204: "None"},
        path={"uuid": uuid},
    )


def update_deal(
    uuid: str,
    *,
    label: str | Unset = UNSET,
    deal_value: float | Unset = UNSET,
    stage_uuid: str | Unset = UNSET,
    currency_uuid: str | Unset = UNSET,
    expiration_date: str | datetime.date | None | None | Unset = UNSET,
    tag_uuids: list[str] | Unset = UNSET,
    assigned_user_uuids: list[str] | Unset = UNSET,
    custom_fields: list[CustomFieldInput] | Unset = UNSET,
) -> Operation[Deal]:
    """Change a deal.

    PATCH /deals/{uuid}

    Args:
        uuid: Uuid of the object.
        deal_value: Value in whole currency units (1000.00 is one thousand), never cents.
        tag_uuids: Replaces the tags of the deal.
        assigned_user_uuids: Replaces the users the deal is assigned to.
    """
    return Operation(
        __name__,
        "update_deal",
        "PATCH",
        "/deals/{uuid}",
        responses={200: "Deal"},
        path={"uuid": uuid},
        body={
            "label": label,
            "deal_value": deal_value,
            "stage_uuid": stage_uuid,
            "currency_uuid": currency_uuid,
            "expiration_date": expiration_date,
            "tag_uuids": tag_uuids,
            "assigned_user_uuids": assigned_user_uuids,
            "custom_fields": custom_fields,
        },
    )
