"""Each rule of the normaliser, on a fragment of its own."""

from __future__ import annotations

import copy
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.codegen.normalise import journeybee
from scripts.codegen.normalise import passes as rules


def document(**operation: Any) -> dict[str, Any]:
    """A spec of one operation, ``POST /things``, and two schemas."""
    return {
        "paths": {"/things": {"post": {"responses": {}, **operation}}},
        "components": {"schemas": {"Thing": {"type": "object"}, "Label": {"type": "object"}}},
    }


def only_operation(spec: dict[str, Any]) -> dict[str, Any]:
    operation: dict[str, Any] = spec["paths"]["/things"]["post"]
    return operation


def json_body(schema: dict[str, Any]) -> dict[str, Any]:
    return {"content": {"application/json": {"schema": schema}}}


def test_the_published_document_is_left_alone() -> None:
    spec = document(responses={"200": {"description": ""}, "404": {"description": ""}})
    before = copy.deepcopy(spec)
    rules.normalise(spec)
    assert spec == before


def test_parts_stand_where_they_are_used() -> None:
    ok = {"description": "fine", **json_body({"$ref": "#/components/schemas/Thing"})}
    page: dict[str, Any] = {"name": "page", "in": "query", "schema": {}}
    spec = document(
        requestBody={"$ref": "#/components/requestBodies/B"},
        responses={200: {"$ref": "#/components/responses/R"}},
    )
    schemas = spec["components"]["schemas"]
    spec["components"].update(requestBodies={"B": ok}, responses={"R": ok}, pathItems={})
    spec["paths"]["/things"]["parameters"] = [page]
    spec["paths"]["/same"] = {"$ref": "#/paths/~1things"}
    rules.spell_out_parts(spec)
    operation = {"requestBody": ok, "responses": {"200": ok}, "parameters": [page]}
    assert spec == {
        "paths": {"/things": {"post": operation}, "/same": {"post": operation}},
        "components": {"schemas": schemas},
    }
    operations = [spec["paths"][path]["post"] for path in ("/things", "/same")]
    before = copy.deepcopy(operation)
    operations[0]["requestBody"]["content"]["application/json"]["schema"]["title"] = "t"
    operations[0]["responses"]["200"]["content"]["application/json"]["schema"]["title"] = "u"
    operations[0]["parameters"][0]["schema"]["title"] = "v"
    assert operations[1] == before
    assert operations[0]["requestBody"] != operations[0]["responses"]["200"]
    assert page == {"name": "page", "in": "query", "schema": {}}
    assert ok == {"description": "fine", **json_body({"$ref": "#/components/schemas/Thing"})}


def test_every_name_in_a_path_has_a_parameter_that_must_be_given() -> None:
    schema = {"type": "integer"}
    given = [
        {"name": "token_id", "in": "query", "schema": schema},
        {"name": "tokenId", "in": "path", "schema": schema},
        {"name": "id", "in": "path", "schema": schema, "required": False},
    ]
    spec: dict[str, Any] = {
        "paths": {
            "/a/{id}/{token_id}": {"get": {"parameters": given}},
            "/b/{x}/{y}": {"get": {}},
        }
    }
    rules.spell_out_parts(spec)
    assert spec["paths"]["/a/{id}/{token_id}"]["get"]["parameters"] == [
        given[0],
        {"name": "token_id", "in": "path", "schema": schema, "required": True},
        {"name": "id", "in": "path", "schema": schema, "required": True},
    ]
    text = {"in": "path", "required": True, "schema": {"type": "string"}}
    assert spec["paths"]["/b/{x}/{y}"]["get"]["parameters"] == [
        {**text, "name": "x"},
        {**text, "name": "y"},
    ]
    known = {"name": "z", "in": "path", "schema": schema}
    assert rules.match_path_parameters("/c", [known]) == [{**known, "required": True}]


def test_operations_of_one_path_do_not_share_its_parameters() -> None:
    page = {"name": "page", "in": "query", "schema": {"type": "string"}}
    spec: dict[str, Any] = {"paths": {"/a": {"parameters": [page], "get": {}, "put": {}}}}
    rules.spell_out_parts(spec)
    operations = spec["paths"]["/a"]
    operations["get"]["parameters"][0]["schema"]["title"] = "t"
    assert operations["put"]["parameters"] == [page]
    assert page["schema"] == {"type": "string"}


def test_an_operation_without_parts_gets_no_more_than_responses() -> None:
    spec: dict[str, Any] = {"paths": {"/things": {"get": {"parameters": []}}}}
    rules.spell_out_parts(spec)
    assert spec == {
        "paths": {"/things": {"get": {"parameters": [], "responses": {}}}},
        "components": {"schemas": {}},
    }


def test_only_success_responses_are_kept_and_a_204_has_no_body() -> None:
    ok = {"description": "fine", **json_body({"type": "string"})}
    spec = document(responses={"200": ok, "204": ok, "404": ok, "default": ok})
    rules.keep_success_responses(spec)
    assert only_operation(spec)["responses"] == {"200": ok, "204": {"description": "fine"}}
    spec = document(responses={"2XX": ok, "205": {"content": {}}, "302": ok})
    rules.keep_success_responses(spec)
    assert only_operation(spec)["responses"] == {"2XX": ok, "205": {"description": ""}}


