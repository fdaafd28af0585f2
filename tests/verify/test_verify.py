"""What a verification finds in single fields and statuses, keeps, and never shows."""

from __future__ import annotations

import json
import os
import stat
from functools import cache
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeybee import AuthenticationError, ConfigurationError
from journeybee.sandbox import Sandbox
from journeybee.surfaces import SURFACES
from journeybee.verify import Report, verify
from journeybee.verify.compare import Findings, compare
from journeybee.verify.document import Node
from journeybee_api._runtime import Reader
from journeybee_api.v1.models import Lead
from scripts.codegen.intake.overlay import apply_overlay
from tests.verify.servers import KEY, answers, client_of, spec

THING = {
    "type": "object",
    "required": ["uuid", "kind"],
    "properties": {
        "uuid": {"type": "string"},
        "kind": {"$ref": "#/components/schemas/Kind"},
        "count": {"type": "integer", "x-evidence": "inferred"},
        "made_at": {"type": "string"},
        "tags": {"type": "array", "items": {"$ref": "#/components/schemas/Tag"}},
    },
    "x-evidence": "inferred",
}
SCHEMAS = {
    "Thing": THING,
    "Kind": {"enum": ["a", "b"], "type": "string"},
    "Tag": {"type": "object", "required": ["label"], "properties": {"label": {"type": "string"}}},
}
ONE = {"$ref": "#/components/schemas/Thing"}
SPEC = spec({"/things": {"type": "array", "items": ONE}, "/things/{uuid}": ONE}, SCHEMAS)
GOOD = {"uuid": "u1", "kind": "a", "count": 1, "tags": [{"label": "x"}]}


async def report_of(row: Any, **options: Any) -> Report:
    client = client_of(answers({"/things": [row], "/things/u1": row}))
    return await verify(client, document=SPEC, **options)


def lines(report: Report) -> set[tuple[str, ...]]:
    return {(d.where, d.declared, d.seen) for d in report.differences}


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ({"kind": None}, ("Thing.kind", "string", "null")),
        ({"kind": "secret"}, ("Kind", "2 values", "a value not in the spec")),
        ({"count": "secret"}, ("Thing.count", "integer", "string")),
        ({"count": True}, ("Thing.count", "integer", "boolean")),
        ({"count": 1.5}, ("Thing.count", "integer", "number")),
        ({"more": {"a": "secret"}}, ("Thing.more", "not in the spec", "object")),
        ({"tags": [{"label": "x"}, {}]}, ("Tag.label", "required", "missing")),
        ({"tags": ["secret"]}, ("Thing.tags[]", "object", "string")),
        ({"made_at": "secret"}, ("Thing.made_at", "date-time", "another format")),
    ],
)
async def test_a_field_that_differs_is_named_and_its_value_is_not(change: Any, line: Any) -> None:
    row = {**GOOD, **change}
    report = await report_of(row)
    assert lines(report) == {line}
    assert report.differences[0].operations == ("things", "things_uuid")
    shown = report.to_json() + report.to_markdown() + json.dumps(report.overlay())
    assert "secret" not in shown
    document = apply_overlay(SPEC, report.overlay())
    client = client_of(answers({"/things": [row], "/things/u1": row}))
    again = await verify(client, document=document)
    assert again.fits, again.differences


async def test_what_was_seen_and_fits_is_marked_observed() -> None:
    report = await report_of(GOOD)
    assert report.fits
    document = apply_overlay(SPEC, report.overlay())
    assert document["paths"]["/things"]["get"]["x-evidence"] == "observed"
    assert document["paths"]["/things"]["get"]["x-observed"] == {"date": report.date}
    thing = document["components"]["schemas"]["Thing"]
    assert (thing["x-evidence"], thing["properties"]["count"]["x-evidence"]) == ("observed",) * 2


async def test_names_that_look_like_data_are_not_shown() -> None:
    names = ["4f1c9a52-9e63-4a35-9f1a-0d6f4f4c7a11", "ada@example.com", "Ada Lovelace", "2024-01"]
    report = await report_of({**GOOD, **dict.fromkeys(names, 1)})
    assert lines(report) == {("Thing.*", "not in the spec", "integer")}
    shown = report.to_json() + report.to_markdown() + json.dumps(report.overlay())
    assert not any(name in shown for name in names)


async def test_statuses_that_are_not_documented_are_differences() -> None:
    client = client_of(answers({"/things": [GOOD]}))
    report = await verify(client, document=SPEC)
    assert [(d.aspect, d.where, d.seen) for d in report.differences] == [
        ("status", "things_uuid", "404")
    ]
    again = await verify(client, document=apply_overlay(SPEC, report.overlay()))
    assert again.fits


async def test_what_the_key_may_not_read_is_not_a_difference() -> None:
    client = client_of(answers({"/things": {"error": "No"}}, status=403))
    report = await verify(client, document=SPEC)
    assert report.differences == []
    assert report.skipped == {
        "things": "the key may not read it",
        "things_uuid": "things has no row",
    }
    with pytest.raises(AuthenticationError):
        await verify(client_of(answers({"/things": {}}, status=401)), document=SPEC)


BODIES: list[Any] = [
    None,
    0,
    "secret",
    [],
    {},
    [None, "secret", [["secret"]], 7],
    {"data": None, "meta": None, "pagination": "secret"},
    [{"uuid": "..", "kind": "a"}],
    [{"uuid": {"a": "secret"}, "kind": ["secret"]}],
    [{f"n{number}": "secret" for number in range(5000)}],
    [{"uuid": "u1", "kind": "a", "deep": [[[[[[[["secret"]]]]]]]]}],
]


