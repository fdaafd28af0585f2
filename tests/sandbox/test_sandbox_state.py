"""What a sandbox holds: snapshots, database files, and worlds of one's own."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from journeybee.sandbox import Sandbox
from tests.sandbox.driver import NOW, Api

ENGAGEMENT = "/analytics/engagement/partners"


def items_of(sandbox: Sandbox) -> Any:
    store = sandbox.store
    records = [(r.kind, r.key, r.parent, r.item) for r in store.records.values()]
    return json.dumps([records, sorted(map(repr, store.singletons.items()))])


# ------------------------------------------------------------------ snapshots


def test_a_snapshot_is_restored_as_often_as_you_like() -> None:
    api = Api(Sandbox(world="tiny", now=NOW))
    api.post("/partners", name="before")
    snapshot, before = api.sandbox.snapshot(), items_of(api.sandbox)
    made = []
    for _ in range(2):
        made.append(api.post("/partners", name="after"))
        for lead in api.get("/leads/")["data"][:3]:
            api.patch(f"/leads/{lead['uuid']}", status="lost")
            api.delete(f"/leads/{lead['uuid']}")
        assert items_of(api.sandbox) != before
        api.sandbox.restore(snapshot)
        assert items_of(api.sandbox) == before
    assert made[0] == made[1]
    assert len(api.sandbox.requests) > 2


# ------------------------------------------------------------------ database files


def test_a_database_keeps_everything(tmp_path: Path) -> None:
    file = tmp_path / "kept.db"
    first = Api(Sandbox(world="tiny", now=NOW, db=file))
    partner = first.post("/partners", name="x")
    lead = first.get("/leads/")["data"][0]["uuid"]
    user = first.get("/users/")["data"][0]["uuid"]
    first.patch(f"/partners/{partner['uuid']}", name="y")
    first.post(f"/leads/{lead}/assigned-users", user_uuid=user)
    first.delete(f"/leads/{first.get('/leads/')['data'][1]['uuid']}")
    deal = first.get("/deals/")["data"][0]["uuid"]
    commission = first.get(f"/deals/{deal}/commission")
    kept = items_of(first.sandbox)
    first.sandbox.close()

    second = Api(Sandbox(world="demo", now=NOW, db=file))
    assert items_of(second.sandbox) == kept
    assert second.get(f"/partners/{partner['uuid']}")["name"] == "y"
    assert second.get(f"/deals/{deal}/commission") == commission
    assert second.post("/partners", name="z")["uuid"] != partner["uuid"]
    second.sandbox.close()


@pytest.mark.parametrize("back", ["reset", "restore"])
def test_a_database_goes_back_with_its_sandbox(tmp_path: Path, back: str) -> None:
    sandbox = Sandbox(world="tiny", now=NOW, db=tmp_path / "kept.db")
    snapshot, before = sandbox.snapshot(), items_of(sandbox)
    Api(sandbox).post("/partners", name="x")
    sandbox.reset() if back == "reset" else sandbox.restore(snapshot)
    sandbox.close()
    again = Sandbox(now=NOW, db=tmp_path / "kept.db")
    assert items_of(again) == before
    again.close()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
@pytest.mark.parametrize("name", ["mine.json", "mine.yaml"])
def test_a_world_may_have_any_unicode_encoding(tmp_path: Path, name: str, encoding: str) -> None:
    (tmp_path / name).write_text('{"leads": [{"company_name": "Łukasz"}]}', encoding)
    (lead,) = Api(Sandbox(world=tmp_path / name, now=NOW)).get("/leads")["data"]
    assert lead["company_name"] == "Łukasz"


def test_another_file_is_refused_and_left_alone(tmp_path: Path) -> None:
    text, other = tmp_path / "notes.txt", tmp_path / "other.db"
    text.write_text("no database " * 100)
    with pytest.raises(ValueError, match=r"notes\.txt cannot be used"):
        Sandbox(world="empty", db=text)
    with sqlite3.connect(other) as connection:
        connection.execute("create table mine (x)")
    connection.close()
    with pytest.raises(ValueError, match="not the database of a sandbox"):
        Sandbox(world="empty", db=other)
    assert text.read_text() == "no database " * 100
    with pytest.raises(ValueError, match="cannot be used"):
        Sandbox(world="empty", db=tmp_path)


# ------------------------------------------------------------------ worlds

WORLD = """
partners:
  - {uuid: cedar, name: Cedar Labs}
