"""The legacy and the Saleshandy surface beside v1."""

from __future__ import annotations

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from journeybee.sandbox import Sandbox
from journeybee.sandbox.handling.messages import Incoming
from journeybee.sandbox.spec.document import Operation, Spec
from journeybee.surfaces import SURFACES
from journeybee.webhooks import Webhook
from tests.sandbox.driver import NOW, Answer, Api
from tests.sandbox.test_sandbox_webhooks import Receiver, receiver

__all__ = ["receiver"]

SECRET = "5f0c6a3e-8f4e-4b52-9d55-0c8f3c1a2b3d-long-enough"


class Legacy:
    """Requests to the legacy surface."""

    def __init__(self, sandbox: Sandbox, prefix: str = "/api/v1") -> None:
        self.sandbox, self.prefix = sandbox, prefix

    def send(self, method: str, path: str, query: str = "", body: Any = None) -> Answer:
        key = self.sandbox.api_key
        headers = {
            "authorization": f"Bearer {key}",
            "x-api-key": key,
            "content-type": "application/json",
        }
        content = b"" if body is None else json.dumps(body).encode()
        reply = self.sandbox.handle(
            Incoming(method, self.prefix + path, query.encode(), headers, content)
        )
        return Answer(reply.status, dict(reply.headers), reply.content)

    def good(self, method: str, path: str, query: str = "", body: Any = None) -> Any:
        answer = self.send(method, path, query, body)
        assert answer.status in (200, 201), answer
        return answer.json

    def first(self, path: str, query: str = "") -> Any:
        return self.good("GET", path, query)[0]


@pytest.fixture
def legacy() -> Legacy:
    return Legacy(Sandbox(world="tiny", now=NOW, rate_limit=None))


def fits(name: str, operation: Operation, value: Any) -> bool:
    document = SURFACES[name].document
    raw = document["paths"][operation.path][operation.method.lower()]["responses"]
    schema = raw[str(operation.status)]["content"]["application/json"]["schema"]
    whole = {**schema, "components": document["components"]}
    return bool(Draft202012Validator(whole).is_valid(value))


BODIES: dict[str, Any] = {
    "create_category": {"label": "x"},
    "update_categories": [{"id": "categories", "label": "y"}],
    "create_contact": {"email": "a@b.example", "partnership_id": "partnerships", "tags": ["tags"]},
    "update_contact": {"first_name": "Ada"},
    "create_custom_field": {"label": "x", "type": "text", "category": "lead"},
    "create_deal_note": {"document": {"type": "doc"}},
    "update_deal_note": {"document": {"type": "doc"}},
    "create_deal_stage": {"label": "x", "phase": "discovery"},
    "update_deal_stages": {"stages": [{"id": "stages/lead-deal-stages", "label": "y"}]},
    "create_deal": {"lead_id": "leads", "deal_value": 5, "partnership_id": "partnerships"},
    "update_deal": {"deal_value": 6.5},
    "create_lead_note": {"document": {"type": "doc"}},
    "update_lead_note": {"document": {"type": "doc"}},
    "create_lead": {
        "associationType": "referral",
        "email": "x@y.example",
        "tags": ["tags"],
        "customFields": [
            {"customFieldId": "custom-fields", "type": "text", "value": {"text": "a"}}
        ],
        "partnershipLead": {"partnership_id": "partnerships"},
    },
    "update_lead": {"status": "lost", "assignedUsers": ["users"]},
    "create_partner_stage": {"label": "x", "partner_type": "referral"},
    "update_partner_stages": [{"id": "stages/partner-stages", "series": 9}],
    "create_partnership": {
        "name": "New",
        "emails": [{"email": "a@b.example"}],
        "partnerType": "reseller",
        "tierId": "tiers",
    },
    "update_partnership": {"tierId": None, "categoryId": "categories", "tags": ["tags"]},
    "create_tag": {"label": "x", "association": "lead"},
    "create_tier": {"label": "x"},
    "update_tiers": [{"id": "tiers", "label": "z"}],
    "consolidated_stats": {"pageNum": 2, "pageLimit": 10},
    "email_account_stats": {"emailId": "x"},
    "sequence_stats": {"sequenceId": "x"},
    "team_stats": {"page": 1, "limit": 3, "orderBy": "opened"},
}


