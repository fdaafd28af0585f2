# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
"""Operations of the API tagged deal_stages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._runtime import UNSET, Operation, UnlistedStr, Unset

if TYPE_CHECKING:
    from ..models.created import Created
    from ..models.deal_stage import DealStage
    from ..models.deal_stage_phase import DealStagePhase
    from ..models.partner_type import PartnerType
    from ..models.stage_change import StageChange
    from ..models.stages_update import StagesUpdate
    from ..models.updated_ids import UpdatedIds


def list_deal_stages() -> Operation[list[DealStage]]:
    """List deal stages.

    GET /stages/lead-deal-stages
    """
    return Operation(
        __name__,
        "list_deal_stages",
        "GET",
        "/stages/lead-deal-stages",
        responses={200: "list[DealStage]"},
    )


def create_deal_stage(
    *,
    label: str,
    phase: DealStagePhase | UnlistedStr,
    partner_type: PartnerType | UnlistedStr | Unset = UNSET,
    series: int | Unset = UNSET,
) -> Operation[Created]:
    """Create a deal stage.

    POST /stages/lead-deal-stages

    Args:
        phase: What a deal stage counts as; commission and reports go by it.
        partner_type: Kind of partnership.
        series: By default the next one.
    """
    return Operation(
        __name__,
        "create_deal_stage",
        "POST",
        "/stages/lead-deal-stages",
        responses={201: "Created"},
        body={"label": label, "phase": phase, "partner_type": partner_type, "series": series},
    )


def update_deal_stages(
    *,
    body: StagesUpdate | list[StageChange],
) -> Operation[UpdatedIds]:
    """Change deal stages.

    As with partner stages, the list may come bare.

    PATCH /stages/lead-deal-stages
    """
    return Operation(
        __name__,
        "update_deal_stages",
        "PATCH",
        "/stages/lead-deal-stages",
        responses={200: "UpdatedIds"},
        body=body,
    )
