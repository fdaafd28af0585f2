"""What the start page asks a sandbox for, and who may ask."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from journeybee.sandbox import Sandbox
from tests.sandbox.test_sandbox_browsers import ask as request

SECRET = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox(world="tiny", rate_limit=None)


@pytest.fixture(scope="module")
def unchanged() -> Sandbox:
    return Sandbox(world="tiny", rate_limit=None)


async def ask(sandbox: Sandbox, path: str, options: Any = None, key: str | None = None) -> Any:
    """The answer to the page's own request, which must succeed."""
    answer = await send(sandbox, path, options, key)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def send(
    sandbox: Sandbox, path: str, options: Any = None, key: str | None = None
) -> httpx.Response:
    transport = httpx.ASGITransport(app=sandbox)
    headers = {"authorization": f"Bearer {key or sandbox.api_key}"}
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        if options is None:
            return await client.get(f"/_sandbox/{path}".rstrip("/"), headers=headers)
        return await client.post(f"/_sandbox/{path}", headers=headers, json=options)


@pytest.mark.parametrize(
    ("path", "options"),
    [
        ("requests/sandbox-000001", None),
        ("items/v1/leads", None),
        ("operations/v1/list_leads", None),
    ]
    + [(name, {}) for name in ("reset", "snapshot", "restore", "clear-faults")],
)
async def test_content_and_changes_need_the_key(sandbox: Sandbox, path: str, options: Any) -> None:
    await request(sandbox, "GET", "/v1/leads/", {"authorization": f"Bearer {sandbox.api_key}"})
    before = sandbox.store.counts()
    for key in ("wrong", sandbox.read_only_key, sandbox.write_only_key):
        answer = await send(sandbox, path, options, key)
        assert answer.status_code == 401
        assert sandbox.api_key not in answer.text
    assert (sandbox.store.counts(), len(sandbox.requests)) == (before, 1)
    page = {"origin": "http://evil.example", "authorization": f"Bearer {sandbox.api_key}"}
    assert (await request(sandbox, "GET", f"/_sandbox/{path}", page)).status_code == 403
    rebound = {"host": "evil.example", "authorization": f"Bearer {sandbox.api_key}"}
    assert (await request(sandbox, "GET", f"/_sandbox/{path}", rebound)).status_code == 421


async def test_the_buttons(sandbox: Sandbox) -> None:
    leads = sandbox.store.count("leads")
    await ask(sandbox, "snapshot", {})
    sandbox.store.remove(sandbox.store.items("leads")[0]["uuid"])
    figures = await ask(sandbox, "restore", {})
    assert figures["items"]["v1"]["leads"] == leads
    before = sandbox.clock.now()
    await ask(sandbox, "advance", {"seconds": 3600})
    assert (sandbox.clock.now() - before).total_seconds() >= 3600
    figures = await ask(sandbox, "add-fault", {"status": 503, "operation": "leads.list"})
    assert figures["faults"] == [{"does": "status 503", "operation": "leads.list", "fired": 0}]
    assert (await ask(sandbox, "clear-faults", {}))["faults"] == []
    assert (await ask(sandbox, "limit", {"requests": 7}))["limit"]["requests"] == 7
    assert (await ask(sandbox, "limit", {"requests": None}))["limit"]["requests"] is None
    figures = await ask(sandbox, "dialect", {"name": "bare"})
    assert (figures["dialect"], sandbox.dialect) == ("bare", "bare")
    headers = {"authorization": f"Bearer {sandbox.api_key}"}
    answer = await request(sandbox, "GET", "/v1/leads/", headers)
    assert isinstance(answer.json(), list)
    await ask(sandbox, "subscribe", {"url": "http://example.com/", "secret": SECRET})
    await request(sandbox, "POST", "/api/v1/partnerships", headers)
    assert (await ask(sandbox, "reset", {}))["total"] == 0


@pytest.mark.parametrize(
    ("action", "options", "message"),
    [
        ("rest", {}, "did you mean"),
        ("restore", {}, "no snapshot was taken"),
        ("advance", {"seconds": -1}, "0 or more"),
        ("advance", {"second": 1}, "unexpected keyword"),
        ("advance", {}, "missing"),
        ("advance", [], "must be a JSON object"),
        ("dialect", {"name": "none"}, "give one of"),
        ("limit", {"requests": 0}, "at least 1"),
        ("limit", {"requests": True}, "at least 1"),
        ("add-fault", {}, "a fault needs"),
        ("add-fault", {"status": "503"}, "not supported between"),
        ("subscribe", {"url": "http://localhost/", "secret": ""}, "secret"),
    ],
)
async def test_what_a_button_cannot_do(
    unchanged: Sandbox, action: str, options: Any, message: str
) -> None:
    answer = await send(unchanged, action, options)
    assert answer.status_code == 400
    assert message in answer.json()["error"]["message"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("requests/sandbox-999999", 404),
        ("operations/v1/nothing", 400),
        ("operations/none/list_leads", 400),
        ("items/v1/nothing", 400),
        ("items/v1/leads?offset=-1", 400),
        ("items/v1/leads?offset=x", 400),
        ("nothing", 404),
    ],
)
async def test_what_is_not_there(unchanged: Sandbox, path: str, status: int) -> None:
    assert (await send(unchanged, path)).status_code == status


