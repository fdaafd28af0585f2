"""Kinds of items that do more than the generic form."""

from __future__ import annotations

from tests.sandbox.driver import NOW_TEXT, UNKNOWN, Api, lead


def test_a_deal_takes_its_partner_from_the_lead(api: Api) -> None:
    partner = api.post("/partners", name="Cedar Labs", partner_type="reseller")
    made = lead(
        api, company_name="Oak Foods", partner_uuid=partner["uuid"], partner_type="reseller"
    )
    deal = api.post("/deals/", lead_uuid=made["uuid"], deal_value=1000.5)
    assert deal["lead"] == {
        "uuid": made["uuid"],
        "first_name": None,
        "last_name": None,
        "email": "ada@example.com",
        "company_name": "Oak Foods",
    }
    assert deal["partner"] == {"uuid": partner["uuid"], "name": "Cedar Labs"}
    assert (deal["label"], deal["partner_type"]) == ("Oak Foods", "reseller")
    assert (deal["deal_value"], deal["currency"]["code"]) == (1000.5, "EUR")


def test_children_hang_on_their_parent(api: Api) -> None:
    first, second = lead(api), lead(api)
    note = api.post(f"/leads/{first['uuid']}/notes", content="hello")
    assert api.get(f"/leads/{first['uuid']}/notes") == [note]
    assert api.get(f"/leads/{second['uuid']}/notes") == []
    api.delete(f"/leads/{first['uuid']}")
    assert note["uuid"] not in api.sandbox.store.records


def test_a_lead_task_is_a_task(api: Api) -> None:
    made = lead(api)
    task = api.post(f"/leads/{made['uuid']}/tasks", title="Call")
    assert task["lead_uuid"] == made["uuid"]
    own = api.post("/tasks/", title="Write", lead_uuid=made["uuid"])
    api.post("/tasks/", title="Unrelated")
    assert api.get(f"/leads/{made['uuid']}/tasks") == [task, own]
    assert api.get(f"/tasks/{task['uuid']}") == task
    assert api.get("/tasks/", lead_uuid=made["uuid"])["pagination"]["total"] == 2


def test_deal_payments_are_the_payments_of_the_deal(demo: Api) -> None:
    payments = demo.everything("/payments/")
    deal = payments[0]["deal_uuid"]
    expected = [payment["uuid"] for payment in payments if payment["deal_uuid"] == deal]
    found = demo.get(f"/deals/{deal}/payments")
    assert [payment["uuid"] for payment in found] == expected
    assert "deal_uuid" not in found[0]


def test_users_of_a_lead(api: Api) -> None:
    made = lead(api)
    user = api.post("/users/", email="bo@example.com")
    path = f"/leads/{made['uuid']}/assigned-users"
    expected = {key: user[key] for key in ("uuid", "email", "first_name", "last_name")}
    assert api.post(path, user_uuid=user["uuid"]) == expected
    assert api.post(path, user_uuid=user["uuid"]) == expected
    assert api.get(path) == [expected] == api.get(f"/leads/{made['uuid']}")["assigned_users"]
    unknown = api.send("POST", path, body={"user_uuid": UNKNOWN})
    assert unknown.error == (422, "validation_error", "body/user_uuid: User not found")
    api.delete(f"{path}/{user['uuid']}")
    assert api.get(path) == []
    again = api.send("DELETE", f"{path}/{user['uuid']}")
    assert again.error == (404, "not_found", "User not found")


def test_custom_fields_of_an_entity(api: Api) -> None:
    field = api.post(
        "/custom-fields/",
        label="Region",
        type="select",
        category="partner",
        partner_type="referral",
        options=[{"label": "Europe"}, {"label": "Asia"}],
    )
    assert field["options"] == [{"id": 1, "label": "Europe"}, {"id": 2, "label": "Asia"}]
    given = [{"custom_field_uuid": field["uuid"], "value": {"select": 1}}]
    partner = api.post("/partners", name="Cedar Labs", custom_fields=given)
    assert partner["custom_fields"] == [
        {
            "uuid": field["uuid"],
            "label": "Region",
            "type": "select",
            "value": {"select": 1},
            "options": field["options"],
        }
    ]
    [value] = api.get("/custom-field-values/", entity_type="partner", entity_uuid=partner["uuid"])
    assert value["custom_field_label"] == "Region"
    assert (value["entity_type"], value["entity_uuid"]) == ("partner", partner["uuid"])
    api.patch(f"/custom-field-values/{value['uuid']}", value={"select": 2})
    shown = api.get(f"/partners/{partner['uuid']}")["custom_fields"]
    assert shown[0]["value"] == {"select": 2}
    api.delete(f"/custom-field-values/{value['uuid']}")
    assert api.get(f"/partners/{partner['uuid']}")["custom_fields"] == []


def test_option_ids_differ_between_fields_and_only_select_has_options(api: Api) -> None:
    common = {"category": "lead", "partner_type": "referral", "options": [{"label": "x"}]}
    first = api.post("/custom-fields/", label="a", type="select", **common)
    second = api.post("/custom-fields/", label="b", type="multi_select", **common)
    third = api.post("/custom-fields/", label="c", type="text", **common)
    assert first["options"][0]["id"] != second["options"][0]["id"]
    assert third["options"] is None