users:
  - {uuid: ada, email: ada@cedar.example, first_name: Ada, last_name: Abara, role: partner}
leads:
  - {uuid: first, email: x@y.example, partner_uuid: cedar, company_name: Oak}
leads/notes:
  - {parent: first, content: Called.}
partners/sessions:
  - {parent: cedar, user_uuid: ada, day: "2025-08-01", page_views: 3, duration: 60}
  - {parent: cedar, user_uuid: ada, day: "2025-08-02", page_views: 4, duration: 30}
"""


def test_a_world_of_ones_own(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(WORLD)
    api = Api(Sandbox(world=tmp_path / "mine.yaml", now=NOW))
    (lead,) = api.get("/leads/")["data"]
    assert (lead["company_name"], lead["partner"]["name"]) == ("Oak", "Cedar Labs")
    assert lead["source"] == "integration"
    (note,) = api.get(f"/leads/{lead['uuid']}/notes")
    assert note["content"] == "Called."
    (row,) = api.get(ENGAGEMENT)
    assert (row["name"], row["total_page_views"], row["unique_users"]) == ("Cedar Labs", 7, 1)
    again = Sandbox(world=str(tmp_path / "mine.yaml"), now=NOW)
    assert items_of(again) == items_of(api.sandbox)


def test_what_the_api_answered_is_a_world(tmp_path: Path, demo: Api) -> None:
    partners = demo.get("/partners", per_page=5)["data"]
    stages, tiers = demo.get("/stages/"), demo.get("/tiers/")
    fields = ("uuid", "name", "stage", "tier", "created_at")
    own = [{name: partner[name] for name in fields} for partner in partners]
    content = {"stages": stages, "tiers": tiers, "partners": own}
    (tmp_path / "mine.json").write_text(json.dumps(content))
    api = Api(Sandbox(world=tmp_path / "mine.json", now=NOW))
    shown = api.get("/partners")["data"]
    assert [{name: partner[name] for name in fields} for partner in shown] == own


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[]", "must map kinds"),
        ("{", "is not JSON"),
        ('{"leads": [{"company_name": "\\ud83d"}]}', "surrogates not allowed"),
        ('{"deals": [{"deal_value": NaN}]}', "number out of range"),
        ('{"deals": [{"deal_value": 1e400}]}', "number out of range"),
        ('{"leads": {}}', "leads: must be a list"),
        ('{"leads": ["x"]}', "leads: must be a list"),
        ('{"leeds": [{}]}', "leeds/0: there are no such items"),
        ('{"partners": [{"name": "x"}, {"nom": "x"}]}', "partners/1: nom: no such field"),
        ('{"leads": [{"email": "x", "partner_uuid": "p"}]}', "leads/0: body/partner_uuid"),
        ('{"leads/notes": [{"parent": "p"}]}', "leads/notes/0: parent: there is no item 'p'"),
        ('{"partners": [{"name": 5}]}', "partners/0: item/name: must be string"),
    ],
)
def test_a_world_that_does_not_fit_says_where(tmp_path: Path, text: str, reason: str) -> None:
    (tmp_path / "mine.json").write_text(text)
    with pytest.raises(ValueError, match=reason):
        Sandbox(world=tmp_path / "mine.json")


def test_yaml_is_read_safely(tmp_path: Path) -> None:
    (tmp_path / "mine.yml").write_text("partners: !!python/object/apply:os.getcwd []")
    with pytest.raises(ValueError, match="is not YML"):
        Sandbox(world=tmp_path / "mine.yml")


def test_an_unknown_world() -> None:
    with pytest.raises(ValueError, match=r"demo, tiny, empty, or a \.json or"):
        Sandbox(world="huge")
    with pytest.raises(OSError, match=r"none\.json"):
        Sandbox(world="none.json")


def test_the_tiny_world_has_something_of_everything() -> None:
    api = Api(Sandbox(world="tiny", now=NOW))
    kinds = api.sandbox.store.counts()
    assert kinds["partners"] == 4
    assert kinds.keys() >= {"leads", "deals", "tasks", "stages", "users", "webhooks/subscriptions"}
    assert sum(kinds.values()) < 250