@pytest.mark.parametrize("body", BODIES, ids=lambda body: str(body)[:20])
async def test_any_body_ends_in_a_report_without_a_value(body: Any) -> None:
    seen: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json=body, headers={"x-ratelimit-secret!": "1"})

    report = await verify(client_of(handler), max_requests=40)
    assert 0 < len(seen) <= 40
    shown = report.to_json() + report.to_markdown() + json.dumps(report.overlay())
    assert "secret" not in shown
    assert len(shown) < 1_000_000


@pytest.mark.parametrize("content", [b"<html>", b"[" * 100_000, b"\xff", b'{"data": [NaN'])
async def test_a_body_that_is_not_json_is_a_difference(content: bytes) -> None:
    client = client_of(lambda _: httpx.Response(200, content=content))
    report = await verify(client, document=SPEC)
    assert lines(report) == {("things", "JSON", "its body is not JSON")}


@pytest.mark.thorough
async def test_a_page_without_end_costs_a_bounded_number_of_requests() -> None:
    rows = [{"uuid": f"u{number}"} for number in range(300)]
    page = {"data": rows, "pagination": {"page": 1, "per_page": 0, "total": 10**9}}
    seen: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json=page)

    report = await verify(client_of(handler), max_requests=1000)
    assert report.left == []
    assert len(seen) < 150
    sizes = {(d.where, d.seen) for d in report.differences if d.aspect == "paging"}
    assert {("size", "ignored"), ("page", "ignored")} <= sizes


async def test_a_low_limit_in_a_header_is_a_difference() -> None:
    headers = {"X-RateLimit-Limit": "60, 60;w=60", "X-RateLimit-Remaining": "3"}
    client = client_of(
        lambda _: httpx.Response(200, json=[], headers=headers), requests_per_minute=100
    )
    report = await verify(client, document=SPEC)
    assert report.headers == ["x-ratelimit-limit", "x-ratelimit-remaining"]
    assert lines(report) == {("the client's limit", "100 requests a minute", "60")}
    assert (await verify(client, document=apply_overlay(SPEC, report.overlay()))).fits


@pytest.mark.thorough
async def test_a_run_goes_on_where_the_last_one_ended(tmp_path: Path) -> None:
    state = tmp_path / "state.json"
    sandbox = Sandbox(world="tiny", rate_limit=None, dialect="introduction")
    whole = await verify(sandbox.client())
    sandbox = Sandbox(world="tiny", rate_limit=None, dialect="introduction")
    first = await verify(sandbox.client(), max_requests=20, state=state)
    assert first.left
    assert not first.fits
    if os.name == "posix":
        assert stat.S_IMODE(state.stat().st_mode) == 0o600
    rows = json.loads(state.read_text())["rows"].values()
    assert {name for row in rows if row for name in row} == {"uuid"}
    report = first
    while report.left:
        before = len(sandbox.requests)
        report = await verify(sandbox.client(), max_requests=20, state=state)
        assert len(sandbox.requests) - before <= 20
    assert report.differences == whole.differences
    assert report.requests == len(sandbox.requests)
    assert not state.exists()


async def test_a_failure_keeps_what_is_known(tmp_path: Path) -> None:
    state = tmp_path / "state.json"
    left = [httpx.Response(200, json=[GOOD]), httpx.Response(401, json={})]
    client = client_of(lambda _: left.pop(0))
    with pytest.raises(AuthenticationError):
        await verify(client, document=SPEC, state=state)
    assert list(json.loads(state.read_text())["results"]) == ["things"]
    assert KEY not in state.read_text()


@pytest.mark.parametrize("text", ["", "[]", "{", "7"])
async def test_a_file_that_is_no_state_is_refused(tmp_path: Path, text: str) -> None:
    state = tmp_path / "state.json"
    state.write_text(text)
    with pytest.raises(ConfigurationError, match="remove it"):
        await report_of(GOOD, state=state)


async def test_the_state_of_another_server_is_not_gone_on_with(tmp_path: Path) -> None:
    state = tmp_path / "state.json"
    state.write_text('{"version": 1, "base_url": "http://elsewhere", "results": {"things": {}}}')
    assert (await report_of(GOOD, state=state)).fits


DOCUMENT = SURFACES["v1"].document
VALUES: st.SearchStrategy[Any] = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(max_size=3), st.just([]), st.just({})
)


@cache
def first_lead() -> dict[str, Any]:
    client = Sandbox(world="tiny", rate_limit=None).client()
    lead = anyio.run(client.leads.list(per_page=1).first)
    assert lead is not None
    return lead.to_dict()


@given(st.data())
def test_the_comparison_and_the_decoder_find_the_same_fields(data: st.DataObject) -> None:
    row = dict(first_lead())
    names = st.sampled_from([*row, "surprise"])
    for name in data.draw(st.lists(names, max_size=3)):
        if data.draw(st.booleans()):
            row[name] = data.draw(VALUES)
        else:
            row.pop(name, None)
    drifted: set[str] = set()
    Lead.from_dict(row, Reader(on_drift=lambda drift: drifted.add(drift.field)))
    node = Node(DOCUMENT, (), DOCUMENT).child("components", "schemas", "Lead")
    findings = Findings()
    compare(node, row, findings)
    found = {finding.name or str(finding.steps[-1]) for finding in findings.found.values()}
    renamed = {"LeadStatus": "status", "LeadSource": "source", "PartnerType": "partner_type"}
    assert {renamed.get(name, name) for name in found} == drifted
