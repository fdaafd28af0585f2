"""What the sandbox refuses, and how: keys, routes, parameters, bodies."""

from __future__ import annotations

import functools
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeybee.sandbox import Sandbox
from journeybee.sandbox.handling.messages import Incoming
from journeybee.sandbox.spec.document import Operation
from tests.sandbox.driver import NOW, UNKNOWN, Api, listing


def test_a_request_without_a_key_is_refused(api: Api) -> None:
    answer = api.send("GET", "/leads/", headers={})
    assert answer.error == (401, "unauthorized", "Authorization header is required")


@pytest.mark.parametrize("header", ["Bearer wrong", "Basic {key}", "{key}", "Bearer", "Bearer  "])
def test_a_wrong_key_or_scheme_is_refused(api: Api, header: str) -> None:
    header = header.format(key=api.sandbox.api_key)
    answer = api.send("GET", "/leads/", headers={"authorization": header})
    assert answer.error == (401, "unauthorized", "Invalid API key")
    assert api.sandbox.api_key not in answer.content.decode()


@pytest.mark.parametrize("scheme", ["Bearer", "Api-Key", "bearer"])
def test_both_documented_schemes_are_taken(api: Api, scheme: str) -> None:
    header = f"{scheme} {api.sandbox.api_key}"
    assert api.send("GET", "/leads/", headers={"authorization": header}).status == 200


def test_a_read_only_key_reads_but_does_not_write(api: Api) -> None:
    headers = {"authorization": f"Bearer {api.sandbox.read_only_key}"}
    assert api.send("GET", "/partners", headers=headers).status == 200
    for method, path in (
        ("POST", "/partners"),
        ("PATCH", f"/partners/{UNKNOWN}"),
        ("DELETE", f"/partners/{UNKNOWN}"),
        ("PUT", f"/deals/{UNKNOWN}/commission"),
    ):
        answer = api.send(method, path, body={"name": "x"}, headers=headers)
        assert answer.error == (403, "forbidden", "Write access is required")


def test_keys_can_be_set(api: Api) -> None:
    api.sandbox.api_key = "mine"
    assert api.send("GET", "/leads/", headers={"authorization": "Bearer mine"}).status == 200


def test_keys_are_recognisable_and_never_the_same_unless_given() -> None:
    first, again = (Sandbox(world="empty", seed=1) for _ in range(2))
    keys = [
        key
        for box in (first, again)
        for key in (box.api_key, box.read_only_key, box.write_only_key)
    ]
    assert len(set(keys)) == 6
    assert all(key.startswith("jb_sandbox_") for key in keys)
    assert Sandbox(world="empty", api_key="mine").api_key == "mine"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/nothing"),
        ("GET", "/leads//"),
        ("GET", ""),
    ],
)
def test_an_unknown_route_is_not_found(api: Api, method: str, path: str) -> None:
    assert api.send(method, path).error == (404, "not_found", "Route not found")


@pytest.mark.parametrize("method", ["PUT", "HEAD", "TRACE"])
def test_a_method_without_an_operation_is_answered_by_those_with_one(api: Api, method: str) -> None:
    answer = api.send(method, "/leads/")
    assert answer.error == (405, "method_not_allowed", "Method not allowed")
    assert answer.headers["allow"] == "GET, POST"


def test_outside_the_version_nothing_answers(api: Api) -> None:
    headers = {"authorization": f"Bearer {api.sandbox.api_key}"}
    assert api.sandbox.handle(Incoming("GET", "/v2/leads/", b"", headers, b"")).status == 404
    assert api.sandbox.handle(Incoming("GET", "/v1/leads/", b"", headers, b"")).status == 200


@pytest.mark.parametrize("path", ["/leads", "/leads/", "/partners", "/partners/"])
def test_a_collection_root_answers_with_and_without_slash(api: Api, path: str) -> None:
    assert api.get(path)["data"] == []


@pytest.mark.parametrize(
    ("path", "name"),
    [
        (f"/partners/{UNKNOWN}", "Partner"),
        (f"/pricing-calculators/{UNKNOWN}", "Pricing calculator"),
        (f"/categories/{UNKNOWN}", "Category"),
        (f"/leads/{UNKNOWN}/notes", "Lead"),
        (f"/deals/{UNKNOWN}/commission", "Deal"),
        (f"/leads/{UNKNOWN}/assigned-users", "Lead"),
    ],
)
def test_an_unknown_uuid_is_not_found_by_name(api: Api, path: str, name: str) -> None:
    assert api.send("GET", path).error == (404, "not_found", f"{name} not found")


