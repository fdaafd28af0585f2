"""The reports against an independent computation over what the sandbox answers elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from journeybee.sandbox import Sandbox
from journeybee.sandbox.surfaces.analytics import SESSIONS
from journeybee.sandbox.surfaces.periods import named_range
from tests.sandbox.driver import UNKNOWN, Api
from tests.sandbox.figures import YEAR, Figures

ENGAGEMENT = "/analytics/engagement/partners"
REVENUE = "/analytics/partners"
TIMELINE = "/analytics/partners/leads-timeline"
# What the periods mean on 20 August 2025.
PERIODS = {
    "current_year": ("2025-01-01", "2025-12-31"),
    "last_year": ("2024-01-01", "2024-12-31"),
    "current_quarter": ("2025-07-01", "2025-09-30"),
    "last_quarter": ("2025-04-01", "2025-06-30"),
    "current_month": ("2025-08-01", "2025-08-31"),
    "last_month": ("2025-07-01", "2025-07-31"),
    "last_30_days": ("2025-07-22", "2025-08-20"),
    "last_90_days": ("2025-05-23", "2025-08-20"),
    "last_6_months": ("2025-02-20", "2025-08-20"),
    "last_12_months": ("2024-08-20", "2025-08-20"),
}


@pytest.fixture(scope="module")
def figures(demo: Api) -> Figures:
    return Figures(demo)


def having(name: str, uuids: list[str]) -> Callable[[Any], bool]:
    return lambda partner: bool(partner[name]) and partner[name]["uuid"] in uuids


def selections(figures: Figures) -> dict[str, tuple[dict[str, Any], Callable[[Any], bool]]]:
    """Query parameters that choose partners, each with what it should mean."""
    # Partners with sessions and won deals, so that no expectation is an empty list.
    ranked = [row["uuid"] for row in figures.revenue(figures.partners, limit=400)]
    partners = ranked[3:40:9]
    found: dict[str, tuple[dict[str, Any], Callable[[Any], bool]]] = {
        "partner_type": (
            {"partner_type": "reseller"},
            lambda partner: partner["partner_type"] == "reseller",
        ),
        "partner_uuids": (
            {"partner_uuids": partners},
            lambda partner: partner["uuid"] in partners,
        ),
    }
    for name in ("category", "tier", "stage"):
        counted = Counter(p[name]["uuid"] for p in figures.partners if p[name])
        uuids = [uuid for uuid, _ in counted.most_common(3)][1:]
        found[f"{name}_uuids"] = ({f"{name}_uuids": uuids}, having(name, uuids))
    return found


SELECTORS = ["partner_type", "partner_uuids", "category_uuids", "tier_uuids", "stage_uuids"]


@pytest.mark.parametrize("selector", SELECTORS)
def test_engagement_by_selection(demo: Api, figures: Figures, selector: str) -> None:
    query, holds = selections(figures)[selector]
    chosen = [partner for partner in figures.partners if holds(partner)]
    assert 0 < len(chosen) < len(figures.partners)
    rows = demo.get(ENGAGEMENT, **query, limit=100)
    assert rows == figures.engagement(chosen, limit=100)
    assert rows


@pytest.mark.parametrize("selector", SELECTORS)
def test_revenue_by_selection(demo: Api, figures: Figures, selector: str) -> None:
    query, holds = selections(figures)[selector]
    chosen = [partner for partner in figures.partners if holds(partner)]
    answer = demo.get(REVENUE, **query, limit=100)
    assert answer["partners"] == figures.revenue(chosen, limit=100)
    assert answer["partners"]


@pytest.mark.parametrize(("period", "span"), PERIODS.items())
def test_engagement_by_period(
    demo: Api, figures: Figures, period: str, span: tuple[str, str]
) -> None:
    rows = demo.get(ENGAGEMENT, period=period, limit=100)
    assert rows == figures.engagement(figures.partners, span, 100)
    assert rows


@pytest.mark.parametrize(("period", "span"), PERIODS.items())
def test_revenue_by_period(demo: Api, figures: Figures, period: str, span: tuple[str, str]) -> None:
    answer = demo.get(REVENUE, period=period)
    assert answer["currency_code"] == "EUR"
    assert answer["period"] == {"start_date": span[0], "end_date": span[1]}
    assert answer["partners"] == figures.revenue(figures.partners, span)


def test_two_dates_replace_the_period(demo: Api, figures: Figures) -> None:
    span = ("2025-03-05", "2025-04-10")
    dates = {"start_date": span[0], "end_date": span[1]}
    expected = figures.engagement(figures.partners, span)
    assert demo.get(ENGAGEMENT, **dates) == expected
    assert demo.get(ENGAGEMENT, **dates, period="last_year") == expected
    assert demo.get(REVENUE, **dates)["period"] == dates


def test_one_date_alone_does_not(demo: Api, figures: Figures) -> None:
    expected = figures.engagement(figures.partners)
    assert demo.get(ENGAGEMENT, start_date="2025-03-05") == expected
    assert demo.get(ENGAGEMENT, end_date="2025-03-05") == expected


def test_first_and_last_day_are_included(demo: Api, figures: Figures) -> None:
    day = "2025-08-01"
    rows = demo.get(ENGAGEMENT, start_date=day, end_date=day, limit=100)
    assert rows == figures.engagement(figures.partners, (day, day), 100)
    assert rows


def test_the_year_is_the_default_and_ten_rows(demo: Api, figures: Figures) -> None:
    assert demo.get(ENGAGEMENT) == figures.engagement(figures.partners)
    assert len(demo.get(ENGAGEMENT)) == 10
    assert len(demo.get(REVENUE)["partners"]) == 10


@pytest.mark.parametrize("limit", [1, 3, 100])
def test_limit_cuts_the_ranking(demo: Api, figures: Figures, limit: int) -> None:
    rows = demo.get(ENGAGEMENT, limit=limit)
    assert rows == figures.engagement(figures.partners, limit=limit)
    assert len(rows) == limit == len(demo.get(REVENUE, limit=limit)["partners"])


@pytest.mark.parametrize("direction", ["received", "sent", "all"])
def test_direction_of_leads(demo: Api, figures: Figures, direction: str) -> None:
    span = PERIODS["last_month"]
    active = [
        partner
        for partner in figures.partners
        if direction == "all"
        or partner["partner_type"] != "referral"
        or figures.leads_of(partner, span, direction)
    ]
    assert (len(active) < len(figures.partners)) == (direction != "all")
    rows = demo.get(ENGAGEMENT, lead_direction=direction, period="last_month", limit=100)
    assert rows == figures.engagement(active, span, 100)
    answer = demo.get(REVENUE, lead_direction=direction, limit=100)
    expected = figures.revenue(figures.partners, limit=100, direction=direction)
    assert answer["partners"] == expected


def test_lists_as_repeated_keys_or_with_commas(demo: Api, figures: Figures) -> None:
    uuids = [partner["uuid"] for partner in figures.partners[:3]]
    repeated = demo.get(ENGAGEMENT, partner_uuids=uuids)
    assert repeated == demo.get(ENGAGEMENT, partner_uuids=",".join(uuids))
    assert repeated == demo.get(ENGAGEMENT, partner_uuids=[",".join(uuids[:2]), uuids[2]])
    assert len(repeated) == 3


def test_parameters_narrow_together(demo: Api, figures: Figures) -> None:
    tier = next(partner["tier"]["uuid"] for partner in figures.partners if partner["tier"])
    chosen = [
        partner
        for partner in figures.partners
        if having("tier", [tier])(partner) and partner["partner_type"] == "referral"
    ]
    rows = demo.get(ENGAGEMENT, tier_uuids=tier, partner_type="referral", limit=100)
    assert rows == figures.engagement(chosen, limit=100)
    assert demo.get(ENGAGEMENT, tier_uuids=UNKNOWN) == []


def test_a_named_partner_has_a_scorecard_even_without_activity(api: Api) -> None:
    made = api.post("/partners", name="Cedar Labs", partner_type="reseller")
    assert api.get(ENGAGEMENT) == []
    assert api.get(REVENUE)["partners"] == []
    assert api.get(ENGAGEMENT, partner_uuids=made["uuid"]) == [
        {
            "name": "Cedar Labs",
            "logo_uuid": None,
            "partner_type": "reseller",
            "unique_users": 0,
            "total_sessions": 0,
            "total_page_views": 0,
            "avg_session_duration_seconds": 0,
        }
    ]
    [row] = api.get(REVENUE, partner_uuids=made["uuid"])["partners"]
    assert (row["revenue"], row["win_rate"], row["total_leads"]) == (0, 0, 0)


def test_engagement_of_three_sessions_by_hand(api: Api) -> None:
    made = api.post("/partners", name="Cedar Labs")
    visits = (
        ("u1", "2025-08-01", 3, 10),
        ("u2", "2025-08-01", 4, 20),
        ("u1", "2025-08-01", 5, 33),
        ("u3", "2024-12-31", 99, 999),
    )
    names = ("user_uuid", "day", "page_views", "duration")
    sessions = [dict(zip(names, visit, strict=True)) for visit in visits]
    api.sandbox.store.put_singleton(SESSIONS, made["uuid"], sessions)
    assert api.get(ENGAGEMENT) == [
        {
            "name": "Cedar Labs",
            "logo_uuid": None,
            "partner_type": "referral",
            "unique_users": 2,
            "total_sessions": 3,
            "total_page_views": 12,
            "avg_session_duration_seconds": 21,
        }
    ]


def test_revenue_of_three_deals_by_hand(api: Api) -> None:
    partner = api.post("/partners", name="Cedar Labs")["uuid"]
    stages = {
        phase: api.post("/stages/", label=phase, association="lead_deal", phase=phase)["uuid"]
        for phase in ("closed_won", "closed_lost", "negotiation")
    }
    lead = api.post("/leads/", email="a@example.com", partner_uuid=partner, status="converted")
    api.post("/leads/", email="b@example.com", partner_uuid=partner)
    for phase, value in (("closed_won", 100), ("closed_won", 50.5), ("closed_lost", 7)):
        api.post("/deals/", lead_uuid=lead["uuid"], deal_value=value, stage_uuid=stages[phase])
    api.post("/deals/", lead_uuid=lead["uuid"], deal_value=30, stage_uuid=stages["negotiation"])
    assert api.get(REVENUE)["partners"] == [
        {
            "uuid": partner,
            "name": "Cedar Labs",
            "logo_uuid": None,
            "partner_type": "referral",
            "revenue": 150.5,
            "open_pipeline": 30,
            "won_deals": 2,
            "total_deals": 4,
            "avg_deal_value": 75.25,
            "total_leads": 2,
            "converted_leads": 1,
            "conversion_rate": 50,
            "win_rate": 66.67,
        }
    ]


def test_timeline_counts_every_lead_of_the_partner_once(demo: Api, figures: Figures) -> None:
    partner = max(
        figures.partners[:50],
        key=lambda p: len(figures.leads_of(p, PERIODS["last_12_months"])),
    )
    leads = figures.leads_of(partner, PERIODS["last_12_months"])
    answer = demo.get(TIMELINE, partner_uuid=partner["uuid"], period="last_12_months")
    assert answer["partner_uuid"] == partner["uuid"]
    assert answer["period"] == {"start_date": "2024-08-20", "end_date": "2025-08-20"}
    labels = [month["label"] for month in answer["months"]]
    assert (labels[0], labels[-1], len(labels)) == ("Aug 2024", "Aug 2025", 13)
    for month in answer["months"]:
        first = datetime.strptime(month["label"], "%b %Y").replace(tzinfo=UTC)
        own = [lead for lead in leads if lead["created_at"][:7] == f"{first:%Y-%m}"]
        statuses = Counter(lead["status"] for lead in own)
        received = [x for x in own if x["source"] in ("partnership", "lead_submission_form")]
        assert month == {
            "label": month["label"],
            "total": len(own),
            "received": len(received),
            "sent": len(own) - len(received),
            "converted": statuses["converted"],
            "rejected": statuses["lost"],
            "pending": statuses["new"] + statuses["contacted"] + statuses["qualified"],
        }
    assert sum(month["total"] for month in answer["months"]) == len(leads) > 3


def test_timeline_by_direction_and_selection(demo: Api, figures: Figures) -> None:
    partner = next(
        p
        for p in figures.partners
        if p["partner_type"] == "referral" and len(figures.leads_of(p, YEAR, "sent")) > 1
    )

    def total(**query: Any) -> int:
        answer = demo.get(TIMELINE, partner_uuid=partner["uuid"], **query)
        assert len(answer["months"]) == 12
        return sum(month["total"] for month in answer["months"])

    assert total(lead_direction="sent") == len(figures.leads_of(partner, YEAR, "sent"))
    assert total(lead_direction="received") == len(figures.leads_of(partner, YEAR, "received"))
    assert total(partner_type="reseller") == 0
    assert len(demo.get(TIMELINE, partner_uuid=partner["uuid"], limit=2)["months"]) == 2


def test_timeline_of_an_unknown_partner(demo: Api) -> None:
    answer = demo.send("GET", TIMELINE, {"partner_uuid": UNKNOWN})
    # The page of the operation has no 404.
    message = "querystring/partner_uuid: Partner not found"
    assert answer.error == (422, "validation_error", message)


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"start_date": "soon", "end_date": "2025-01-01"}, "start_date: Invalid date"),
        ({"start_date": "2025-01-02", "end_date": "2025-02-30"}, "end_date: Invalid date"),
        (
            {"start_date": "2025-01-02", "end_date": "2025-01-01"},
            "end_date: must not be before start_date",
        ),
        (
            {"start_date": "0001-01-01", "end_date": "9999-12-31"},
            "end_date: must be within 100 years of start_date",
        ),
    ],
)
def test_bad_dates_are_refused(demo: Api, query: dict[str, str], message: str) -> None:
    answer = demo.send("GET", ENGAGEMENT, query)
    assert answer.error == (422, "validation_error", f"querystring/{message}")


@pytest.mark.parametrize(
    ("today", "period", "first", "last"),
    [
        ("2024-03-31", "last_month", "2024-02-01", "2024-02-29"),
        ("2025-01-15", "last_month", "2024-12-01", "2024-12-31"),
        ("2025-01-15", "last_quarter", "2024-10-01", "2024-12-31"),
        ("2025-12-31", "current_quarter", "2025-10-01", "2025-12-31"),
        ("2025-12-31", "current_month", "2025-12-01", "2025-12-31"),
        ("2024-08-31", "last_6_months", "2024-02-29", "2024-08-31"),
        ("2024-02-29", "last_12_months", "2023-02-28", "2024-02-29"),
    ],
)
def test_periods_at_the_edges_of_months(today: str, period: str, first: str, last: str) -> None:
    found = named_range(period, date.fromisoformat(today))
    assert found.to_json() == {"start_date": first, "end_date": last}


def test_the_same_ranking_from_another_sandbox_of_the_seed() -> None:
    now = datetime(2025, 8, 20, 12, tzinfo=UTC)
    made = [Api(Sandbox(world="tiny", now=now, seed=seed)) for seed in (0, 0, 1)]
    first, again, other = (api.get(ENGAGEMENT) for api in made)
    assert again == first
    assert other != first