def test_a_spec_that_tells_of_no_success_means_it_by_default() -> None:
    ok = {"description": "fine", **json_body({"type": "string"})}
    spec = document(responses={"404": {"description": ""}, "default": ok})
    rules.keep_success_responses(spec)
    assert only_operation(spec)["responses"] == {"200": ok}
    spec = document(responses={"404": ok})
    rules.keep_success_responses(spec)
    assert only_operation(spec)["responses"] == {"200": {"description": ""}}


def test_body_fields_with_a_default_need_not_be_sent() -> None:
    body = {
        "type": "object",
        "required": ["title", "status"],
        "properties": {"title": {"type": "string"}, "status": {"type": "string", "default": "new"}},
    }
    spec = document(requestBody=json_body({"$ref": "#/components/schemas/Thing"}))
    spec["components"]["schemas"]["Thing"] = body
    rules.let_defaults_be_left_out(spec)
    assert body["required"] == ["title"]
    free: dict[str, Any] = {"type": "object"}
    spec["components"]["schemas"]["Thing"] = free
    rules.let_defaults_be_left_out(spec)
    assert free == {"type": "object"}
    only_operation(spec)["requestBody"] = json_body({"required": ["a"]})
    rules.let_defaults_be_left_out(spec)
    assert only_operation(spec)["requestBody"] == json_body({"required": ["a"]})


def test_defaults_are_dropped_but_a_field_may_be_named_default() -> None:
    spec = document(parameters=[{"name": "page", "in": "query", "schema": {"default": 1}}])
    named = {"properties": {"default": {"type": "string"}}}
    spec["components"]["schemas"]["Thing"] = copy.deepcopy(named)
    rules.drop_defaults(spec)
    assert only_operation(spec)["parameters"][0]["schema"] == {}
    assert spec["components"]["schemas"]["Thing"] == named


def test_uuids_are_text() -> None:
    spec = document()
    spec["components"]["schemas"]["Thing"] = {"type": "string", "format": "uuid", "pattern": "x"}
    rules.read_uuids_as_text(spec)
    assert spec["components"]["schemas"]["Thing"] == {"type": "string", "pattern": "x"}
    date = {"type": "string", "format": "date"}
    spec["components"]["schemas"]["Thing"] = dict(date)
    rules.read_uuids_as_text(spec)
    assert spec["components"]["schemas"]["Thing"] == date


def test_parameters_are_described_by_their_schema_too() -> None:
    shared = {"name": "a", "in": "query", "description": "A.", "schema": {"type": "string"}}
    named = {
        "name": "b",
        "in": "query",
        "description": "B.",
        "schema": {"$ref": "#/components/schemas/Thing"},
    }
    bare: dict[str, Any] = {"name": "c", "in": "query", "description": "C."}
    silent = {"name": "d", "in": "query", "schema": {"type": "string"}}
    spec = document(parameters=[{"$ref": "#/components/parameters/A"}, named, bare, silent])
    spec["components"]["parameters"] = {"A": shared}
    rules.describe_parameters(spec)
    assert shared["schema"] == {"type": "string", "description": "A."}
    assert named["schema"] == {"$ref": "#/components/schemas/Thing"}
    assert bare["schema"] == {"description": "C."}
    assert silent["schema"] == {"type": "string"}


def test_fields_ending_in_at_are_times_if_they_are_plain_text() -> None:
    spec = document()
    fields: dict[str, Any] = {
        "created_at": {"type": "string"},
        "closed_at": {"type": ["string", "null"]},
        "opened_at": {"type": ["null", "string"]},
        "either_at": {"type": ["string", "number"]},
        "kind_at": {"type": "string", "enum": ["a"]},
        "code_at": {"type": "string", "pattern": "a"},
        "same_at": {"type": "string", "const": "a"},
        "union_at": {"anyOf": [{"type": "string"}, {"type": "null"}]},
        "seen_at": {"type": "number"},
        "sent_at": {"type": "string", "format": "date"},
        "chat": {"type": "string"},
    }
    spec["components"]["schemas"]["Thing"]["properties"] = fields
    journeybee.type_timestamps(spec)
    formats = {name: field.get("format") for name, field in fields.items()}
    assert formats == {
        "created_at": "date-time",
        "closed_at": "date-time",
        "opened_at": "date-time",
        "either_at": None,
        "kind_at": None,
        "code_at": None,
        "same_at": None,
        "union_at": None,
        "seen_at": None,
        "sent_at": "date",
        "chat": None,
    }
    union = [{"type": "string", "format": "date-time"}, {"type": "null"}]
    assert fields["union_at"] == {"anyOf": union}


