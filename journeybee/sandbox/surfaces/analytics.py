"""The three reports, computed from the sandbox's own partners, portal sessions, leads and deals.

All three share the documented parameters. A partner counts when it has the asked type, is one of
`partner_uuids`, and its category, tier and partnership stage are among the asked ones. A lead or
session counts when its day lies in the period, first and last day included; so does a deal, by the
day it was created. The direction of a lead follows from its source: a partner's own leads
(`partnership`, `lead_submission_form`) are received, all others sent.

`lead_direction` concerns referral partners only. In the revenue leaderboard and the timeline it
picks the leads, and with them the deals, that count. Portal sessions have no direction: the
engagement leaderboard keeps those referral partners that have a lead of that direction in the
period.

A partner with nothing to count is left out, unless `partner_uuids` names it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from journeybee.sandbox.crud.catalog import Call
from journeybee.sandbox.crud.resources import Resources
from journeybee.sandbox.errors import invalid
from journeybee.sandbox.spec.references import key_of
from journeybee.sandbox.spec.values import as_list
from journeybee.sandbox.store.items import Item
from journeybee.sandbox.surfaces.periods import DateRange, asked_range, months_of

# Each report has its own default limit, whose value the documentation does not give.
DEFAULT_LIMIT = 10
# The visits of a partner's users to the portal, each with user_uuid, day, page_views and duration
# (seconds), are one value kept for the partner.
SESSIONS = "partners/sessions"
RECEIVED_SOURCES = ("partnership", "lead_submission_form")


def direction(lead: Item) -> str:
    """Which way a lead went: "received" or "sent"."""
    return "received" if lead.get("source") in RECEIVED_SOURCES else "sent"


@dataclass(frozen=True, slots=True)
class _Report:
    """One request for a report: its partners, its time and how it picks leads."""

    resources: Resources
    query: Mapping[str, Any]
    range: DateRange

    @classmethod
    def of(cls, resources: Resources, call: Call) -> _Report:
        return cls(resources, call.query, asked_range(call.query, resources.make.now().date()))

    @property
    def limit(self) -> int:
        return int(self.query.get("limit", DEFAULT_LIMIT))

    @property
    def named(self) -> set[str]:
        return set(as_list(self.query.get("partner_uuids")) or ())

    def partners(self) -> list[Item]:
        return [p for p in self.resources.store.items("partners") if self._asked(p)]

    def _asked(self, partner: Item) -> bool:
        named = as_list(self.query.get("partner_uuids"))
        if named is not None and partner["uuid"] not in named:
            return False
        if self.query.get("partner_type", partner.get("partner_type")) != partner.get(
            "partner_type"
        ):
            return False
        for name in ("category", "tier", "stage"):
            wanted = as_list(self.query.get(f"{name}_uuids"))
            if wanted is not None and key_of(partner.get(name)) not in wanted:
                return False
        return True

    def counts(self, partner: Item, lead: Item) -> bool:
        """Whether a lead of the partner goes the asked way."""
        asked = self.query.get("lead_direction", "all")
        return asked in ("all", direction(lead)) or partner.get("partner_type") != "referral"

    def leads(self, partners: list[Item]) -> dict[str, list[Item]]:
        """The leads of each partner that count, whenever they were created."""
        by_uuid = {partner["uuid"]: partner for partner in partners}
        found: dict[str, list[Item]] = {uuid: [] for uuid in by_uuid}
        for lead in self.resources.store.items("leads"):
            uuid = key_of(lead.get("partner"))
            if uuid in by_uuid and self.counts(by_uuid[uuid], lead):
                found[uuid].append(lead)
        return found

    def in_time(self, items: list[Item]) -> list[Item]:
        return [item for item in items if day_of(item) in self.range]


def day_of(item: Item) -> date:
    """The day an item was created."""
    return date.fromisoformat(item["created_at"][:10])


def engagement(resources: Resources, call: Call) -> list[Item]:
    """Partners by portal usage.

    Most sessions first; ties by users, then page views (both descending), then name and age.
    """
    report = _Report.of(resources, call)
    partners = report.partners()
    if report.query.get("lead_direction", "all") != "all":
        leads = report.leads(partners)
        partners = [
            p
            for p in partners
            if p.get("partner_type") != "referral" or report.in_time(leads[p["uuid"]])
        ]
    rows = [
        row
        for partner in partners
        if (row := _engagement_row(report, partner))["total_sessions"]
        or partner["uuid"] in report.named
    ]
    rows.sort(
        key=lambda row: (
            -row["total_sessions"],
            -row["unique_users"],
            -row["total_page_views"],
            row["name"],
        )
    )
    return rows[: report.limit]


def _engagement_row(report: _Report, partner: Item) -> Item:
    sessions = [
        session
        for session in report.resources.store.singletons.get((SESSIONS, partner["uuid"]), ())
        if date.fromisoformat(session["day"]) in report.range
    ]
    seconds = sum(session["duration"] for session in sessions)
    return {
        "name": partner["name"],
        "logo_uuid": partner.get("partner_logo_uuid"),
        "partner_type": partner.get("partner_type", "referral"),
        "unique_users": len({session["user_uuid"] for session in sessions}),
        "total_sessions": len(sessions),
        "total_page_views": sum(session["page_views"] for session in sessions),
        "avg_session_duration_seconds": _ratio(seconds, len(sessions)),
    }


def revenue(resources: Resources, call: Call) -> Item:
    """Partners by the value of their won deals, in the company's first currency.

    Deals in another currency are left out. Open pipeline is the value of the deals that are neither
    won nor lost; the average is over won deals. Rates are percentages: converted of all leads, won
    of won and lost deals. Ties in revenue go by open pipeline, then leads (descending), then name.
    """
    report = _Report.of(resources, call)
    partners = report.partners()
    leads = report.leads(partners)
    currencies = resources.store.items("currencies")
    currency = currencies[0]["code"] if currencies else ""
    deals = _deals(report, leads, currency)
    rows = [
        _revenue_row(
            report, partner, report.in_time(leads[partner["uuid"]]), deals[partner["uuid"]]
        )
        for partner in partners
    ]
    rows = [
        row
        for row in rows
        if row["total_leads"] or row["total_deals"] or row["uuid"] in report.named
    ]
    rows.sort(
        key=lambda row: (-row["revenue"], -row["open_pipeline"], -row["total_leads"], row["name"])
    )
    return {
        "currency_code": currency,
        "period": report.range.to_json(),
        "partners": rows[: report.limit],
    }


def _deals(report: _Report, leads: dict[str, list[Item]], currency: str) -> dict[str, list[Item]]:
    """The deals of each partner that count: in time, of a lead that counts, in the currency."""
    owner = {lead["uuid"]: partner for partner, found in leads.items() for lead in found}
    deals: dict[str, list[Item]] = {partner: [] for partner in leads}
    for deal in report.resources.store.items("deals"):
        partner = owner.get(deal["lead"]["uuid"])
        if partner and deal["currency"]["code"] == currency and day_of(deal) in report.range:
            deals[partner].append(deal)
    return deals


def _phase(report: _Report, deal: Item) -> str:
    stage = report.resources.store.get("stages", key_of(deal.get("stage")))
    phase = (stage or {}).get("phase")
    return {"closed_won": "won", "closed_lost": "lost"}.get(phase or "", "open")


def _revenue_row(report: _Report, partner: Item, leads: list[Item], deals: list[Item]) -> Item:
    values: dict[str, list[float]] = {"won": [], "lost": [], "open": []}
    for deal in deals:
        values[_phase(report, deal)].append(deal["deal_value"])
    won, lost = values["won"], values["lost"]
    converted = sum(lead["status"] == "converted" for lead in leads)
    row: Item = {
        "uuid": partner["uuid"],
        "name": partner["name"],
        "logo_uuid": partner.get("partner_logo_uuid"),
        "partner_type": partner.get("partner_type", "referral"),
        "revenue": round(sum(won), 2),
        "open_pipeline": round(sum(values["open"]), 2),
        "won_deals": len(won),
        "total_deals": len(deals),
        "avg_deal_value": _ratio(sum(won), len(won)),
        "total_leads": len(leads),
        "converted_leads": converted,
        "conversion_rate": _ratio(100 * converted, len(leads)),
        "win_rate": _ratio(100 * len(won), len(won) + len(lost)),
    }
    return row


def leads_timeline(resources: Resources, call: Call) -> Item:
    """The leads of one partner for each calendar month that the period touches.

    Converted leads are those of that status, rejected ones the lost, pending ones all others.
    Months of a partner that the other parameters exclude are zero.
    """
    report = _Report.of(resources, call)
    uuid = call.query["partner_uuid"]
    if resources.store.get("partners", uuid) is None:
        raise invalid("querystring/partner_uuid: Partner not found")
    asked = [partner for partner in report.partners() if partner["uuid"] == uuid]
    leads = report.in_time(report.leads(asked).get(uuid, []))
    return {
        "partner_uuid": uuid,
        "period": report.range.to_json(),
        "months": [
            _month(first, [lead for lead in leads if day_of(lead).replace(day=1) == first])
            for first in months_of(report.range)[: call.query.get("limit")]
        ],
    }


def _month(first: date, leads: list[Item]) -> Item:
    converted = sum(lead["status"] == "converted" for lead in leads)
    rejected = sum(lead["status"] == "lost" for lead in leads)
    received = sum(direction(lead) == "received" for lead in leads)
    return {
        "label": f"{first:%b %Y}",
        "total": len(leads),
        "received": received,
        "sent": len(leads) - received,
        "converted": converted,
        "rejected": rejected,
        "pending": len(leads) - converted - rejected,
    }


def _ratio(total: float, count: int) -> float:
    return round(total / count, 2) if count else 0
