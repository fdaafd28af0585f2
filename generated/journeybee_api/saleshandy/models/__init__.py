# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
"""The models of this surface; each is loaded when it is first named."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .account_client import AccountClient
    from .client import Client
    from .consolidated_figures import ConsolidatedFigures
    from .consolidated_stats import ConsolidatedStats
    from .count_by import CountBy
    from .email_account_figures import EmailAccountFigures
    from .email_account_row import EmailAccountRow
    from .email_account_stats import EmailAccountStats
    from .email_stats import EmailStats
    from .email_status import EmailStatus
    from .prospect_stats import ProspectStats
    from .report_type import ReportType
    from .sent_email import SentEmail
    from .sequence_figures import SequenceFigures
    from .sequence_stats import SequenceStats
    from .sort_order import SortOrder
    from .team_stats_order import TeamStatsOrder
    from .yes_no import YesNo

__all__ = [
    "AccountClient",
    "Client",
    "ConsolidatedFigures",
    "ConsolidatedStats",
    "CountBy",
    "EmailAccountFigures",
    "EmailAccountRow",
    "EmailAccountStats",
    "EmailStats",
    "EmailStatus",
    "ProspectStats",
    "ReportType",
    "SentEmail",
    "SequenceFigures",
    "SequenceStats",
    "SortOrder",
    "TeamStatsOrder",
    "YesNo",
]

_MODULES = {
    "AccountClient": "account_client",
    "Client": "client",
    "ConsolidatedFigures": "consolidated_figures",
    "ConsolidatedStats": "consolidated_stats",
    "CountBy": "count_by",
    "EmailAccountFigures": "email_account_figures",
    "EmailAccountRow": "email_account_row",
    "EmailAccountStats": "email_account_stats",
    "EmailStats": "email_stats",
    "EmailStatus": "email_status",
    "ProspectStats": "prospect_stats",
    "ReportType": "report_type",
    "SentEmail": "sent_email",
    "SequenceFigures": "sequence_figures",
    "SequenceStats": "sequence_stats",
    "SortOrder": "sort_order",
    "TeamStatsOrder": "team_stats_order",
    "YesNo": "yes_no",
}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(f".{_MODULES[name]}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