async def test_figures_count_what_is_no_longer_kept(sandbox: Sandbox) -> None:
    key = {"authorization": f"Bearer {sandbox.api_key}"}
    await request(sandbox, "GET", "/v1/deals/", key)
    for _ in range(101):
        await request(sandbox, "GET", "/v1/leads/", key)
    found = await ask(sandbox, "")
    assert (found["total"], len(found["requests"])) == (102, 100)
    assert found["calls"] == {"v1/list_deals": 1, "v1/list_leads": 101}
    assert [found["requests"][row]["id"] for row in (0, 99)] == ["sandbox-000102", "sandbox-000003"]
    assert "operations" not in found


async def test_a_page_notices_its_key_and_another_sandbox(sandbox: Sandbox) -> None:
    found = [await ask(sandbox, "", key=key) for key in (None, sandbox.read_only_key, "none")]
    assert [one["has_key"] for one in found] == [True, False, False]
    assert found[0]["instance"] == found[1]["instance"]
    assert (await ask(Sandbox(world="empty"), ""))["instance"] != found[0]["instance"]
    about = await ask(sandbox, "about", key="none")
    assert len(about["operations"]) == sum(
        len(s.spec.operations) for s in sandbox.surfaces.values()
    )


@pytest.mark.parametrize(
    ("header", "lane"),
    [
        (None, "normal"),
        ("u=1", "interactive"),
        ("u=6", "background"),
        ("u=3, i", "normal"),
        ("i, u=0", "interactive"),
        ("u=1;a=b, u=7", "background"),
        ("u=8", "normal"),
        ("u=12", "normal"),
        ("menu=1", "normal"),
        ("", "normal"),
    ],
)
async def test_the_lane_of_a_request_is_recorded(
    sandbox: Sandbox, header: str | None, lane: str
) -> None:
    sandbox.rate_limit = 1
    headers = {"authorization": f"Bearer {sandbox.api_key}"}
    headers |= {} if header is None else {"priority": header}
    await request(sandbox, "GET", "/v1/leads/", headers)
    await request(sandbox, "GET", "/v1/leads/", headers)
    assert [r.priority for r in sandbox.requests] == [lane, lane]
    slots = (await ask(sandbox, ""))["windows"]["key"]["slots"]
    assert slots[-1] == [name == lane for name in ("interactive", "normal", "background")]


@pytest.mark.parametrize("priority", ["interactive", "normal", "background"])
async def test_the_lane_of_the_client_arrives(sandbox: Sandbox, priority: Any) -> None:
    await (
        sandbox.client()
        .with_options(priority=priority)
        .leads.get(sandbox.store.items("leads")[0]["uuid"])
    )
    assert [r.priority for r in sandbox.requests] == [priority]


async def test_items_come_in_pages(sandbox: Sandbox) -> None:
    for number in range(60):
        sandbox.resources.add("tags", {"uuid": f"tag {number}", "name": f"tag {number}"})
    total = sandbox.store.count("tags")
    found = [await ask(sandbox, f"items/v1/tags?offset={offset}") for offset in (0, 50)]
    assert [page["total"] for page in found] == [total, total]
    assert [item for page in found for item in page["rows"]] == sandbox.store.items("tags")
    nested = await ask(sandbox, "items/v1/leads/notes")
    assert nested["rows"] == sandbox.store.items("leads/notes")[:50]


async def test_a_request_is_shown_without_its_key(sandbox: Sandbox) -> None:
    key = {"authorization": f"Bearer {sandbox.api_key}", "cookie": "a=b", "x-mine": "1"}
    await request(sandbox, "GET", "/v1/leads/?page=2&search=x", key)
    shown = await ask(sandbox, "requests/sandbox-000001")
    assert shown["query"] == [["page", "2"], ["search", "x"]]
    assert shown["headers"]["x-mine"] == "1"
    assert (shown["headers"]["authorization"], shown["headers"]["cookie"]) == ("hidden", "hidden")
    assert json.loads(shown["answer"])["pagination"]["page"] == 2
    assert sandbox.api_key not in json.dumps(shown)


