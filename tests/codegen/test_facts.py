"""What callers feel of a spec, whatever its style."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from scripts.codegen.report.diff import compare
from scripts.codegen.report.markdown import to_markdown
from scripts.codegen.report.shapes import shape_of
from tests.codegen.diff_cases import spec


def lines(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    text = to_markdown(compare(old, new))
    return [line[2:] for line in text.splitlines() if line.startswith("- ")]


def test_a_name_for_a_text_makes_no_difference() -> None:
    new = spec()
    schemas = new["components"]["schemas"]
    schemas["Id"] = {"$ref": "#/components/schemas/Text"}
    schemas["Text"] = {"type": "string"}
    schemas["Thing"]["properties"]["id"] = {"$ref": "#/components/schemas/Id"}
    assert compare(spec(), new).empty


def test_aliases_that_grow_without_end_or_name_themselves_keep_their_names() -> None:
    new = spec()
    schemas = new["components"]["schemas"]
    for number in range(60):
        both = {"$ref": f"#/components/schemas/A{number + 1}"}
        schemas[f"A{number}"] = {"anyOf": [both, {"type": "array", "items": both}]}
    schemas["A60"] = {"type": "string"}
    schemas["Loop"] = {"type": "array", "items": {"$ref": "#/components/schemas/Loop"}}
    fields = schemas["Thing"]["properties"]
    fields["id"] = {"$ref": "#/components/schemas/A0"}
    fields["size"] = {"$ref": "#/components/schemas/Loop"}
    told = lines(spec(), new)
    assert "**breaking** `Thing`: `id` is now `A0`, no longer `string`" in told
    assert "**breaking** `Thing`: `size` is now `Loop`, no longer `number | null`" in told


def test_models_that_take_over_each_other_or_themselves_are_read_once() -> None:
    new = spec()
    schemas = new["components"]["schemas"]
    for number in range(60):
        both = {"$ref": f"#/components/schemas/M{number + 1}"}
        own = {"type": "object", "properties": {f"m{number}": {"type": "string"}}}
        schemas[f"M{number}"] = {"allOf": [both, own]}
    schemas["M60"] = {"allOf": [{"$ref": "#/components/schemas/M0"}]}
    schemas["Thing"]["properties"]["size"] = {"$ref": "#/components/schemas/M0"}
    told = lines(spec(), new)
    assert "`M0`: added" in told
    assert "`M60`: added" in told


def test_results_of_several_statuses_are_one_or_the_other() -> None:
    old = spec()
    responses = old["paths"]["/things"]["post"]["responses"]
    responses["202"] = {"content": {"application/json": {"schema": {"type": "string"}}}}
    assert lines(spec(), old) == [
        "**breaking** `create_thing`: result is now `Thing | string`, no longer `Thing`"
    ]
    responses["202"] = {"description": "Later."}
    assert lines(spec(), old) == ["**breaking** `create_thing`: result may now be null"]
    responses["202"] = copy.deepcopy(responses["201"])
    assert lines(spec(), old) == []


def test_bodies_and_results_that_are_not_json_are_told() -> None:
    new = spec()
    operation = new["paths"]["/things"]["post"]
    operation["requestBody"] = {"content": {"text/csv": {"schema": {"type": "string"}}}}
    operation["responses"]["201"]["content"] = {"application/pdf": {}}
    told = lines(spec(), new)
    assert "`create_thing`: `body` added, optional: `string`" in told
    assert "**breaking** `create_thing`: `body name` removed" in told
    assert "**breaking** `create_thing`: result is now `bytes`, no longer `Thing`" in told


def test_what_else_a_model_may_hold_is_part_of_it() -> None:
    new = spec()
    thing = new["components"]["schemas"]["Thing"]
    anything: Any
    for anything in (True, False, {}):
        thing["additionalProperties"] = anything
        assert compare(spec(), new).empty
    thing["additionalProperties"] = {"type": "integer"}
    assert lines(spec(), new) == [
        "**breaking** `Thing`: is now `object with other fields: integer`, no longer `object`"
    ]


def test_a_field_can_be_called_as_a_keyword() -> None:
    new = spec()
    new["components"]["schemas"]["Thing"]["properties"]["$ref"] = {"type": "string"}
    new["components"]["schemas"]["Text"] = {"type": "string"}
    assert lines(spec(), new) == ["`Thing`: <code>&#36;ref</code> added, optional: `string`"]


def test_values_are_found_behind_lists_and_all_of() -> None:
    for wrap in (
        lambda values: {"allOf": [values]},
        lambda values: {"type": "array", "items": values},
        lambda values: {"anyOf": [values, {"type": "null"}]},
    ):
        both = [spec(), spec()]
        for document, values in zip(both, (["a", "b"], ["a"]), strict=True):
            parameter = document["paths"]["/things"]["get"]["parameters"][2]
            parameter["schema"] = wrap({"type": "string", "enum": values})
        assert lines(*both) == ['**breaking** `list_things`: `query order` value `"b"` removed']


@pytest.mark.parametrize(
    ("schema", "text"),
    [
        ({}, "any"),
        ({"type": "array"}, "list[any]"),
        ({"type": "object"}, "object"),
        ({"type": "object", "additionalProperties": {"type": "integer"}}, "dict[string, integer]"),
        ({"type": ["integer", "string", "null"]}, "integer | string | null"),
        ({"type": "string", "format": "binary"}, "bytes"),
        ({"type": "string", "format": "email"}, "string"),
        ({"type": "array", "items": {"type": ["string", "null"]}}, "list[string | null]"),
        ({"oneOf": [{"type": "boolean"}, {"type": "array", "items": {}}]}, "boolean | list[any]"),
        ({"allOf": [{"$ref": "#/components/schemas/Kind"}]}, "Kind"),
        ({"const": 3}, "integer"),
        ({"properties": {"a": {"type": "string"}}}, "{a?: string}"),
        ({"enum": [1.5, None]}, "number | null"),
        ({"type": "null"}, "null"),
        (
            {"type": "object", "required": ["b"], "properties": {"b": {}, "a": {"type": "null"}}},
            "{a?: null, b: any}",
        ),
        ({"$ref": "#/components/schemas/a~1b"}, "a/b"),
    ],
)
def test_schemas_are_told_in_a_line(schema: dict[str, Any], text: str) -> None:
    assert str(shape_of(schema)) == text
