# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
"""Operations of the API tagged analytics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._runtime import Operation, UnlistedStr

if TYPE_CHECKING:
    import datetime

    from ..models.lead_direction import LeadDirection
    from ..models.partner_engagement import PartnerEngagement
    from ..models.partner_leads_timeline import PartnerLeadsTimeline
    from ..models.partner_revenue_leaderboard import PartnerRevenueLeaderboard
    from ..models.partner_type import PartnerType
    from ..models.period import Period


def partner_engagement_leaderboard(
    *,
    period: Period | UnlistedStr | None = None,
    start_date: str | datetime.date | None = None,
    end_date: str | datetime.date | None = None,
    partner_type: PartnerType | UnlistedStr | None = None,
    lead_direction: LeadDirection | UnlistedStr | None = None,
    partner_uuids: str | list[str] | None = None,
    category_uuids: str | list[str] | None = None,
    tier_uuids: str | list[str] | None = None,
    stage_uuids: str | list[str] | None = None,
    limit: int | None = None,
) -> Operation[list[PartnerEngagement]]:
    """Rank partners by portal usage.

    The rows stop at limit; there is no second page.

    GET /analytics/engagement/partners

    Args:
        period: A span of time, counted from today.
        start_date: First day, ISO date. Use with end_date.
        end_date: Last day, ISO date. Use with start_date.
        partner_type: Kind of partnership.
        lead_direction: Which way leads went.
        partner_uuids: Only these partnerships. One uuid or several; one gives that partner's
            scorecard.
        category_uuids: Only partners of these categories. One uuid or several.
        tier_uuids: Only partners of these tiers. One uuid or several.
        stage_uuids: Only partners at these partnership stages. One uuid or several.
        limit: Rows at most. Each report has its own default.
    """
    return Operation(
        __name__,
        "partner_engagement_leaderboard",
        "GET",
        "/analytics/engagement/partners",
        responses={200: "list[PartnerEngagement]"},
        query={
            "period": period,
            "start_date": start_date,
            "end_date": end_date,
            "partner_type": partner_type,
            "lead_direction": lead_direction,
            "partner_uuids": partner_uuids,
            "category_uuids": category_uuids,
            "tier_uuids": tier_uuids,
            "stage_uuids": stage_uuids,
            "limit": limit,
        },
    )


def partner_revenue_leaderboard(
    *,
    period: Period | UnlistedStr | None = None,
    start_date: str | datetime.date | None = None,
    end_date: str | datetime.date | None = None,
    partner_type: PartnerType | UnlistedStr | None = None,
    lead_direction: LeadDirection | UnlistedStr | None = None,
    partner_uuids: str | list[str] | None = None,
    category_uuids: str | list[str] | None = None,
    tier_uuids: str | list[str] | None = None,
    stage_uuids: str | list[str] | None = None,
    limit: int | None = None,
) -> Operation[PartnerRevenueLeaderboard]:
    """Rank partners by revenue.

    The rows stop at limit; there is no second page. Naming a single partner gives that
    partner's scorecard.

    GET /analytics/partners

    Args:
        period: A span of time, counted from today.
        start_date: First day, ISO date. Use with end_date.
        end_date: Last day, ISO date. Use with start_date.
        partner_type: Kind of partnership.
        lead_direction: Which way leads went.
        partner_uuids: Only these partnerships. One uuid or several; one gives that partner's
            scorecard.
        category_uuids: Only partners of these categories. One uuid or several.
        tier_uuids: Only partners of these tiers. One uuid or several.
        stage_uuids: Only partners at these partnership stages. One uuid or several.
        limit: Rows at most. Each report has its own default.
    """
    return Operation(
        __name__,
        "partner_revenue_leaderboard",
        "GET",
        "/analytics/partners",
        responses={200: "PartnerRevenueLeaderboard"},
        query={
            "period": period,
            "start_date": start_date,
            "end_date": end_date,
            "partner_type": partner_type,
            "lead_direction": lead_direction,
            "partner_uuids": partner_uuids,
            "category_uuids": category_uuids,
            "tier_uuids": tier_uuids,
            "stage_uuids": stage_uuids,
            "limit": limit,
        },
    )


def partner_leads_timeline(
    *,
    period: Period | UnlistedStr | None = None,
    start_date: str | datetime.date | None = None,
    end_date: str | datetime.date | None = None,
    partner_type: PartnerType | UnlistedStr | None = None,
    lead_direction: LeadDirection | UnlistedStr | None = None,
    partner_uuids: str | list[str] | None = None,
    category_uuids: str | list[str] | None = None,
    tier_uuids: str | list[str] | None = None,
    stage_uuids: str | list[str] | None = None,
    limit: int | None = None,
    partner_uuid: str,
) -> Operation[PartnerLeadsTimeline]:
    """Count one partnership's leads by month.

    GET /analytics/partners/leads-timeline

    Args:
        period: A span of time, counted from today.
        start_date: First day, ISO date. Use with end_date.
        end_date: Last day, ISO date. Use with start_date.
        partner_type: Kind of partnership.
        lead_direction: Which way leads went.
        partner_uuids: Only these partnerships. One uuid or several; one gives that partner's
            scorecard.
        category_uuids: Only partners of these categories. One uuid or several.
        tier_uuids: Only partners of these tiers. One uuid or several.
        stage_uuids: Only partners at these partnership stages. One uuid or several.
        limit: Rows at most. Each report has its own default.
        partner_uuid: The partnership.
    """
    return Operation(
        __name__,
        "partner_leads_timeline",
        "GET",
        "/analytics/partners/leads-timeline",
        responses={200: "PartnerLeadsTimeline"},
        query={
            "period": period,
            "start_date": start_date,
            "end_date": end_date,
            "partner_type": partner_type,
            "lead_direction": lead_direction,
            "partner_uuids": partner_uuids,
            "category_uuids": category_uuids,
            "tier_uuids": tier_uuids,
            "stage_uuids": stage_uuids,
            "limit": limit,
            "partner_uuid": partner_uuid,
        },
    )