async def test_only_the_latest_requests_are_kept_whole(sandbox: Sandbox) -> None:
    for _ in range(101):
        await request(sandbox, "GET", "/v1/tiers/", {})
    assert (await send(sandbox, "requests/sandbox-000001")).status_code == 404
    assert (await ask(sandbox, "requests/sandbox-000002"))["status"] == 401


async def test_the_page_is_one_small_file(sandbox: Sandbox) -> None:
    answer = await request(sandbox, "GET", "/", {})
    assert len(answer.content) <= 120_000
    assert not re.search(r"(src|href)=.(https?:)?//|url\(|@import", answer.text)


async def test_documents_for_other_tools(sandbox: Sandbox) -> None:
    for name, prefix in (("v1", "/v1"), ("legacy", "/api/v1"), ("saleshandy", "/saleshandy/v1")):
        spec = (await request(sandbox, "GET", f"/openapi.json?api={name}", {})).json()
        assert spec["servers"] == [{"url": f"http://localhost{prefix}"}]
        assert "urn:" not in json.dumps(spec)
        postman = (await request(sandbox, "GET", f"/postman.json?api={name}", {})).json()
        count = sum(len(folder["item"]) for folder in postman["item"])
        assert count == len(sandbox.surfaces[name].spec.operations)
    assert (await request(sandbox, "GET", "/openapi.json?api=none", {})).status_code == 404


@pytest.fixture
def api(sandbox: Sandbox) -> Iterator[httpx.Client]:
    with sandbox.serve() as server, httpx.Client(base_url=server.root, trust_env=False) as client:
        yield client


# What the first item of each is in use by, and what the world holds only once.
REFUSED = {
    "v1/create_custom_field_value": 409,
    "v1/delete_custom_field": 409,
    "v1/delete_tag": 409,
    "v1/delete_tier": 409,
    "v1/unassign_lead_user": 404,
    # Paths of the older API with two ids, and the lists that it writes as a whole.
    "legacy/get_deal": 404,
    "legacy/get_lead": 404,
    "legacy/update_deal_note": 400,
    "legacy/update_categories": 400,
    "legacy/update_deal_stages": 400,
    "legacy/update_partner_stages": 400,
    "legacy/update_tiers": 400,
}


@pytest.mark.thorough
def test_each_operation_can_be_sent_as_it_is_filled_in(sandbox: Sandbox, api: httpx.Client) -> None:
    snapshot = sandbox.snapshot()
    refused = dict[str, int]()
    for surface, served in sandbox.surfaces.items():
        for operation in served.spec.operations:
            url = f"/_sandbox/operations/{surface}/{operation}"
            key = {"authorization": f"Bearer {sandbox.api_key}"}
            form = api.get(url, headers=key).json()
            answer = fill_in(api, form, sandbox.api_key)
            if answer.is_error:
                refused[f"{surface}/{operation}"] = answer.status_code
            if form["method"] != "GET":
                sandbox.restore(snapshot)
    assert refused == REFUSED


def fill_in(api: httpx.Client, form: Any, key: str) -> httpx.Response:
    values = {parameter["name"]: str(parameter["value"]) for parameter in form["parameters"]}
    path = re.sub(r"\{([^}]+)\}", lambda m: quote(values[m[1]]) or "none", form["path"])
    query = {p["name"]: p["value"] for p in form["parameters"] if p["where"] == "query"}
    scheme = "Bearer " if form["key_header"] == "authorization" else ""
    return api.request(
        form["method"],
        form["prefix"] + path,
        params={name: value for name, value in query.items() if value != ""},
        headers={form["key_header"]: scheme + key},
        json=form["body"],
    )


async def test_the_window_has_a_part_for_each_sixtieth_of_its_period() -> None:
    sandbox = Sandbox(world="empty", rate_limit=100, period=120, clock=lambda: 0.0)
    key = {"authorization": f"Bearer {sandbox.api_key}", "priority": "u=6"}
    for seconds in (0, 100, 19):
        sandbox.clock.advance(seconds)
        await request(sandbox, "GET", "/v1/leads/", key)
    window = (await ask(sandbox, ""))["windows"]["key"]
    counted = {number: slot for number, slot in enumerate(window["slots"]) if any(slot)}
    assert counted == {0: [0, 0, 1], 50: [0, 0, 1], 59: [0, 0, 1]}
    assert window["oldest"] == 119
