"""Each rule of the normaliser, on a fragment of its own."""

from __future__ import annotations

import copy
from typing import Any

from scripts import normalise as rules


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


def test_only_success_responses_are_kept_and_a_204_has_no_body() -> None:
    ok = {"description": "fine", **json_body({"type": "string"})}
    spec = document(responses={"200": ok, "204": ok, "404": ok, "default": ok})
    rules.keep_success_responses(spec)
    assert only_operation(spec)["responses"] == {"200": ok, "204": {"description": "fine"}}


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


def test_an_object_of_which_nothing_is_told_is_any_json() -> None:
    spec = document()
    told = {"type": "object", "properties": {"free": {"type": "object", "description": "d"}}}
    spec["components"]["schemas"] = {"Thing": told}
    rules.open_free_objects(spec)
    assert told == {"type": "object", "properties": {"free": {"description": "d"}}}


def test_parameters_are_described_by_their_schema_too() -> None:
    shared = {"name": "a", "in": "query", "description": "A.", "schema": {"type": "string"}}
    named = {
        "name": "b",
        "in": "query",
        "description": "B.",
        "schema": {"$ref": "#/components/schemas/Thing"},
    }
    spec = document(parameters=[{"$ref": "#/components/parameters/A"}, named])
    spec["components"]["parameters"] = {"A": shared}
    rules.describe_parameters(spec)
    assert shared["schema"] == {"type": "string", "description": "A."}
    assert named["schema"] == {"$ref": "#/components/schemas/Thing"}


def test_fields_ending_in_at_are_times_if_they_are_plain_text() -> None:
    spec = document()
    fields: dict[str, Any] = {
        "created_at": {"type": "string"},
        "closed_at": {"type": ["string", "null"]},
        "seen_at": {"type": "number"},
        "sent_at": {"type": "string", "format": "date"},
        "chat": {"type": "string"},
    }
    spec["components"]["schemas"]["Thing"]["properties"] = fields
    rules.type_timestamps(spec)
    formats = {name: field.get("format") for name, field in fields.items()}
    assert formats == {
        "created_at": "date-time",
        "closed_at": "date-time",
        "seen_at": None,
        "sent_at": "date",
        "chat": None,
    }


def test_dates_are_typed_where_they_are_sent_and_stay_text_where_they_are_read() -> None:
    spec = document(
        parameters=[{"name": "start_date", "in": "query", "schema": {"type": "string"}}],
        requestBody=json_body({"$ref": "#/components/schemas/Thing"}),
        responses={"200": json_body({"$ref": "#/components/schemas/Label"})},
    )
    for name in ("Thing", "Label"):
        spec["components"]["schemas"][name]["properties"] = {"due_date": {"type": "string"}}
    rules.type_dates_to_send(spec)
    assert only_operation(spec)["parameters"][0]["schema"]["format"] == "date"
    schemas = spec["components"]["schemas"]
    assert schemas["Thing"]["properties"]["due_date"]["format"] == "date"
    assert schemas["Label"]["properties"]["due_date"] == {"type": "string"}


def test_references_are_resolved_with_their_escapes() -> None:
    spec: dict[str, Any] = {"components": {"schemas": {"a/b~c": {"type": "string"}}}}
    node = {"$ref": "#/components/schemas/a~1b~0c"}
    assert rules.resolve(spec, node) == {"type": "string"}