def filled(sandbox: Sandbox, value: Any) -> Any:
    """The value with names of kinds as the id of an item of that kind."""
    store = sandbox.surfaces["legacy"].resources.store
    if isinstance(value, dict):
        return {name: filled(sandbox, part) for name, part in value.items()}
    if isinstance(value, list):
        return [filled(sandbox, part) for part in value]
    return store.items(value)[0]["id"] if isinstance(value, str) and store.count(value) else value


def path_of(sandbox: Sandbox, operation: Operation) -> str:
    store = sandbox.surfaces["legacy"].resources.store
    path = operation.path.replace("{companyId}", "1")
    for name, kind in (("dealId", "lead-deals"), ("leadId", "leads"), ("contactId", "contacts")):
        path = path.replace(f"{{{name}}}", str(store.items(kind)[0]["id"]))
    path = path.replace("{partnershipId}", str(store.items("partnerships")[0]["id"]))
    if "{noteId}" in path:
        parent = path.split("/")[2]
        kind = operation.kind
        found = store.children(kind, parent)
        path = path.replace("{noteId}", str(found[0]["id"]))
    return path


CALLS = [
    (name, operation)
    for name in ("legacy", "saleshandy")
    for operation in sorted(
        Spec(SURFACES[name].document).operations.values(),
        key=lambda o: (o.method == "DELETE", o.id),
    )
]


@pytest.mark.parametrize(("name", "operation"), CALLS, ids=lambda value: getattr(value, "id", ""))
def test_every_operation_answers_as_its_spec_says(name: str, operation: Operation) -> None:
    sandbox = Sandbox(world="tiny", now=NOW, rate_limit=None)
    if operation.id == "update_deal_note":
        deal = sandbox.surfaces["legacy"].resources.store.items("lead-deals")[0]["id"]
        Legacy(sandbox).good("POST", f"/lead-deals/{deal}/notes", body={"document": {}})
    api = Legacy(sandbox, sandbox.surfaces[name].dialect.prefix)
    query = "userId=1" if any(p.name == "userId" for p in operation.parameters) else ""
    body = filled(sandbox, BODIES.get(operation.id))
    answer = api.send(operation.method, path_of(sandbox, operation), query, body)
    assert answer.status == operation.status, answer
    if operation.status != 204:
        assert fits(name, operation, answer.json), answer.json
    request = sandbox.requests[-1]
    assert (request.surface, request.operation_id) == (name, operation.id)


# ------------------------------------------------------------------ legacy


def test_a_drain_by_cursor_is_exact_across_equal_timestamps() -> None:
    sandbox = Sandbox(world="empty", now=NOW, rate_limit=None)
    legacy = Legacy(sandbox)
    made = []
    for number in range(170):
        body = {"associationType": "referral", "email": f"{number}@y.example"}
        made.append(legacy.good("POST", "/leads", body=body)["id"])
        sandbox.clock.advance(60.0 if number % 12 == 0 else 0.0)
    seen: list[int] = []
    cursor = ""
    while page := legacy.good("GET", "/leads", f"userId=1{cursor}"):
        assert {item["total"] for item in page} == {170}
        seen += [item["id"] for item in page]
        cursor = f"&cursor={page[-1]['created_at']}"
    assert sorted(seen) == made
    assert len(seen) == 170