def test_dates_are_typed_where_they_are_sent_and_stay_text_where_they_are_read() -> None:
    spec = document(
        parameters=[
            {"name": "start_date", "in": "query", "schema": {"type": "string"}},
            {"name": "start", "in": "query", "schema": {"type": "string"}},
            {"name": "end_date", "in": "query"},
        ],
        requestBody=json_body({"$ref": "#/components/schemas/Thing"}),
        responses={"200": json_body({"$ref": "#/components/schemas/Label"})},
    )
    for name in ("Thing", "Label"):
        spec["components"]["schemas"][name]["properties"] = {"due_date": {"type": "string"}}
    journeybee.type_dates_to_send(spec)
    given_ = [parameter.get("schema") for parameter in only_operation(spec)["parameters"]]
    assert given_ == [{"type": "string", "format": "date"}, {"type": "string"}, None]
    schemas = spec["components"]["schemas"]
    assert schemas["Thing"]["properties"]["due_date"]["format"] == "date"
    assert schemas["Label"]["properties"]["due_date"] == {"type": "string"}
    only_operation(spec)["requestBody"] = json_body({"type": "array"})
    journeybee.type_dates_to_send(spec)
    assert only_operation(spec)["requestBody"] == json_body({"type": "array"})


def test_components_that_no_operation_leads_to_are_dropped() -> None:
    spec = document(responses={"200": json_body({"$ref": "#/components/schemas/Thing"})})
    thing = {"items": {"$ref": "#/components/schemas/Label"}}
    label = {"items": {"$ref": "#/components/schemas/Thing"}}
    lonely = {"items": {"$ref": "#/components/schemas/Lonely"}}
    gone = {"items": {"$ref": "#/components/schemas/Lonely"}}
    spec["components"]["schemas"] = {"Gone": gone, "Label": label, "Thing": thing, "Lonely": lonely}
    spec["components"]["parameters"] = {}
    rules.drop_unused_components(spec)
    assert spec["components"] == {"schemas": {"Label": label, "Thing": thing}}
    assert list(spec["components"]["schemas"]) == ["Label", "Thing"]
    bare: dict[str, Any] = {"paths": {}}
    rules.drop_unused_components(bare)
    assert bare["components"] == {"schemas": {}}


# ---------------------------------------------------------------------------- all of it together


def framework_spec() -> dict[str, Any]:
    """A spec in the style of a framework: inline schemas, again and again."""
    owner = {"type": ["object", "null"], "properties": {"id": {"type": "string"}}}
    lead = {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "stage": {"enum": ["new", "won", None], "type": ["string", "null"], "default": "new"},
            "owner": owner,
            "closed_at": {"type": "string"},
        },
    }
    page = {"type": "object", "properties": {"data": {"type": "array", "items": lead}}}
    gone = {"204": {"description": "", **json_body({"type": "null"})}}
    paths: dict[str, Any] = {
        "/leads": {
            "get": {"responses": {"200": json_body(page), "4XX": json_body(lead)}},
            "post": {"requestBody": json_body(lead), "responses": {"201": json_body(lead)}},
        },
        "/leads/{id}": {
            "parameters": [{"name": "id", "in": "path", "required": True, "schema": {}}],
            "get": {"responses": {"200": json_body(lead)}},
            "delete": {"responses": gone},
        },
    }
    return copy.deepcopy({"paths": paths})


def test_a_framework_spec_becomes_one_of_few_components_with_names() -> None:
    names = rules.Names()
    found = rules.normalise(framework_spec(), names)
    ids = [operation["operationId"] for _, _, operation in rules.operations(found)]
    assert ids == ["list_leads", "create_lead", "get_lead", "delete_lead"]
    schemas = found["components"]["schemas"]
    assert schemas["LeadPageData"]["properties"] == {
        "stage": {"anyOf": [{"$ref": "#/components/schemas/LeadPageDataStage"}, {"type": "null"}]},
        "owner": {"anyOf": [{"$ref": "#/components/schemas/LeadPageDataOwner"}, {"type": "null"}]},
        "closed_at": {"type": "string"},
    }
    assert set(schemas) == {"LeadPage", "LeadPageData", "LeadPageDataStage", "LeadPageDataOwner"}
    assert names.places["get_lead.200"] == "LeadPageData"
    assert names.operations["DELETE /leads/{}"] == {"id": "delete_lead", "tag": "Leads"}
    gone = found["paths"]["/leads/{id}"]["delete"]["responses"]
    assert gone == {"204": {"description": ""}}
    again = rules.normalise(framework_spec(), copy.deepcopy(names))
    assert again == found


def shuffled(value: Any, seed: random.Random) -> Any:
    if isinstance(value, list):
        return [shuffled(item, seed) for item in value]
    if not isinstance(value, dict):
        return value
    keys = list(value)
    seed.shuffle(keys)
    return {key: shuffled(value[key], seed) for key in keys}


@given(st.randoms(use_true_random=False))
@pytest.mark.thorough
def test_the_order_of_keys_changes_no_name_and_no_schema(seed: random.Random) -> None:
    names = rules.Names()
    expected = rules.normalise(framework_spec(), names)
    learned = copy.deepcopy(names)
    spec = shuffled(framework_spec(), seed)
    before = copy.deepcopy(spec)
    assert rules.normalise(spec, names) == expected
    assert spec == before
    assert names == learned


def test_names_that_are_not_given_are_not_kept() -> None:
    first = rules.normalise(framework_spec())
    assert rules.normalise(framework_spec()) == first
