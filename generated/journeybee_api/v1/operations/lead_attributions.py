# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
"""Operations of the API tagged lead_attributions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._runtime import Operation

if TYPE_CHECKING:
    import datetime

    from ..models.lead_attribution import LeadAttribution


def list_lead_attributions(
    uuid: str,
) -> Operation[list[LeadAttribution]]:
    """List the attributions of a lead.

    GET /leads/{uuid}/attributions

    Args:
        uuid: Uuid of the object.
    """
    return Operation(
        __name__,
        "list_lead_attributions",
        "GET",
        "/leads/{uuid}/attributions",
        responses={200: "list[LeadAttribution]"},
        path={"uuid": uuid},
    )


def create_lead_attribution(
    uuid: str,
    *,
    attribution_uuid: str,
    attributed_date: str | datetime.date,
) -> Operation[LeadAttribution]:
    """Attach an attribution to a lead.

    POST /leads/{uuid}/attributions

    Args:
        uuid: Uuid of the object.
    """
    return Operation(
        __name__,
        "create_lead_attribution",
        "POST",
        "/leads/{uuid}/attributions",
        responses={201: "LeadAttribution"},
        path={"uuid": uuid},
        body={"attribution_uuid": attribution_uuid, "attributed_date": attributed_date},
    )


def delete_lead_attribution(
    uuid: str,
    sub_uuid: str,
) -> Operation[None]:
    """Detach an attribution from a lead.

    DELETE /leads/{uuid}/attributions/{subUuid}

    Args:
        uuid: Uuid of the object.
        sub_uuid: Uuid of the nested object.
    """
    return Operation(
        __name__,
        "delete_lead_attribution",
        "DELETE",
        "/leads/{uuid}/attributions/{subUuid}",
        responses={204: "None"},
        path={"uuid": uuid, "subUuid": sub_uuid},
    )