def test_an_item_of_another_parent_is_not_found(api: Api) -> None:
    first, second = (api.post("/leads/", email=f"{n}@example.com") for n in "ab")
    note = api.post(f"/leads/{first['uuid']}/notes", content="mine")
    assert api.get(f"/leads/{first['uuid']}/notes/{note['uuid']}") == note
    answer = api.send("GET", f"/leads/{second['uuid']}/notes/{note['uuid']}")
    assert answer.error == (404, "not_found", "Note not found")


@functools.cache
def an_api(*codes: str) -> Api:
    """An empty world of a spec that lists these errors."""
    return Api(Sandbox(document=listing(*codes), world="empty", now=NOW, rate_limit=None))


@pytest.mark.parametrize("uuid", ["x", "123", UNKNOWN + "0", "%2e%2e", "a%2Fb", "%ff"])
@pytest.mark.parametrize("code", ["400", "422", "4XX"])
def test_a_malformed_uuid_is_invalid_where_the_spec_says_so(uuid: str, code: str) -> None:
    answer = an_api("404", code).send("GET", f"/leads/{uuid}")
    assert answer.error == (422, "validation_error", "params/uuid: Invalid uuid")


@pytest.mark.parametrize("codes", [(), ("404",), ("404", "5XX")])
def test_elsewhere_a_malformed_uuid_names_nothing(codes: tuple[str, ...]) -> None:
    assert an_api(*codes).send("GET", "/leads/x").error == (404, "not_found", "Lead not found")


def test_a_malformed_second_uuid_is_named() -> None:
    answer = an_api("422").send("PATCH", f"/leads/{UNKNOWN}/notes/x", body={"content": "x"})
    assert answer.error == (422, "validation_error", "params/subUuid: Invalid uuid")


@pytest.mark.parametrize(
    ("path", "query", "message"),
    [
        ("/leads/", {"per_page": "101"}, "querystring/per_page: must be <= 100"),
        ("/leads/", {"per_page": "0"}, "querystring/per_page: must be >= 1"),
        ("/leads/", {"page": "0"}, "querystring/page: must be >= 1"),
        ("/leads/", {"page": "one"}, "querystring/page: must be integer"),
        ("/leads/", {"page": "1.5"}, "querystring/page: must be integer"),
        ("/leads/", {"page": ""}, "querystring/page: must be integer"),
        ("/leads/", {"page": "9007199254740992"}, "querystring/page: must be integer"),
        ("/leads/", {"page": ["1", "2"]}, "querystring/page: must be given once"),
        (
            "/leads/",
            {"status": "old"},
            "querystring/status: must be one of new, contacted, qualified, converted, lost",
        ),
        ("/custom-field-values/", {}, "querystring/entity_type: Required"),
        ("/custom-field-values/", {"entity_type": "lead"}, "querystring/entity_uuid: Required"),
        (
            "/custom-field-values/",
            {"entity_type": "lead", "entity_uuid": "x"},
            "querystring/entity_uuid: Invalid uuid",
        ),
        ("/analytics/partners/leads-timeline", {}, "querystring/partner_uuid: Required"),
        ("/analytics/partners", {"limit": "101"}, "querystring/limit: must be <= 100"),
    ],
)
def test_a_bad_query_is_refused_with_its_place(
    api: Api, path: str, query: dict[str, Any], message: str
) -> None:
    assert api.send("GET", path, query).error == (422, "validation_error", message)


def test_an_undeclared_query_parameter_is_ignored(api: Api) -> None:
    assert api.get("/leads/", colour="blue")["data"] == []


