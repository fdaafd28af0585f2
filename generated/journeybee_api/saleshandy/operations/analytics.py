# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
"""Operations of the API tagged analytics."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..._runtime import UNSET, Operation, UnlistedStr, Unset

if TYPE_CHECKING:
    from ..models.consolidated_stats import ConsolidatedStats
    from ..models.count_by import CountBy
    from ..models.email_account_stats import EmailAccountStats
    from ..models.report_type import ReportType
    from ..models.sequence_stats import SequenceStats
    from ..models.sort_order import SortOrder
    from ..models.team_stats_order import TeamStatsOrder


def consolidated_stats(
    *,
    sequence_ids: list[str] | Unset = UNSET,
    start_date: str | Unset = UNSET,
    end_date: str | Unset = UNSET,
    page_num: int | Unset = UNSET,
    page_limit: int | Unset = UNSET,
) -> Operation[ConsolidatedStats]:
    """The emails sent by sequences, one by one.

    POST /analytics/consolidated-stats

    Args:
        start_date: YYYY-MM-DD, at most 2 years back.
        end_date: YYYY-MM-DD, at most 1 year after startDate.
        page_num: Number of the page, from 1; the page's text asks for more than 1.
        page_limit: Rows on a page.
    """
    return Operation(
        __name__,
        "consolidated_stats",
        "POST",
        "/analytics/consolidated-stats",
        responses={200: "ConsolidatedStats"},
        body={
            "sequenceIds": sequence_ids,
            "startDate": start_date,
            "endDate": end_date,
            "pageNum": page_num,
            "pageLimit": page_limit,
        },
        idempotent=True,
    )


def email_account_stats(
    *,
    email_id: str | Unset = UNSET,
) -> Operation[EmailAccountStats]:
    """Figures of one sending account.

    POST /analytics/emailaccount/stats
    """
    return Operation(
        __name__,
        "email_account_stats",
        "POST",
        "/analytics/emailaccount/stats",
        responses={200: "EmailAccountStats"},
        body={"emailId": email_id},
        idempotent=True,
    )


def sequence_stats(
    *,
    sequence_id: str | Unset = UNSET,
) -> Operation[SequenceStats]:
    """Figures of one sequence.

    POST /analytics/stats
    """
    return Operation(
        __name__,
        "sequence_stats",
        "POST",
        "/analytics/stats",
        responses={200: "SequenceStats"},
        body={"sequenceId": sequence_id},
        idempotent=True,
    )


def team_stats(
    *,
    user_ids: list[str] | Unset = UNSET,
    start_date: str | Unset = UNSET,
    end_date: str | Unset = UNSET,
    count_by: CountBy | UnlistedStr | Unset = UNSET,
    limit: int | Unset = UNSET,
    page: int | Unset = UNSET,
    sort_order: SortOrder | UnlistedStr | Unset = UNSET,
    order_by: TeamStatsOrder | UnlistedStr | Unset = UNSET,
    type: ReportType | UnlistedStr | Unset = UNSET,
) -> Operation[Any]:
    """Figures of each member of the team.

    The page shows no body of an answer.

    POST /analytics/team/stats

    Args:
        user_ids: Encrypted ids of users.
        start_date: ISO 8601 with offset.
        end_date: ISO 8601 with offset.
        count_by: Whether figures are shares or counts.
        limit: Rows on a page.
        page: Number of the page, from 1.
        sort_order: Ascending or descending.
        order_by: What a team report is sorted by. The page prints the values for prospect and
            for email reports as one list.
        type: What a team report is about.
    """
    return Operation(
        __name__,
        "team_stats",
        "POST",
        "/analytics/team/stats",
        responses={200: "Any"},
        body={
            "userIds": user_ids,
            "startDate": start_date,
            "endDate": end_date,
            "countBy": count_by,
            "limit": limit,
            "page": page,
            "sortOrder": sort_order,
            "orderBy": order_by,
            "type": type,
        },
        idempotent=True,
    )
