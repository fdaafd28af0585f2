"""Faults on demand, and what a client makes of them."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from typing import Any

import httpx
import pytest

from journeybee import APIConnectionError, RetryPolicy, ServerError
from journeybee.sandbox import Sandbox
from tests.sandbox.driver import NOW, Api

NO_RETRY = RetryPolicy(max_retries=0)


def test_every_seventh_request(api: Api) -> None:
    fault = api.sandbox.faults.add(status=503, every=7, retry_after=2)
    answers = [api.send("GET", "/leads/") for _ in range(21)]
    assert [a.status for a in answers] == ([200] * 6 + [503]) * 3
    assert answers[6].headers["retry-after"] == "2"
    assert answers[6].error == (503, "internal_error", "A fault of the sandbox")
    assert (fault.matched, fault.fired) == (21, 3)
    assert [r.faults for r in api.sandbox.requests[:7]] == [""] * 6 + ["status 503"]


def test_a_refused_write_does_nothing(api: Api) -> None:
    api.sandbox.faults.add(status=500, times=1)
    assert api.send("POST", "/partners", body={"name": "x"}).status == 500
    assert api.get("/partners")["data"] == []


@pytest.mark.parametrize(("status", "code"), [(409, "conflict"), (429, "rate_limit_exceeded")])
def test_known_statuses_have_their_code(api: Api, status: int, code: str) -> None:
    api.sandbox.faults.add(status=status)
    assert api.send("GET", "/leads/").error[:2] == (status, code)


def test_one_operation_so_often(api: Api) -> None:
    api.sandbox.faults.add(status=500, operation="list_leads", times=2)
    assert [api.send("GET", "/deals/").status for _ in range(3)] == [200] * 3
    assert [api.send("GET", "/leads/").status for _ in range(3)] == [500, 500, 200]


@pytest.mark.parametrize("name", ["leads.create", "create_lead"])
def test_an_operation_by_its_name_in_a_client_or_in_the_spec(api: Api, name: str) -> None:
    fault = api.sandbox.faults.add(status=500, operation=name)
    assert api.send("GET", "/leads/").status == 200
    assert api.send("POST", "/leads/", body={"email": "a@b.example"}).status == 500
    assert fault.operation == name


@pytest.mark.parametrize(
    ("name", "fix"),
    [
        ("leads.craete", ": did you mean leads.create?"),
        ("create_laed", ": did you mean create_lead?"),
        ("x", ""),
    ],
)
def test_an_unknown_operation_is_refused_by_name(name: str, fix: str, api: Api) -> None:
    with pytest.raises(ValueError, match=re.escape(f"no operation {name!r}{fix}") + "$"):
        api.sandbox.faults.add(status=500, operation=name)


def test_faults_go_one_by_one_all_together_and_with_a_reset(api: Api) -> None:
    faults = api.sandbox.faults
    first, _ = faults.add(status=500, operation="list_leads"), faults.add(status=502)
    faults.remove(first)
    assert api.send("GET", "/leads/").status == 502
    faults.clear()
    assert api.send("GET", "/leads/").status == 200
    faults.add(status=500)
    api.sandbox.reset()
    assert api.send("GET", "/leads/").status == 200


def test_who_may_not_ask_meets_no_fault(api: Api) -> None:
    fault = api.sandbox.faults.add(status=500)
    assert api.send("GET", "/leads/", headers={}).status == 401
    assert api.send("GET", "/nowhere").status == 404
    assert fault.matched == 0


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({}, "needs"),
        ({"status": 200}, "400 to 599"),
        ({"latency": -1}, "latency"),
        ({"latency": float("nan")}, "latency"),
        ({"status": 500, "every": 0}, "every"),
        ({"status": 500, "times": 0}, "times"),
        ({"drop": "now"}, '"before" or "after"'),
        ({"drift": "more"}, "extra_field, unknown_enum, missing_field"),
        ({"status": 500, "operation": "no_such"}, "no_such"),
    ],
)
def test_a_fault_without_sense_is_refused(api: Api, options: Any, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        api.sandbox.faults.add(**options)


# ------------------------------------------------------------------ drift


@pytest.fixture
def leads(tiny: Api) -> Api:
    return tiny


def test_an_extra_field_in_each_item(leads: Api) -> None:
    leads.sandbox.faults.add(drift="extra_field", field="mood")
    assert {item["mood"] for item in leads.get("/leads/")["data"]} == {"sandbox_unknown"}
    leads.sandbox.faults.clear()
    assert "mood" not in leads.get("/leads/")["data"][0]


def test_an_undeclared_enum_value(leads: Api) -> None:
    leads.sandbox.faults.add(drift="unknown_enum")
    for item in leads.get("/leads/")["data"]:
        unknown = [name for name, value in item.items() if value == "sandbox_unknown"]
        assert len(unknown) == 1
        assert leads.sandbox.resources.shape("leads").fields[unknown[0]].enum


def test_a_missing_field(leads: Api) -> None:
    before = leads.get("/leads/")["data"][0]
    leads.sandbox.faults.add(drift="missing_field")
    after = leads.get("/leads/")["data"][0]
    (missing,) = before.keys() - after.keys()
    assert missing not in ("uuid", "id")
    leads.sandbox.faults.clear()
    leads.sandbox.faults.add(drift="missing_field", field="email")
    assert "email" not in leads.get("/leads/")["data"][0]


@pytest.mark.parametrize("drift", ["extra_field", "unknown_enum", "missing_field"])
def test_drift_of_one_item_and_of_none(leads: Api, drift: Any) -> None:
    uuid = leads.get("/leads/")["data"][0]["uuid"]
    whole = leads.get(f"/leads/{uuid}")
    leads.sandbox.faults.add(drift=drift)
    assert leads.get(f"/leads/{uuid}") != whole
    leads.delete(f"/leads/{uuid}")


async def test_a_client_notes_the_drift() -> None:
    sandbox = Sandbox(world="tiny")
    sandbox.faults.add(drift="unknown_enum", field="status")
    client = sandbox.client()
    page = await client.leads.list()
    assert {lead.status for lead in page.items} == {"sandbox_unknown"}
    assert sum(client.drift.values()) > 0


# ------------------------------------------------------------------ connections


@pytest.mark.parametrize(("drop", "kept"), [("before", 0), ("after", 1)])
async def test_a_dropped_connection(drop: Any, kept: int) -> None:
    sandbox = Sandbox(world="empty")
    sandbox.faults.add(drop=drop)
    async with sandbox.client(retry=NO_RETRY) as client:
        with pytest.raises(APIConnectionError):
            await client.partners.create(name="x")
    assert len(sandbox.store.items("partners")) == kept
    assert (sandbox.requests[-1].status, sandbox.requests[-1].faults) == (0, f"dropped {drop}")


async def test_a_truncated_body() -> None:
    sandbox = Sandbox(world="tiny")
    sandbox.faults.add(truncate=True)
    with pytest.raises(APIConnectionError):
        await sandbox.client(retry=NO_RETRY).leads.list()
    assert sandbox.requests[-1].status == 200


async def test_latency_is_part_of_what_a_request_took() -> None:
    sandbox = Sandbox(world="empty")
    sandbox.faults.add(latency=0.05)
    await sandbox.client().leads.list()
    assert sandbox.requests[-1].seconds >= 0.05


async def test_a_client_survives_every_third_503() -> None:
    sandbox = Sandbox(world="tiny")
    sandbox.faults.add(status=503, every=3, retry_after=0)
    client = sandbox.client()
    for _ in range(6):
        assert (await client.leads.list()).total == 12
    assert Counter(request.status for request in sandbox.requests) == {200: 6, 503: 2}


async def test_503_for_good_is_the_error_of_the_client() -> None:
    sandbox = Sandbox(world="empty")
    sandbox.faults.add(status=503)
    with pytest.raises(ServerError):
        await sandbox.client(retry=NO_RETRY).leads.list()


@pytest.mark.parametrize("fault", [{"drop": "before"}, {"drop": "after"}, {"truncate": True}])
def test_over_http_the_connection_closes_and_the_server_lives(
    fault: Any, caplog: pytest.LogCaptureFixture
) -> None:
    sandbox = Sandbox(world="tiny")
    sandbox.faults.add(**fault, every=2)
    headers = {"authorization": f"Bearer {sandbox.api_key}"}
    with (
        sandbox.serve() as server,
        httpx.Client(base_url=server.url, headers=headers, trust_env=False) as client,
    ):
        for broken in itertools.islice(itertools.cycle([False, True]), 6):
            if broken:
                with pytest.raises(httpx.RemoteProtocolError):
                    client.get("/leads/")
            else:
                assert client.get("/leads/").status_code == 200
    assert caplog.records == []


# ------------------------------------------------------------------ time


def test_the_clock_moves_the_window_and_the_timestamps() -> None:
    api = Api(Sandbox(world="empty", now=NOW, rate_limit=1))
    first = api.post("/partners", name="x")
    assert api.send("GET", "/leads/").status == 429
    api.sandbox.clock.advance(60)
    second = api.post("/partners", name="y")
    assert first["created_at"] == "2025-08-20T12:00:00.000Z"
    assert second["created_at"] == "2025-08-20T12:01:00.000Z"


@pytest.mark.parametrize("seconds", [-1, float("inf"), float("nan")])
def test_the_clock_goes_forward_only(api: Api, seconds: float) -> None:
    with pytest.raises(ValueError, match="finite"):
        api.sandbox.clock.advance(seconds)


def test_the_limit_can_be_changed(api: Api) -> None:
    api.sandbox.rate_limit = 2
    assert [api.send("GET", "/leads/").status for _ in range(3)] == [200, 200, 429]
    api.sandbox.rate_limit = None
    assert api.send("GET", "/leads/").status == 200
    with pytest.raises(ValueError, match="at least 1"):
        api.sandbox.rate_limit = 0


# ------------------------------------------------------------------ what is remembered


def test_bodies_are_remembered_unless_they_are_large(api: Api) -> None:
    api.post("/partners", name="Cedar")
    api.post("/partners", name="x" * 20_000)
    api.send("POST", "/partners", content=b"{")
    api.send("GET", "/leads/", query={"page": 2})
    requests = api.sandbox.requests
    assert [r.body for r in requests] == [{"name": "Cedar"}, None, None, None]
    assert requests[3].query == [("page", "2")]


def test_a_modules_operations_are_switched_off(api: Api) -> None:
    api.sandbox.disable_module("MDF")
    assert api.send("GET", "/mdf/").error[:2] == (403, "module_disabled")
    assert api.send("GET", "/leads/").status == 200
    with pytest.raises(ValueError, match="no module 'MFD'"):
        api.sandbox.disable_module("MFD")
    api.sandbox.reset()
    assert api.send("GET", "/mdf/").status == 200


def test_a_key_that_may_only_write(api: Api) -> None:
    headers = {"authorization": f"Bearer {api.sandbox.write_only_key}"}
    refused = api.send("GET", "/leads/", headers=headers)
    assert refused.error == (403, "forbidden", "Read access is required")
    assert api.send("POST", "/partners", body={"name": "x"}, headers=headers).status == 201