@pytest.mark.parametrize(
    ("path", "body", "message"),
    [
        ("/partners", {}, "body/name: Required"),
        ("/partners", {"name": None}, "body/name: must be string"),
        ("/partners", {"name": 5}, "body/name: must be string"),
        ("/partners", [], "body: must be object"),
        (
            "/partners",
            {"name": "x", "partner_type": "other"},
            "body/partner_type: must be one of referral, reseller, distributor",
        ),
        ("/partners", {"name": "x", "tag_uuids": [1]}, "body/tag_uuids/0: must be string"),
        (
            "/assets/",
            {"url": "https://example.com/" + "x" * 2000, "category": "room"},
            "body/url: must be at most 2000 characters",
        ),
        ("/partners", {"name": "x", "stage_uuid": UNKNOWN}, "body/stage_uuid: Stage not found"),
        ("/partners", {"name": "x", "tag_uuids": [UNKNOWN]}, "body/tag_uuids/0: Tag not found"),
        (
            "/leads/",
            {"custom_fields": [{"custom_field_uuid": UNKNOWN, "value": {"text": "x"}}]},
            "body/custom_fields/0/custom_field_uuid: Custom field not found",
        ),
        ("/deals/", {"lead_uuid": UNKNOWN}, "body/lead_uuid: Lead not found"),
    ],
)
def test_a_bad_body_is_refused_with_its_place(api: Api, path: str, body: Any, message: str) -> None:
    before = len(api.sandbox.store.records)
    assert api.send("POST", path, body=body).error == (422, "validation_error", message)
    assert len(api.sandbox.store.records) == before


def test_a_missing_body_is_refused(api: Api) -> None:
    assert api.send("POST", "/partners").error == (422, "validation_error", "body: Required")


@pytest.mark.parametrize(
    "content",
    [
        b"{",
        b"\xff\xfe",
        b'{"name": NaN}',
        b'{"name": 1e999}',
        b'{"name": 1' + b"0" * 5000 + b"}",
        b'{"name": "\\ud800"}',
        b'{"name":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"name":' + b"[" * 70 + b"]" * 70 + b"}",
    ],
    ids=["cut", "bytes", "nan", "infinite", "huge", "surrogate", "deep", "deeper than stored"],
)
def test_a_body_that_is_not_storable_json_is_refused(api: Api, content: bytes) -> None:
    answer = api.send("POST", "/partners", content=content)
    assert answer.error == (422, "validation_error", "body: not valid JSON")


def test_a_body_of_another_content_type_is_refused(api: Api) -> None:
    headers = {"authorization": f"Bearer {api.sandbox.api_key}", "content-type": "text/plain"}
    answer = api.send("POST", "/partners", body={"name": "x"}, headers=headers)
    assert answer.error[:2] == (415, "unsupported_media_type")


def test_text_of_any_script_is_kept(api: Api) -> None:
    name = "Ünïcode 株式会社 \U0001f41d"
    made = api.send("POST", "/partners", body={"name": name})
    assert made.json["name"] == name
    assert "株".encode() in made.content


@given(
    content=st.binary(max_size=60)
    | st.recursive(
        st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=5), inner),
        max_leaves=8,
    ).map(lambda value: json.dumps(value).encode()),
    path=st.sampled_from(["/partners", "/leads/", "/commissions/", "/custom-fields/", "/tasks/"]),
)
def test_no_body_makes_the_sandbox_fail(content: bytes, path: str) -> None:
    assert SHARED.send("POST", path, content=content).status in (201, 400, 422)


@given(
    path=st.text(max_size=30).map(lambda text: "/" + text),
    query=st.dictionaries(
        st.sampled_from(["page", "per_page", "search", "status", "partner_uuids", "start_date"]),
        st.lists(st.text(max_size=8), max_size=3),
    ),
)
def test_no_path_or_query_makes_the_sandbox_fail(path: str, query: dict[str, list[str]]) -> None:
    assert SHARED.send("GET", path, query).status in (200, 404, 422)
    assert SHARED.send("GET", "/leads/", query).status in (200, 422)
    assert SHARED.send("GET", "/analytics/partners", query).status in (200, 422)


SHARED = Api(Sandbox(world="empty", now=NOW, rate_limit=None))


def test_a_fault_of_its_own_is_a_500_in_the_envelope(
    api: Api, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("journeybee.sandbox.surfaces.surface.Surface.answer", fail)
    assert api.send("GET", "/leads/").error == (500, "internal_error", "Internal error")
    assert "ZeroDivisionError" in caplog.text
    assert api.sandbox.api_key not in caplog.text


def test_permission_is_that_of_the_document(api: Api) -> None:
    def permission(operation: Operation) -> str:
        return "read" if operation.method == "GET" else "write"

    for operation in api.sandbox.spec.operations.values():
        assert operation.permission == permission(operation), operation.id
