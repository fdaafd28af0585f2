"""What a spec plainly means is spelt out before anything judges it."""

from __future__ import annotations

from typing import Any

import pytest

from scripts.codegen.findings import NOTE, OPERATION, PARAMETER, RESPONSE, SCHEMA
from scripts.codegen.intake import accept
from scripts.codegen.intake.mend import mend
from tests.codegen.small_specs import ID, OK, in_place, spec, with_path


def mended(document: dict[str, Any]) -> dict[str, Any]:
    mend(document)
    return document


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("lead.id", "lead_id"),
        ("$1", "p1"),
        ("_a.b_", "a_b"),
        ("9", "p9"),
        ("a-b", "a-b"),
        ("_a", "_a"),
        ("a b", "a_b"),
        ("+path", "+path"),
        ("name=files/*", "name=files/*"),
    ],
)
def test_names_of_path_parameters_are_made_plain(given: str, kept: str) -> None:
    document = mended(with_path(f"/a/{{{given}}}", {**ID, "name": given}))
    [(path, item)] = document["paths"].items()
    assert path == f"/a/{{{kept}}}"
    assert [p["name"] for p in item["get"]["parameters"]] == [kept]


def test_a_plain_name_is_no_other_ones() -> None:
    document = mended(with_path("/a/{b.c}/{b_c}", {**ID, "name": "b.c"}, {**ID, "name": "b_c"}))
    assert list(document["paths"]) == ["/a/{b_c_}/{b_c}"]


def test_parameters_of_the_path_and_by_reference_are_renamed_and_no_others() -> None:
    parameters = {"Id": {**ID, "name": "a.id"}, "Query": {**ID, "name": "a.id", "in": "query"}}
    given = [{"$ref": f"#/components/parameters/{name}"} for name in parameters]
    document = spec(
        paths={"/a/{a.id}": {"parameters": [*given, {"$ref": "#/x"}], "get": {"responses": OK}}},
        components={"parameters": parameters},
    )
    found = mended(document)["paths"]["/a/{a_id}"]["parameters"]
    assert [p.get("name") for p in found] == ["a_id", None, None]
    assert document["components"]["parameters"] == parameters


def test_ranges_of_statuses_are_written_in_capitals() -> None:
    document = in_place("responses: {2xx: {}, 4XX: {}, default: {}, x-yes: {}, '200': {}}")
    responses = mended(document)["paths"]["/a"]["get"]["responses"]
    assert list(responses) == ["2XX", "4XX", "default", "x-yes", "200"]


@pytest.mark.parametrize(
    ("given", "kept"),
    [(["string", None], ["string", "null"]), (None, "null"), ("string", "string"), ([], [])],
)
def test_null_without_quotes_is_a_type(given: Any, kept: Any) -> None:
    document = spec(components={"schemas": {"A": {"type": given}}})
    assert mended(document)["components"]["schemas"]["A"] == {"type": kept}


def test_a_query_in_a_path_is_parameters_that_are_required() -> None:
    document = mended(with_path("/a?b=c&d="))
    [(path, item)] = document["paths"].items()
    assert path == "/a#b=c&d="
    given = {p["name"]: p["schema"] for p in item["parameters"]}
    assert given == {"b": {"type": "string", "const": "c"}, "d": {"type": "string", "const": ""}}
    assert all((p["in"], p["required"]) == ("query", True) for p in item["parameters"])


@pytest.mark.parametrize(
    ("document", "scope"),
    [
        (spec(paths={"/a": 1, "/b": {"get": {"responses": OK}}}), OPERATION),
        (spec(paths={"/a": {"get": 1}, "/b": {"get": {"responses": OK}}}), OPERATION),
        (in_place("parameters: [{name: a b, in: header, schema: {}}]"), PARAMETER),
        (in_place("parameters: [{name: a, in: body, schema: {}}]"), OPERATION),
        (in_place("parameters: [{name: a b, in: header, required: true, schema: {}}]"), OPERATION),
        (in_place("responses: {'200': 1, '201': {description: a}}"), RESPONSE),
        (in_place("responses: {'200': {description: a, content: {a/b: {schema: 1}}}}"), SCHEMA),
        (in_place("responses: {'2000': {description: a}, '200': {description: a}}"), RESPONSE),
        (in_place("tags: 1"), NOTE),
        (in_place("parameters: [{name: a, in: query}]"), SCHEMA),
        (in_place("parameters: [{name: a, in: query, schema: {}, content: {a/b: {}}}]"), NOTE),
    ],
)
def test_a_fault_takes_out_the_smallest_thing(document: dict[str, Any], scope: str) -> None:
    document["paths"].setdefault("/other", {"get": {"responses": OK}})
    [finding] = accept(document, (), "https://example.com").findings
    assert finding.scope == scope
