"""Creating, reading, changing and deleting items, and how they refer to each other."""

from __future__ import annotations

from typing import Any

import pytest

from journeybee.sandbox import Sandbox
from tests.sandbox.driver import NOW, NOW_TEXT, UNKNOWN, Api, lead, listing


def test_an_item_lives_from_creation_to_deletion(api: Api) -> None:
    made = api.post("/partners", name="Cedar Labs", website_url="https://cedar.example")
    path = f"/partners/{made['uuid']}"
    assert (made["name"], made["website_url"]) == ("Cedar Labs", "https://cedar.example")
    assert (made["email"], made["stage"], made["tags"]) == (None, None, [])
    assert made["created_at"] == made["updated_at"] == NOW_TEXT
    assert api.get(path) == made
    changed = api.patch(path, name="Cedar Works")
    assert changed == {**made, "name": "Cedar Works"}
    assert api.get("/partners")["data"] == [changed]
    api.delete(path)
    assert api.send("GET", path).error == (404, "not_found", "Partner not found")
    assert api.send("DELETE", path).status == 404
    assert api.get("/partners")["data"] == []


def test_defaults_of_the_document_are_filled_in(api: Api) -> None:
    product = api.post("/products/", name="Starter")
    assert (product["price"], product["billing_type"], product["status"]) == (
        0,
        "one_time",
        "draft",
    )
    task = api.post("/tasks/", title="Call")
    assert (task["status"], task["shared"], task["priority"]) == ("to_do", False, None)
    room = api.post("/rooms/", label="Welcome")
    assert (room["room_type"], room["live"], room["room_visibility"]) == ("custom", False, "all")


def test_references_are_resolved(api: Api) -> None:
    stage = api.post("/stages/", label="Active", association="partner")
    tags = [api.post("/tags/", label=label, association="partner") for label in ("a", "b")]
    user = api.post("/users/", email="ada@example.com", first_name="Ada")
    made = api.post(
        "/partners",
        name="Cedar Labs",
        stage_uuid=stage["uuid"],
        tag_uuids=[tag["uuid"] for tag in tags],
        assigned_user_uuids=[user["uuid"]],
    )
    assert made["stage"] == {"uuid": stage["uuid"], "label": "Active"}
    assert made["tags"] == [{"uuid": tag["uuid"], "label": tag["label"]} for tag in tags]
    assert made["assigned_users"] == [
        {
            "uuid": user["uuid"],
            "email": "ada@example.com",
            "first_name": "Ada",
            "last_name": None,
        }
    ]
    assert not any(name.endswith(("_uuid", "_uuids")) for name in made if "logo" not in name)


def test_references_follow_what_they_refer_to(api: Api) -> None:
    stage = api.post("/stages/", label="Active")
    made = api.post("/partners", name="Cedar Labs", stage_uuid=stage["uuid"])
    api.patch(f"/stages/{stage['uuid']}", label="Live")
    assert api.get(f"/partners/{made['uuid']}")["stage"]["label"] == "Live"


def test_a_list_that_is_sent_replaces_the_old_one_and_others_stay(api: Api) -> None:
    tier, category = api.post("/tiers/", label="Gold"), api.post("/categories/", label="Agency")
    partner = api.post("/partners", name="Cedar Labs")
    rule = api.post(
        "/commissions/",
        label="10%",
        partner_type="referral",
        tier_uuids=[tier["uuid"]],
        category_uuids=[category["uuid"]],
    )
    assert rule["partnerships"] == []
    changed = api.patch(
        f"/commissions/{rule['uuid']}", tier_uuids=[], partnership_uuids=[partner["uuid"]]
    )
    assert changed["tiers"] == []
    assert changed["categories"] == [{"uuid": category["uuid"], "label": "Agency"}]
    assert changed["partnerships"] == [{"uuid": partner["uuid"], "name": "Cedar Labs"}]


def test_fields_beside_a_uuid_follow_too(api: Api) -> None:
    field = api.post(
        "/custom-fields/", label="Old", type="text", category="lead", partner_type="referral"
    )
    made = lead(api)
    body = {"custom_field_uuid": field["uuid"], "value": {"text": "x"}}
    entity = {"entity_type": "lead", "entity_uuid": made["uuid"]}
    value = api.post("/custom-field-values/", **body, **entity)
    assert (value["custom_field_label"], value["custom_field_type"]) == ("Old", "text")
    api.patch(f"/custom-fields/{field['uuid']}", label="New")
    assert api.get("/custom-field-values/", **entity) == [{**value, "custom_field_label": "New"}]


