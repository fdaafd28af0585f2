"""The demo world: size, links, time, and that the seed decides it."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from journeybee.sandbox import Sandbox
from journeybee.sandbox.surfaces.analytics import SESSIONS
from tests.sandbox.driver import NOW, Api


def contents(sandbox: Sandbox) -> Any:
    store = sandbox.store
    items = [(record.kind, record.parent, record.item) for record in store.records.values()]
    return items, store.singletons


def uuids(sandbox: Sandbox) -> list[str]:
    """The keys of all items but webhook subscriptions, whose ids are made of other things."""
    records = sandbox.store.records.values()
    return [record.key for record in records if record.kind != "webhooks/subscriptions"]


def test_the_seed_decides_the_world() -> None:
    first, again, other = (Sandbox(world="tiny", now=NOW, seed=seed) for seed in (0, 0, 1))
    assert contents(again) == contents(first)
    assert not set(uuids(other)) & set(uuids(again))


def test_a_later_now_moves_dates_and_nothing_else() -> None:
    times = (NOW, NOW + timedelta(days=100))
    first, second = (Sandbox(world="tiny", now=now).store.items("leads")[0] for now in times)
    assert {**first, "created_at": 0, "updated_at": 0} == {
        **second,
        "created_at": 0,
        "updated_at": 0,
    }
    moved = datetime.fromisoformat(second["created_at"]) - datetime.fromisoformat(
        first["created_at"]
    )
    assert moved == timedelta(days=100)


def test_the_actual_time_is_the_default() -> None:
    before = datetime.now(UTC)
    api = Api(Sandbox(world="empty"))
    made = datetime.fromisoformat(api.post("/partners", name="x")["created_at"])
    assert before - timedelta(seconds=1) <= made <= datetime.now(UTC)


@pytest.mark.parametrize(
    ("kind", "least"),
    [
        ("leads", 3000),
        ("partners", 400),
        ("deals", 800),
        ("commissions", 40),
        ("users", 100),
        ("partners/contacts", 400),
        ("leads/notes", 1000),
        ("custom-field-values", 1000),
        ("tasks", 300),
        ("payments", 100),
        ("stages", 5),
        ("tiers", 4),
        ("categories", 4),
        ("tags", 5),
        ("products", 5),
        ("currencies", 2),
        ("rooms/blocks", 4),
        ("resources/blocks", 4),
        ("certifications/enrollments", 20),
        ("webhooks/subscriptions", 1),
        ("assets", 20),
        ("attributions", 6),
        ("certifications", 3),
        ("custom-fields", 7),
        ("leads/attributions", 100),
        ("leads/products", 100),
        ("mdf", 30),
        ("pricing-calculators", 1),
        ("pricing-calculators/formulas", 2),
        ("pricing-calculators/products", 4),
        ("resources", 4),
        ("rooms", 4),
    ],
)
def test_the_demo_world_has_enough_of_everything(demo: Api, kind: str, least: int) -> None:
    assert len(demo.sandbox.store.items(kind)) >= least


def test_uuids_are_version_4(demo: Api) -> None:
    assert {uuid.UUID(key).version for key in uuids(demo.sandbox)} == {4}


def test_every_reference_leads_to_an_item(demo: Api) -> None:
    records = demo.sandbox.store.records
    for record in records.values():
        if record.parent is not None:
            assert record.parent in records
        for name, value in record.item.items():
            if name in ("lead_uuid", "deal_uuid", "partnership_uuid", "user_uuid", "entity_uuid"):
                assert value is None or value in records, (record.kind, name)
            for entry in value if isinstance(value, list) else [value]:
                if isinstance(entry, dict) and "uuid" in entry and name != "domains":
                    assert entry["uuid"] in records, (record.kind, name)


def test_nothing_happens_before_its_cause_or_after_now(demo: Api) -> None:
    store = demo.sandbox.store
    leads = {lead["uuid"]: lead for lead in store.items("leads")}
    now = "2025-08-20T12:00:00.000Z"
    for kind in ("leads", "deals", "partners", "tasks"):
        for item in store.items(kind):
            assert item["created_at"] <= item["updated_at"] <= now
    for deal in store.items("deals"):
        lead = leads[deal["lead"]["uuid"]]
        assert deal["created_at"] >= lead["created_at"]
        assert deal["partner"] == lead["partner"]
    for kind in ("leads", "deals", "partners"):
        stamps = [item["created_at"] for item in store.items(kind)]
        assert stamps == sorted(stamps)


def test_sessions_are_of_users_and_in_the_past(demo: Api) -> None:
    store = demo.sandbox.store
    kept = [value for (kind, _), value in store.singletons.items() if kind == SESSIONS]
    sessions = [session for found in kept for session in found]
    assert len(sessions) > 3000
    assert {session["user_uuid"] for session in sessions} <= {
        u["uuid"] for u in store.items("users")
    }
    assert all(session["day"] <= str(NOW.date()) for session in sessions)
    assert any(not found for found in kept)


def test_an_empty_world_has_only_what_cannot_be_created(api: Api) -> None:
    kinds = {record.kind for record in api.sandbox.store.records.values()}
    assert kinds == {"currencies", "attributions", "certifications"}
    creatable = {o.kind for o in api.sandbox.spec.operations.values() if o.method == "POST"}
    assert not kinds & creatable