def test_writing_a_custom_field_twice_keeps_one_value(api: Api) -> None:
    field = api.post(
        "/custom-fields/", label="Note", type="text", category="lead", partner_type="referral"
    )
    made = lead(api, custom_fields=[{"custom_field_uuid": field["uuid"], "value": {"text": "one"}}])
    two = [{"custom_field_uuid": field["uuid"], "value": {"text": "two"}}]
    changed = api.patch(f"/leads/{made['uuid']}", custom_fields=two)
    assert [entry["value"] for entry in changed["custom_fields"]] == [{"text": "two"}]
    again = api.send(
        "POST",
        "/custom-field-values/",
        body={**two[0], "entity_type": "lead", "entity_uuid": made["uuid"]},
    )
    assert again.error[:2] == (409, "conflict")


def test_commission_of_a_deal(api: Api) -> None:
    path = f"/deals/{api.post('/deals/', lead_uuid=lead(api)['uuid'])['uuid']}/commission"
    assert api.get(path) == {"calculation": None}
    leg = {"type": "oneOff", "option": "fixed", "value": "100"}
    body = {"calculation": {"entries": [{"payment_stage_id": 3, "calculation": leg}]}}
    answer = api.send("PUT", path, body=body)
    assert (answer.status, answer.json) == (200, body)
    assert api.get(path) == body
    replaced = api.send("PUT", path, body={"calculation": {"entries": []}})
    assert replaced.json == {"calculation": {"entries": []}}


def test_quotes_and_the_products_they_rule(demo: Api) -> None:
    singletons = demo.sandbox.store.singletons
    quoted = next(uuid for kind, uuid in singletons if kind == "leads/quote")
    free = next(
        item["uuid"]
        for item in demo.sandbox.store.items("leads")
        if ("leads/quote", item["uuid"]) not in singletons
    )
    assert demo.get(f"/leads/{quoted}/quote")["line_items"]
    assert demo.get(f"/leads/{free}/quote") is None
    product = demo.sandbox.store.items("products")[0]["uuid"]
    answer = demo.send("POST", f"/leads/{quoted}/products", body={"product_uuid": product})
    assert answer.error[:2] == (409, "conflict")


def test_a_product_of_a_lead(api: Api) -> None:
    product = api.post("/products/", name="Starter", price=50, sku="S-1")
    path = f"/leads/{lead(api)['uuid']}/products"
    made = api.post(path, product_uuid=product["uuid"])
    assert made["product"] == {"uuid": product["uuid"], "name": "Starter", "sku": "S-1"}
    assert (made["quantity"], made["unit_price"], made["source"]) == (1, None, "manual")
    assert api.patch(f"{path}/{made['uuid']}", quantity=3)["quantity"] == 3
    missing = api.send("POST", path, body={"quantity": 1})
    assert missing.error == (422, "validation_error", "body/product_uuid: Required")


def test_an_enrolment_starts_at_nothing(tiny: Api) -> None:
    api = tiny
    certification = api.get("/certifications/")["data"][0]["uuid"]
    user = api.post("/users/", email="new@example.com")
    path = f"/certifications/{certification}/enrollments"
    made = api.post(path, user_uuid=user["uuid"])
    assert (made["user_uuid"], made["user_email"]) == (user["uuid"], "new@example.com")
    assert (made["status"], made["progress_percentage"]) == ("enrolled", 0)
    assert (made["enrolled_at"], made["started_at"]) == (NOW_TEXT, None)
    assert api.patch(f"{path}/{made['uuid']}", status="in_progress")["status"] == "in_progress"


def test_a_webhook_subscription(api: Api) -> None:
    path = "/webhooks/subscriptions"
    body = {"integration_id": 7, "event": "leads.create", "url": "https://example.com/hook"}
    answer = api.send("POST", path, body=body)
    made = answer.json
    assert answer.status == 201
    assert made["id"] == "7.leads.create.1755691200000"
    assert {**made, **body} == made
    assert made["active"] is True
    second = api.post(path, **body)
    assert second["id"] == "7.leads.create.1755691200001"
    assert api.get(path) == [made, second]
    api.delete(f"{path}/{made['id']}")
    assert api.get(path) == [second]
    assert api.send("DELETE", f"{path}/none").error == (404, "not_found", "Subscription not found")
    unknown = api.send("POST", path, body={**body, "event": "leads.lost"})
    assert unknown.error[2].startswith("body/event: must be one of leads.create")


def test_an_asset_of_a_url(api: Api) -> None:
    made = api.post("/assets/", url="https://example.com/deck.pdf", category="resource")
    assert (made["file_name"], made["resource_type"]) == ("deck.pdf", "partner")
    assert made["file_url"] == "https://example.com/deck.pdf"


def test_blocks_are_numbered_and_shown_in_their_room(api: Api) -> None:
    room = api.post("/rooms/", label="Welcome")
    path = f"/rooms/{room['uuid']}/blocks"
    blocks = [api.post(path, block_type="text", label=label) for label in "ab"]
    assert [block["series"] for block in blocks] == [1, 2]
    assert api.get(f"/rooms/{room['uuid']}")["blocks"] == blocks == api.get(path)
    assert "blocks" not in api.get("/rooms/")["data"][0]
