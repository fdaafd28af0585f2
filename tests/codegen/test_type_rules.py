"""Rules on enums, constants, null and types."""

from __future__ import annotations

from typing import Any

import pytest

from scripts.codegen.document import Json
from scripts.codegen.normalise import schemas as rules
from scripts.codegen.normalise.all_of import merge_all_of
from tests.codegen.fragments import NULL, TEXT, after, object_of


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"enum": ["a", "b", "a"]}, {"type": "string", "enum": ["a", "b"]}),
        ({"enum": [2, 1, 2], "title": "t"}, {"type": "integer", "enum": [2, 1], "title": "t"}),
        ({"type": "number", "enum": [1]}, {"type": "integer", "enum": [1]}),
        ({"type": "string", "const": "a"}, {"type": "string", "const": "a"}),
        ({"const": 1}, {"type": "integer", "enum": [1]}),
        ({"enum": [], "type": "string"}, {"type": "string"}),
        ({"const": True}, {"type": "boolean"}),
        ({"const": None, "description": "d"}, {"type": "null", "description": "d"}),
        ({"const": 1.5}, {"type": "number"}),
        ({"const": {"a": 1}}, {}),
        ({"enum": [True, False], "x-a": 1}, {"type": "boolean"}),
        ({"enum": [0.5, 1.5], "type": "number"}, {"type": "number"}),
        ({"enum": [[1], {}]}, {}),
        (
            {"enum": ["a", None, 1, "b", 2.5, True], "description": "d", "type": "string"},
            {
                "description": "d",
                "anyOf": [
                    {"type": "boolean"},
                    {"type": "integer", "enum": [1]},
                    {"type": "null"},
                    {"type": "number"},
                    {"type": "string", "enum": ["a", "b"]},
                ],
            },
        ),
        ({"properties": {"enum": TEXT}}, {"properties": {"enum": TEXT}}),
        ({"type": "string"}, {"type": "string"}),
    ],
)
def test_enums_are_of_one_kind_and_constants_are_text(schema: Json, expected: Json) -> None:
    assert after(rules.split_constants_and_enums, schema) == expected
    others = {"items": {"enum": ["a"]}, "anyOf": [schema, schema]}
    assert after(rules.split_constants_and_enums, others) == {
        "items": {"type": "string", "enum": ["a"]},
        "anyOf": [expected, expected],
    }


ANNOTATED = {
    "description": "d",
    "writeOnly": True,
    "example": 1,
    "title": "t",
    "readOnly": True,
    "examples": [1],
    "deprecated": True,
}


@pytest.mark.parametrize(
    ("rule", "schema"),
    [
        (rules.split_constants_and_enums, {"enum": ["a", 1]}),
        (rules.spell_out_null, {"type": ["object", "null"], "properties": {}}),
        (merge_all_of, {"allOf": [{"items": {}}]}),
        (merge_all_of, {"allOf": [{"items": {}}, {"format": "f"}]}),
    ],
)
def test_what_a_schema_says_of_itself_stays_and_in_its_order(rule: Any, schema: Json) -> None:
    found = after(rule, {**schema, **ANNOTATED, "x-more": 1})
    kept = {key: found[key] for key in found if key in ANNOTATED}
    assert list(kept.items()) == list(ANNOTATED.items())


# ------------------------------------------------------------------------------ null and types


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"type": ["string"], "enum": ["a"]}, {"type": "string", "enum": ["a"]}),
        ({"type": ["string", "null"]}, {"type": ["string", "null"]}),
        ({"type": ["string", "null"], "format": "f"}, {"type": ["string", "null"], "format": "f"}),
        ({"type": "object", "properties": {}}, {"type": "object", "properties": {}}),
        (
            {"type": ["null", "object"], "properties": {"a": TEXT}, "required": ["a"]},
            {"anyOf": [NULL, {**object_of(a=TEXT), "required": ["a"]}]},
        ),
        (
            {"type": ["array", "null"], "items": TEXT, "title": "t", "minItems": 1},
            {"title": "t", "anyOf": [{"type": "array", "items": TEXT}, NULL]},
        ),
        (
            {"type": ["string", "null"], "enum": ["a", None]},
            {"anyOf": [{"type": "string", "enum": ["a"]}, NULL]},
        ),
        (
            {"type": ["integer", "null"], "enum": [1, None]},
            {"anyOf": [{"type": "integer", "enum": [1]}, NULL]},
        ),
        (
            {"type": ["string", "null"], "const": "a", "pattern": "p", "format": "f"},
            {"anyOf": [{"type": "string", "const": "a", "pattern": "p", "format": "f"}, NULL]},
        ),
        (
            {"type": ["integer", "null"], "const": 1, "format": "int64"},
            {"anyOf": [{"type": "integer", "const": 1, "format": "int64"}, NULL]},
        ),
        (
            {
                "type": ["object", "array", "boolean"],
                "properties": {"a": TEXT},
                "additionalProperties": TEXT,
                "items": TEXT,
                "prefixItems": [TEXT],
                **{key: [NULL] for key in ("allOf", "anyOf", "oneOf")},
            },
            {
                "anyOf": [
                    {
                        **object_of(a=TEXT),
                        "additionalProperties": TEXT,
                        **{key: [NULL] for key in ("allOf", "anyOf", "oneOf")},
                    },
                    {"type": "array", "items": TEXT, "prefixItems": [TEXT]},
                    {"type": "boolean"},
                ]
            },
        ),
    ],
)
def test_lists_of_types_with_parts_are_unions(schema: Json, expected: Json) -> None:
    assert after(rules.spell_out_null, schema) == expected


def test_a_tuple_or_null_gets_no_items() -> None:
    schema = {"type": ["array", "null"], "prefixItems": [TEXT]}
    assert after(rules.spell_out_null, schema) == {"type": ["array", "null"], "prefixItems": [TEXT]}
    plain = {"type": ["array", "null"]}
    assert after(rules.spell_out_null, plain)["anyOf"][0] == {"type": "array", "items": {}}


def test_a_nullable_object_within_a_nullable_object() -> None:
    inner = {"type": ["object", "null"], "properties": {"b": TEXT}}
    found = after(rules.spell_out_null, {"type": ["object", "null"], "properties": {"a": inner}})
    assert found == {"anyOf": [object_of(a={"anyOf": [object_of(b=TEXT), NULL]}), NULL]}


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"properties": {"a": TEXT}}, {**object_of(a=TEXT)}),
        ({"items": TEXT}, {"type": "array", "items": TEXT}),
        ({"type": "array"}, {"type": "array", "items": {}}),
        (
            {"type": "array", "prefixItems": [TEXT]},
            {"type": "array", "prefixItems": [TEXT]},
        ),
        ({"type": "string", "properties": {}}, {"type": "string", "properties": {}}),
        ({"type": "object", "items": TEXT}, {"type": "object", "items": TEXT}),
        ({"type": "object"}, {"type": "object"}),
        (TEXT, TEXT),
        ({"properties": {}, "items": {}}, {"type": "object", "properties": {}, "items": {}}),
    ],
)
def test_the_type_is_named(schema: Json, expected: Json) -> None:
    assert after(rules.name_the_type, schema) == expected