def test_what_is_created_changed_and_deleted(legacy: Legacy) -> None:
    partnership = legacy.first("/partnerships", "userId=1")
    tag, user = legacy.first("/tags"), legacy.first("/users")
    made = legacy.good(
        "POST",
        "/leads",
        body={
            "associationType": "referral",
            "company_name": "Oak",
            "tags": [tag["id"]],
            "partnershipLead": {"partnership_id": partnership["id"]},
        },
    )
    assert set(made) == {"id", "uuid", "partnershipLeadId"}
    legacy.good(
        "PATCH", f"/leads/{made['id']}", body={"assignedUsers": [user["id"]], "status": "lost"}
    )
    lead = legacy.good("GET", f"/companies/1/leads/{made['id']}")
    assert (lead["company_name"], lead["status"]) == ("Oak", "lost")
    assert [t["label"] for t in lead["tags"]] == [tag["label"]]
    assert [u["email"] for u in lead["assigned_users"]] == [user["email"]]
    deal = legacy.good("POST", "/lead-deals", body={"lead_id": made["id"], "deal_value": 10})
    (listed,) = legacy.good("GET", f"/companies/1/leads/{made['id']}")["lead_deals"]
    assert (listed["id"], listed["label"]) == (deal["id"], "Oak")
    assert legacy.send("DELETE", f"/leads/{made['id']}").status == 204
    assert legacy.send("DELETE", f"/leads/{made['id']}").json == {
        "error": "Lead not found or already deleted"
    }
    assert legacy.send("GET", f"/companies/1/lead-deals/{deal['id']}").status == 404


def test_a_partnership_ends_once_nothing_active_hangs_on_it(legacy: Legacy) -> None:
    invited = [{"email": "a@oak.example"}]
    new = {"name": "Oak", "partnerType": "referral", "emails": invited, "inactive": True}
    legacy.good("POST", "/partnerships", body=new)
    listed = legacy.good("GET", "/partnerships", "userId=1")
    (partnership,) = (row for row in listed if row["partner"]["name"] == "Oak")
    path = f"/partnerships/{partnership['id']}"
    lead = legacy.good(
        "POST",
        "/leads",
        body={
            "associationType": "referral",
            "partnershipLead": {"partnership_id": partnership["id"]},
        },
    )
    refused = legacy.send("DELETE", path)
    text = "Cannot delete partnership with active leads or deals"
    assert (refused.status, refused.json) == (409, {"error": text})
    legacy.good("PATCH", f"/leads/{lead['id']}", body={"status": "lost"})
    assert legacy.send("DELETE", path).status == 204
    again = legacy.send("DELETE", path)
    text = "Partnership not found or already deleted"
    assert (again.status, again.json) == (404, {"error": text})


@pytest.mark.parametrize(
    ("query", "least"),
    [
        ("status=lost,new", 0),
        ("search=zzzz", 0),
        ("assigned=1", 1),
        ("unassigned=1", 1),
        ("view=sent", 1),
        ('sort=[{"type":"status","asc":true}]', 12),
        ('customFields=[{"id":1,"value":{"text":"x"}}]', 0),
        ("tags=999", 0),
    ],
)
def test_lists_are_filtered_and_sorted(demo: Api, query: str, least: int) -> None:
    legacy = Legacy(demo.sandbox)
    found = legacy.good("GET", "/leads", f"userId=1&{query}")
    everything = legacy.good("GET", "/leads", "userId=1")
    assert least <= len(found) <= len(everything)
    if query.startswith("status"):
        assert {lead["status"] for lead in found} == {"lost", "new"}
    if query == "assigned=1":
        assert all(lead["assigned_users"] for lead in found)
    if query.startswith("sort"):
        statuses = [lead["status"] for lead in found]
        assert statuses == sorted(statuses)


