"""Rules on references, free objects and bodies, and all rules together."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.codegen.document import Json, schemas
from scripts.codegen.normalise import schemas as rules
from scripts.codegen.normalise.all_of import merge_all_of
from tests.codegen.fragments import (
    NULL,
    SCHEMA_PASSES,
    TEXT,
    after,
    components_of,
    object_of,
    ref,
    spec_of,
)

ANY: Json = {}


# ----------------------------------------------------------------------------- boolean schemas


def test_true_is_any_json_and_false_is_never_there() -> None:
    rule = rules.replace_boolean_schemas
    fields = {"never": False, "any": True, "text": TEXT}
    assert after(rule, {"properties": fields}) == {"properties": {"any": {}, "text": TEXT}}
    assert list(after(rule, {"properties": {"a": True, "b": TEXT}})["properties"]) == ["a", "b"]
    assert after(rule, {"items": True}) == {"items": {}}
    assert after(rule, {"items": False}) == {"items": {}}
    assert after(rule, {"items": TEXT}) == {"items": TEXT}
    assert after(rule, {"prefixItems": [True, TEXT, False]}) == {"prefixItems": [{}, TEXT, {}]}
    assert components_of(rule, A=True, B=False, C=TEXT) == {"A": {}, "B": {}, "C": TEXT}
    inner = {"items": {"properties": {"a": {"anyOf": [True, False]}}}}
    assert after(rule, inner) == {"items": {"properties": {"a": {"anyOf": [{}]}}}}


@pytest.mark.parametrize("key", ["allOf", "anyOf", "oneOf"])
def test_boolean_alternatives(key: str) -> None:
    rule = rules.replace_boolean_schemas
    assert after(rule, {key: [True, TEXT, False, 0]}) == {key: [{}, TEXT, 0]}
    assert after(rule, {key: [TEXT, NULL]}) == {key: [TEXT, NULL]}


def test_boolean_schemas_of_parameters_and_bodies() -> None:
    media: Json = {"content": {"application/json": {"schema": True}}}
    parameter: Json = {"name": "p", "in": "query", "required": True, "schema": True}
    operation = {
        "parameters": [parameter],
        "requestBody": {"required": True, "content": {"a/b": {"schema": False}}},
        "responses": {"200": media},
    }
    spec: Json = {"paths": {"/a": {"get": operation}}}
    rules.replace_boolean_schemas(spec)
    assert media["content"]["application/json"] == {"schema": {}}
    assert parameter == {"name": "p", "in": "query", "required": True, "schema": {}}
    assert operation["requestBody"] == {"required": True, "content": {"a/b": {"schema": {}}}}


# ------------------------------------------------------------------------ definitions, references


def test_definitions_become_components_under_free_names() -> None:
    owner = {
        "$defs": {"A": {"items": {"$ref": "#/$defs/B"}}, "B": {"items": {"$ref": "#/$defs/B"}}},
        "properties": {"a": {"$ref": "#/$defs/A"}, "c": ref("A"), "d": {"$ref": "#/$defs/D"}},
    }
    taken = {"A": TEXT, "A2": TEXT}
    assert components_of(rules.lift_definitions, It=owner, **taken) == {
        "It": {"properties": {"a": ref("A3"), "c": ref("A"), "d": {"$ref": "#/$defs/D"}}},
        "A": TEXT,
        "A2": TEXT,
        "A3": {"items": ref("B")},
        "B": {"items": ref("B")},
    }


def test_definitions_of_the_same_name_are_told_apart() -> None:
    first = {"$defs": {"A": TEXT}, "items": {"$ref": "#/$defs/A"}}
    second = {"$defs": {"A": NULL}, "items": {"$ref": "#/$defs/A"}}
    assert components_of(rules.lift_definitions, It=first, Other=second) == {
        "It": {"items": ref("A")},
        "Other": {"items": ref("A2")},
        "A": TEXT,
        "A2": NULL,
    }
    field = {"properties": {"$defs": TEXT}}
    assert after(rules.lift_definitions, field) == field
    spec: Json = {"paths": {}}
    rules.lift_definitions(spec)
    assert spec["components"] == {"schemas": {}}


def test_references_into_the_middle_become_copies() -> None:
    owner = object_of(whole=ref("Other"), part={"$ref": "#/components/schemas/Other/items"})
    other = {"items": {"properties": {"a": {"$ref": "#/components/schemas/Third/items"}}}}
    found = components_of(rules.lift_deep_references, It=owner, Other=other, Third={"items": TEXT})
    assert found == {
        "It": object_of(whole=ref("Other"), part={"properties": {"a": TEXT}}),
        "Other": {"items": {"properties": {"a": TEXT}}},
        "Third": {"items": TEXT},
    }
    found["Third"]["items"]["more"] = 1
    assert found["It"]["properties"]["part"]["properties"]["a"] == TEXT


def test_references_to_other_parts_of_the_document_become_copies() -> None:
    spec = spec_of(It={"$ref": "#/components/parameters/P/schema"}, Local={"$ref": "#/$defs/X"})
    spec["components"]["parameters"] = {"P": {"schema": TEXT}}
    rules.lift_deep_references(spec)
    assert spec["components"]["schemas"] == {"It": TEXT, "Local": {"$ref": "#/$defs/X"}}


def test_what_leads_into_itself_becomes_a_component() -> None:
    child = object_of(again={"$ref": "#/components/schemas/It/properties/child"})
    found = components_of(
        rules.lift_deep_references, It=object_of(child=child), child2=TEXT, child=TEXT
    )
    again = object_of(again=ref("child3"))
    assert found["It"] == object_of(child=again)
    assert found["child3"] == again
    found["child3"]["title"] = "t"
    assert found["It"] == object_of(child=again)


def test_a_body_that_leads_into_itself_becomes_a_component() -> None:
    where = "#/paths/~1a/get/responses/200/content/application~1json/schema"
    media = {"schema": {"items": {"$ref": where}}}
    response = {"content": {"application/json": media}}
    spec: Json = {"paths": {"/a": {"get": {"responses": {"200": response}}}}}
    rules.lift_deep_references(spec)
    assert media == {"schema": {"items": ref("Schema")}}
    assert spec["components"]["schemas"] == {"Schema": {"items": ref("Schema")}}


# ------------------------------------------------------------------------------- free objects


def test_unknown_fields_are_allowed_where_fields_are_known() -> None:
    rule = rules.allow_unknown_fields
    closed = {**object_of(a=TEXT), "additionalProperties": False}
    assert after(rule, closed) == object_of(a=TEXT)
    for kept in ({"additionalProperties": False}, {**closed, "additionalProperties": TEXT}):
        assert after(rule, kept) == kept
    assert after(rule, {**closed, "additionalProperties": 0})["additionalProperties"] == 0


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"type": "object", "description": "d"}, {"description": "d"}),
        ({**object_of(), "required": ["a"], "additionalProperties": False}, {}),
        ({"type": "object", "additionalProperties": True}, {}),
        ({"type": "object", "additionalProperties": {"description": "d"}}, {}),
        *(
            (kept, kept)
            for kept in (
                {"type": "object", "additionalProperties": TEXT},
                {"type": "object", "additionalProperties": ref("It")},
                object_of(a=TEXT),
                {"type": "object", "patternProperties": {"a": TEXT}},
                {"type": "object", "allOf": [TEXT]},
                {"type": "object", "anyOf": [TEXT]},
                {"type": "object", "oneOf": [TEXT]},
                {"type": "array", "required": []},
                {"required": ["a"]},
            )
        ),
    ],
)
def test_an_object_of_which_nothing_is_told_is_any_json(schema: Json, expected: Json) -> None:
    assert after(rules.open_free_objects, schema) == expected
    inner = after(rules.open_free_objects, object_of(a=schema))
    assert inner == object_of(a=expected)


# --------------------------------------------------------------------------------------- bodies


def test_bodies_that_are_objects_get_a_schema_of_their_own() -> None:
    content: Json = {"a/a": {"schema": ref("It")}, "b/b": {"schema": ref("Text")}, "c/c": {}}
    spec = spec_of(It=object_of(a=ref("It")), Text=TEXT)
    spec["paths"] = {"/a": {"post": {"requestBody": {"content": content}}, "get": {}}}
    rules.inline_bodies(spec)
    assert content == {
        "a/a": {"schema": object_of(a=ref("It"))},
        "b/b": {"schema": ref("Text")},
        "c/c": {},
    }
    content["a/a"]["schema"]["properties"]["b"] = TEXT
    assert spec["components"]["schemas"]["It"] == object_of(a=ref("It"))


# ------------------------------------------------------------------------------- all the rules


def shared(node: Any, seen: set[int]) -> bool:
    """Whether an object or list stands in two places, so that a change of one changes the other."""
    if not isinstance(node, dict | list):
        return False
    if id(node) in seen:
        return True
    seen.add(id(node))
    return any(shared(part, seen) for part in (node.values() if isinstance(node, dict) else node))


DEEP = object_of(a=object_of(b={"enum": ["a"]}))


@pytest.mark.parametrize(
    ("rule", "schema"),
    [
        (rules.lift_deep_references, {"$ref": "#/components/schemas/Other/properties/a"}),
        (rules.lift_deep_references, object_of(a={"$ref": "#/components/schemas/It/properties"})),
        (
            rules.lift_deep_references,
            object_of(a=object_of(b=TEXT, c={"$ref": "#/components/schemas/It/properties/a"})),
        ),
        (rules.spell_out_null, {"type": ["object", "array"], "items": DEEP}),
        (rules.spell_out_null, {"type": ["string", "integer"], "const": DEEP}),
        (rules.spell_out_null, {"type": ["object", "object"], "properties": {"a": DEEP}}),
        (
            merge_all_of,
            {"allOf": [{"anyOf": [DEEP, {"$ref": "#/components/schemas/Other"}]}]},
        ),
        (merge_all_of, {"allOf": [ref("Other"), {"x-a": 1}]}),
        (merge_all_of, {"allOf": [ref("Other"), DEEP], "example": {"a": []}}),
    ],
)
def test_what_is_copied_is_not_shared(rule: Any, schema: Json) -> None:
    other = {**copy.deepcopy(DEEP), "example": {"a": [{}]}, "x-b": {"c": []}}
    found = components_of(rule, It=schema, Other=other)
    assert not shared(found, set())
    assert found["Other"] == other
    assert found["It"] != schema


def fields(inner: st.SearchStrategy[Json]) -> st.SearchStrategy[Json]:
    return st.dictionaries(st.sampled_from("abc"), inner, max_size=3)


LEAF = st.sampled_from([TEXT, NULL, ANY, {"enum": ["a", None]}, {"type": ["string", "null"]}])
SCHEMAS: st.SearchStrategy[Json] = st.recursive(
    LEAF.map(copy.deepcopy),
    lambda inner: st.one_of(
        st.fixed_dictionaries({"type": st.just("object"), "properties": fields(inner)}),
        st.fixed_dictionaries({"type": st.just(["object", "null"]), "properties": fields(inner)}),
        st.fixed_dictionaries({"items": inner}),
        st.fixed_dictionaries({"allOf": st.lists(inner, min_size=1, max_size=2)}),
        st.fixed_dictionaries({"anyOf": st.lists(inner, min_size=1, max_size=3)}),
    ),
    max_leaves=8,
)


@given(SCHEMAS)
def test_the_rules_leave_nothing_that_they_are_there_for(schema: Json) -> None:
    spec = spec_of(It=schema)
    for rule in SCHEMA_PASSES:
        rule(spec)
    for found in schemas(spec):
        assert "allOf" not in found
        assert None not in found.get("enum", [])
        if isinstance(found.get("type"), list):
            assert not found.keys() & {"properties", "items", "enum", "const"}
        if found.get("type") == "object":
            assert found.get("properties") or found.get("anyOf")
        if found.get("type") == "array":
            assert "items" in found