def test_an_entity_is_of_the_type_it_is_said_to_be(api: Api) -> None:
    field = api.post(
        "/custom-fields/", label="Note", type="text", category="lead", partner_type="referral"
    )
    body = {"custom_field_uuid": field["uuid"], "value": {"text": "x"}}
    entity = {"entity_type": "partner", "entity_uuid": lead(api)["uuid"]}
    answer = api.send("POST", "/custom-field-values/", body={**body, **entity})
    assert answer.error == (422, "validation_error", "body/entity_uuid: Partner not found")


def test_search_reads_free_text_only(api: Api) -> None:
    made = lead(api, company_name="New Horizons", status="lost")
    lead(api, company_name="Oak Foods", status="new")
    assert [item["uuid"] for item in api.get("/leads/", search="nEW")["data"]] == [made["uuid"]]


def test_a_change_is_dated(tiny: Api) -> None:
    old = tiny.get("/leads/")["data"][0]
    assert old["updated_at"] < NOW_TEXT
    changed = tiny.patch(f"/leads/{old['uuid']}", first_name="Ada")
    assert changed == {**old, "first_name": "Ada", "updated_at": NOW_TEXT}


def test_null_clears_where_it_may(api: Api) -> None:
    task = api.post("/tasks/", title="Call", priority="high", due_date="2025-09-01")
    cleared = api.patch(f"/tasks/{task['uuid']}", priority=None, due_date=None)
    assert (cleared["priority"], cleared["due_date"], cleared["title"]) == (None, None, "Call")


def test_a_refused_change_changes_nothing(api: Api) -> None:
    made = api.post("/partners", name="Cedar Labs")
    answer = api.send(
        "PATCH", f"/partners/{made['uuid']}", body={"name": "Other", "stage_uuid": UNKNOWN}
    )
    assert answer.error == (422, "validation_error", "body/stage_uuid: Stage not found")
    assert api.get(f"/partners/{made['uuid']}") == made


@pytest.mark.parametrize(
    ("kind", "title", "body", "uses"),
    [
        ("stages", "Stage", {"label": "Active"}, lambda u: {"stage_uuid": u}),
        ("tiers", "Tier", {"label": "Active"}, lambda u: {"tier_uuid": u}),
        ("categories", "Category", {"label": "Active"}, lambda u: {"category_uuid": u}),
        (
            "tags",
            "Tag",
            {"label": "Active", "association": "partner"},
            lambda u: {"tag_uuids": [u]},
        ),
        (
            "custom-fields",
            "Custom field",
            {"label": "Active", "type": "text", "category": "partner", "partner_type": "referral"},
            lambda u: {"custom_fields": [{"custom_field_uuid": u, "value": {"text": "x"}}]},
        ),
    ],
)
def test_what_is_in_use_cannot_be_deleted(
    kind: str, title: str, body: dict[str, Any], uses: Any
) -> None:
    api = Api(Sandbox(document=listing("409"), world="empty", now=NOW, rate_limit=None))
    made = api.post(f"/{kind}/", **body)
    partners = [api.post("/partners", name=name, **uses(made["uuid"])) for name in "ab"]
    answer = api.send("DELETE", f"/{kind}/{made['uuid']}")
    assert answer.error == (
        409,
        "conflict",
        f'{title} "Active" is in use by 2 record(s) and cannot be deleted',
    )
    for partner in partners:
        api.delete(f"/partners/{partner['uuid']}")
    api.delete(f"/{kind}/{made['uuid']}")


def test_deleting_what_may_be_null_leaves_null(api: Api) -> None:
    user = api.post("/users/", email="bo@example.com")
    partner = api.post("/partners", name="Cedar Labs", assigned_user_uuids=[user["uuid"]])
    made = lead(api, partner_uuid=partner["uuid"])
    api.delete(f"/users/{user['uuid']}")
    assert api.get(f"/partners/{partner['uuid']}")["assigned_users"] == []
    api.delete(f"/partners/{partner['uuid']}")
    assert api.get(f"/leads/{made['uuid']}")["partner"] is None