def test_pages_of_users_come_with_meta(legacy: Legacy) -> None:
    page = legacy.good("GET", "/users", "page=2&pageSize=5")
    assert page["meta"] == {"record-count": 12, "page-count": 3}
    assert len(page["data"]) == 5


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "text"),
    [
        ("POST", "/tags", {}, 400, "body/label: Required"),
        ("POST", "/tags", {"label": "x", "association": "y"}, 400, "body/association: must be"),
        ("GET", "/leads/x/notes", None, 404, "Note not found"),
        ("GET", "/partnerships/0/users", None, 404, "Partnership not found or not accessible"),
        ("PATCH", "/lead-deals/0", {"label": "x"}, 404, "Deal not found or not accessible"),
        ("POST", "/lead-deals", {"lead_id": 0}, 400, "lead_id: Lead not found"),
        ("PATCH", "/tiers", [{"id": 0, "label": "x"}], 400, "id: Tier not found"),
        ("GET", "/nowhere", None, 404, "Route not found"),
    ],
)
def test_refusals_are_a_text(  # noqa: PLR0917
    legacy: Legacy, method: str, path: str, body: Any, status: int, text: str
) -> None:
    answer = legacy.send(method, path, body=body)
    assert answer.status == status
    assert set(answer.json) == {"error"}
    assert answer.json["error"].startswith(text)


def test_webhooks_are_signed_and_typed(legacy: Legacy, receiver: Receiver) -> None:
    legacy.sandbox.subscribe_legacy(receiver.url, SECRET)
    lead = legacy.first("/leads", "userId=1")
    legacy.good("PATCH", f"/leads/{lead['id']}", body={"company_name": "Elm"})
    legacy.good("POST", f"/leads/{lead['id']}/notes", body={"document": {"type": "doc"}})
    legacy.send("DELETE", f"/leads/{lead['id']}")
    legacy.good("POST", "/tags", body={"label": "x", "association": "lead"})
    events = [(d.event, d.status, d.error) for d in legacy.sandbox.deliveries()]
    names = ["lead_updated", "lead_note_created", "lead_deleted"]
    assert events == [(name, 200, "") for name in names]
    webhook = Webhook(SECRET, clock=NOW.timestamp)
    for (_, headers, body), name in zip(receiver.got, names, strict=True):
        event = webhook.unwrap(json.dumps(body), headers)
        assert event.claims.event_id == name
    assert receiver.got[0][2]["lead"]["company_name"] == "Elm"
    assert receiver.got[0][2]["lead"]["updated_at"] == int(NOW.timestamp() * 1000)


# ------------------------------------------------------------------ Saleshandy


def test_team_stats_are_paged_sorted_and_the_same_each_time() -> None:
    api = Legacy(Sandbox(world="empty", rate_limit=None), "/saleshandy/v1")
    rows: list[Any] = []
    for page in (1, 2, 3, 4):
        body = {"page": page, "limit": 20, "orderBy": "opened", "sortOrder": "asc"}
        rows += api.good("POST", "/analytics/team/stats", body=body)["payload"]
    assert len({row["userId"] for row in rows}) == len(rows) == 45
    assert [row["opened"] for row in rows] == sorted(row["opened"] for row in rows)
    one = api.good("POST", "/analytics/team/stats", body={"userIds": ["abc"]})
    assert one == api.good("POST", "/analytics/team/stats", body={"userIds": ["abc"]})


def test_consolidated_stats_say_whether_there_is_more() -> None:
    api = Legacy(Sandbox(world="empty", rate_limit=None), "/saleshandy/v1")
    page, seen = 1, 0
    while page:
        body = {"pageNum": page, "pageLimit": 10}
        payload = api.good("POST", "/analytics/consolidated-stats", body=body)["payload"]
        seen += len(payload["data"])
        page = payload["nextPageNumber"]
    assert (seen, payload["hasMore"]) == (45, False)


def test_a_wrong_key_is_code_1001() -> None:
    sandbox = Sandbox(world="empty")
    api = Legacy(sandbox, "/saleshandy/v1")
    sandbox.api_key = "mine"
    good = api.send("POST", "/analytics/team/stats", body={})
    sandbox.api_key, key = "other", sandbox.api_key
    assert (good.status, key) == (200, "mine")
    headers = {"x-api-key": "mine", "content-type": "application/json"}
    request = Incoming("POST", "/saleshandy/v1/analytics/team/stats", b"", headers, b"{}")
    reply = sandbox.handle(request)
    assert (reply.status, json.loads(reply.content)["code"]) == (401, 1001)
