# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
"""Operations of the API tagged partner_stages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._runtime import UNSET, Operation, UnlistedStr, Unset

if TYPE_CHECKING:
    from ..models.created import Created
    from ..models.partner_stage import PartnerStage
    from ..models.partner_stage_phase import PartnerStagePhase
    from ..models.partner_type import PartnerType
    from ..models.stage_change import StageChange
    from ..models.stages_update import StagesUpdate
    from ..models.updated_ids import UpdatedIds


def list_partner_stages() -> Operation[list[PartnerStage]]:
    """List partner stages.

    GET /stages/partner-stages
    """
    return Operation(
        __name__,
        "list_partner_stages",
        "GET",
        "/stages/partner-stages",
        responses={200: "list[PartnerStage]"},
    )


def create_partner_stage(
    *,
    label: str,
    partner_type: PartnerType | UnlistedStr,
    phase: PartnerStagePhase | UnlistedStr | Unset = UNSET,
    series: int | Unset = UNSET,
) -> Operation[Created]:
    """Create a partner stage.

    POST /stages/partner-stages

    Args:
        partner_type: Kind of partnership.
        phase: What a partner stage counts as.
        series: By default the next one.
    """
    return Operation(
        __name__,
        "create_partner_stage",
        "POST",
        "/stages/partner-stages",
        responses={201: "Created"},
        body={"label": label, "partner_type": partner_type, "phase": phase, "series": series},
    )


def update_partner_stages(
    *,
    body: StagesUpdate | list[StageChange],
) -> Operation[UpdatedIds]:
    """Change partner stages.

    The list may come bare instead of wrapped: the schema on the page wraps it, the sample does
    not.

    PATCH /stages/partner-stages
    """
    return Operation(
        __name__,
        "update_partner_stages",
        "PATCH",
        "/stages/partner-stages",
        responses={200: "UpdatedIds"},
        body=body,
    )
