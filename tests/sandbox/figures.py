"""The reports, worked out a second time from what the API shows."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pytest

from journeybee.sandbox.surfaces.analytics import SESSIONS
from tests.sandbox.driver import Api

# The default period on 20 August 2025.
YEAR = ("2025-01-01", "2025-12-31")


class Figures:
    """The demo world as the API shows it, and the reports worked out from that by hand."""

    def __init__(self, api: Api) -> None:
        self.partners = api.everything("/partners")
        # By what they belong to: a walk through all of them for each partner takes seconds.
        self.leads: dict[str, list[Any]] = defaultdict(list)
        for lead in api.everything("/leads/"):
            if lead["partner"]:
                self.leads[lead["partner"]["uuid"]].append(lead)
        self.deals: dict[str, list[Any]] = defaultdict(list)
        for deal in api.everything("/deals/"):
            self.deals[deal["lead"]["uuid"]].append(deal)
        self.phases = {stage["uuid"]: stage["phase"] for stage in api.get("/stages/")}
        self.sessions = {
            partner: value
            for (kind, partner), value in api.sandbox.store.singletons.items()
            if kind == SESSIONS
        }

    def leads_of(self, partner: Any, span: tuple[str, str], direction: str = "all") -> list[Any]:
        found = []
        for lead in self.leads[partner["uuid"]]:
            received = lead["source"] in ("partnership", "lead_submission_form")
            wrong = {"all": False, "received": not received, "sent": received}[direction]
            if wrong and partner["partner_type"] == "referral":
                continue
            if span[0] <= lead["created_at"][:10] <= span[1]:
                found.append(lead)
        return found

    def engagement(
        self, partners: list[Any], span: tuple[str, str] = YEAR, limit: int = 10
    ) -> list[Any]:
        rows = []
        for partner in partners:
            users, views, seconds, count = set(), 0, 0, 0
            for session in self.sessions[partner["uuid"]]:
                if span[0] <= session["day"] <= span[1]:
                    users.add(session["user_uuid"])
                    views += session["page_views"]
                    seconds += session["duration"]
                    count += 1
            if count:
                rows.append(
                    {
                        "name": partner["name"],
                        "logo_uuid": partner["partner_logo_uuid"],
                        "partner_type": partner["partner_type"],
                        "unique_users": len(users),
                        "total_sessions": count,
                        "total_page_views": views,
                        "avg_session_duration_seconds": round(seconds / count, 2),
                    }
                )
        rows.sort(key=lambda r: r["name"])
        for name in ("total_page_views", "unique_users", "total_sessions"):
            rows.sort(key=lambda r: r[name], reverse=True)
        return rows[:limit]

    def revenue(
        self,
        partners: list[Any],
        span: tuple[str, str] = YEAR,
        limit: int = 10,
        direction: str = "all",
    ) -> list[Any]:
        rows = []
        always = ("0000", "9999")
        for partner in partners:
            leads = self.leads_of(partner, span, direction)
            counted = {lead["uuid"] for lead in self.leads_of(partner, always, direction)}
            deals = [
                deal
                for uuid in counted
                for deal in self.deals[uuid]
                if deal["currency"]["code"] == "EUR"
                and span[0] <= deal["created_at"][:10] <= span[1]
            ]
            if not leads and not deals:
                continue
            phase = [self.phases[deal["stage"]["uuid"]] for deal in deals]
            won = [d["deal_value"] for d, p in zip(deals, phase, strict=True) if p == "closed_won"]
            closed = [p for p in phase if p in ("closed_won", "closed_lost")]
            open_ = [
                d["deal_value"]
                for d, p in zip(deals, phase, strict=True)
                if p not in ("closed_won", "closed_lost")
            ]
            converted = len([lead for lead in leads if lead["status"] == "converted"])
            rows.append(
                {
                    "uuid": partner["uuid"],
                    "name": partner["name"],
                    "logo_uuid": partner["partner_logo_uuid"],
                    "partner_type": partner["partner_type"],
                    "revenue": pytest.approx(sum(won), abs=0.01),
                    "open_pipeline": pytest.approx(sum(open_), abs=0.01),
                    "won_deals": len(won),
                    "total_deals": len(deals),
                    "avg_deal_value": pytest.approx(sum(won) / len(won) if won else 0, abs=0.01),
                    "total_leads": len(leads),
                    "converted_leads": converted,
                    "conversion_rate": pytest.approx(
                        100 * converted / len(leads) if leads else 0, abs=0.01
                    ),
                    "win_rate": pytest.approx(
                        100 * len(won) / len(closed) if closed else 0, abs=0.01
                    ),
                }
            )
            rows[-1]["order"] = (-sum(won), -sum(open_), -len(leads), partner["name"])
        rows.sort(key=lambda row: row["order"])
        for row in rows:
            del row["order"]
        return rows[:limit]
