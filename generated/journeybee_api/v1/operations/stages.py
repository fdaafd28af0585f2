# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
"""Operations of the API tagged stages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._runtime import UNSET, Operation, UnlistedStr, Unset

if TYPE_CHECKING:
    from ..models.partner_type import PartnerType
    from ..models.stage import Stage
    from ..models.stage_association import StageAssociation
    from ..models.stage_phase import StagePhase


def list_stages(
    *,
    partner_type: PartnerType | UnlistedStr | None = None,
    association: StageAssociation | UnlistedStr | None = None,
) -> Operation[list[Stage]]:
    """List stages.

    All of them at once, without pages.

    GET /stages/

    Args:
        partner_type: Kind of partnership.
        association: Pipeline of a stage.
    """
    return Operation(
        __name__,
        "list_stages",
        "GET",
        "/stages/",
        responses={200: "list[Stage]"},
        query={"partner_type": partner_type, "association": association},
    )


def create_stage(
    *,
    label: str,
    association: StageAssociation | UnlistedStr | Unset = UNSET,
    partner_type: PartnerType | UnlistedStr | None | Unset = UNSET,
    phase: StagePhase | UnlistedStr | None | Unset = UNSET,
    series: float | Unset = UNSET,
) -> Operation[Stage]:
    """Create a stage.

    POST /stages/

    Args:
        association: Pipeline of a stage.
        partner_type: Kind of partnership.
        phase: What a stage means. Values of the older API: partner stages are in discovery,
            evaluation, active or inactive, deal stages in discovery, negotiation, closed_won or
            closed_lost.
        series: Place in the order; the end when left out.
    """
    return Operation(
        __name__,
        "create_stage",
        "POST",
        "/stages/",
        responses={201: "Stage"},
        body={
            "label": label,
            "association": association,
            "partner_type": partner_type,
            "phase": phase,
            "series": series,
        },
    )


def get_stage(
    uuid: str,
) -> Operation[Stage]:
    """Get a stage.

    GET /stages/{uuid}

    Args:
        uuid: Uuid of the object.
    """
    return Operation(
        __name__,
        "get_stage",
        "GET",
        "/stages/{uuid}",
        responses={200: "Stage"},
        path={"uuid": uuid},
    )


def delete_stage(
    uuid: str,
) -> Operation[None]:
    """Delete a stage.

    Refused with 409 while it is in use.

    DELETE /stages/{uuid}

    Args:
        uuid: Uuid of the object.
    """
    return Operation(
        __name__,
        "delete_stage",
        "DELETE",
        "/stages/{uuid}",
        responses={204: "None"},
        path={"uuid": uuid},
    )


def update_stage(
    uuid: str,
    *,
    label: str | Unset = UNSET,
    phase: StagePhase | UnlistedStr | None | Unset = UNSET,
    series: float | Unset = UNSET,
) -> Operation[Stage]:
    """Change a stage.

    PATCH /stages/{uuid}

    Args:
        uuid: Uuid of the object.
        phase: What a stage means. Values of the older API: partner stages are in discovery,
            evaluation, active or inactive, deal stages in discovery, negotiation, closed_won or
            closed_lost.
        series: Place in the order.
    """
    return Operation(
        __name__,
        "update_stage",
        "PATCH",
        "/stages/{uuid}",
        responses={200: "Stage"},
        path={"uuid": uuid},
        body={"label": label, "phase": phase, "series": series},
    )
