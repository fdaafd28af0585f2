"""Which schemas are one type, and what the one type allows that stands for two."""

from __future__ import annotations

import copy
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.codegen.document import Json
from scripts.codegen.normalise.components import either, merge, shape
from tests.codegen.fragments import NULL, TEXT, enum, object_of, ref

FIELDS = st.sampled_from("abcd")
LEAVES = st.sampled_from([TEXT, NULL, enum("x"), enum("x", "y"), ref("A"), {"type": "integer"}])
OBJECTS: st.SearchStrategy[Json] = st.recursive(
    LEAVES.map(copy.deepcopy),
    lambda inner: st.one_of(
        st.builds(
            lambda fields, required: {
                **object_of(**fields),
                "required": [name for name in required if name in fields],
            },
            st.dictionaries(FIELDS, inner, max_size=3),
            st.lists(FIELDS, unique=True),
        ),
        st.builds(lambda items: {"type": "array", "items": items}, inner),
        st.builds(lambda parts: {"anyOf": parts}, st.lists(inner, min_size=1, max_size=3)),
    ),
    max_leaves=8,
)
CLASSES = OBJECTS.filter(lambda schema: schema.get("type") == "object")


def annotated(schema: Any, seed: random.Random) -> Any:
    """The schema with texts and bounds strewn in and its keys in another order."""
    if isinstance(schema, list):
        return [annotated(part, seed) for part in schema]
    if not isinstance(schema, dict):
        return schema
    keys = list(schema)
    seed.shuffle(keys)
    result = {
        key: {name: annotated(child, seed) for name, child in schema[key].items()}
        if key == "properties"
        else annotated(schema[key], seed)
        for key in keys
    }
    extra = {"title": "t", "description": "d", "example": {}, "maxLength": 3, "x-a": 1}
    return {**result, **extra} if seed.random() < 0.5 else result


@given(OBJECTS, st.randoms(use_true_random=False))
def test_a_shape_does_not_tell_of_annotations_nor_of_order(
    schema: Json, seed: random.Random
) -> None:
    assert shape(annotated(schema, seed)) == shape(schema)


@pytest.mark.parametrize(
    "other",
    [
        {"type": "number"},
        {"format": "f"},
        {"properties": {"a": NULL}},
        {"properties": {"title": TEXT}},
        {"required": ["b"]},
        {"items": NULL},
        {"prefixItems": [NULL]},
        {"enum": ["b"]},
        {"const": "b"},
        {"$ref": "#/b"},
        {"anyOf": [NULL]},
        {"oneOf": [NULL]},
        {"allOf": [NULL]},
        {"additionalProperties": NULL},
        {"additionalProperties": True},
    ],
)
def test_what_tells_shapes_apart(other: Json) -> None:
    base = {
        "type": "object",
        "format": "e",
        "properties": {"a": TEXT},
        "required": ["a"],
        "items": TEXT,
        "prefixItems": [TEXT],
        "enum": ["a"],
        "const": "a",
        "$ref": "#/a",
        "anyOf": [TEXT],
        "oneOf": [TEXT],
        "allOf": [TEXT],
        "additionalProperties": TEXT,
    }
    assert shape(base) == shape({**base, "description": "d"})
    assert shape({**base, **other}) != shape(base)
    (key,) = other
    assert shape({name: base[name] for name in base if name != key}) != shape(base)


@pytest.mark.parametrize("key", ["properties", "items", "prefixItems", "anyOf", "oneOf", "allOf"])
def test_texts_below_do_not_tell_shapes_apart(key: str) -> None:
    def holder(schema: Json) -> Json:
        named = {"properties": {"a": schema}, "items": schema}
        return {key: named.get(key, [schema])}

    assert shape(holder({**TEXT, "description": "d"})) == shape(holder(TEXT))


def test_required_and_enum_are_sets() -> None:
    assert shape({"required": ["a", "b"]}) == shape({"required": ["b", "a"]})
    assert shape({"enum": ["a", 1]}) == shape({"enum": [1, "a"]})
    assert shape({"anyOf": [TEXT, NULL]}) != shape({"anyOf": [NULL, TEXT]})


# ---------------------------------------------------------------------------------------- merge


def test_a_merged_enum_has_all_values() -> None:
    target = enum("a", "b")
    merge(target, {**enum("c", "a"), "properties": {}})
    assert target == enum("a", "b", "c")
    merge(target, {"type": "string"})
    assert target == enum("a", "b", "c")


def test_a_merged_object_has_all_fields_and_requires_what_both_require() -> None:
    target = {**object_of(a=TEXT, b=TEXT), "required": ["a", "b"]}
    merge(target, {**object_of(b={**TEXT, "title": "t"}, c=NULL, a=NULL), "required": ["c", "b"]})
    both = {"anyOf": [TEXT, NULL]}
    assert target == {**object_of(a=both, b=TEXT, c=NULL), "required": ["b"]}
    merge(target, object_of())
    assert target["required"] == []
    bare = object_of()
    merge(bare, {"type": "object", "required": ["a"]})
    assert bare == object_of()


def test_a_mapping_and_an_object_are_merged_without_loss() -> None:
    mapping = {"type": "object", "additionalProperties": TEXT}
    target: Json = copy.deepcopy(mapping)
    merge(target, object_of(a=TEXT))
    assert target == {**object_of(a=TEXT), "additionalProperties": TEXT}
    target = copy.deepcopy(mapping)
    merge(target, mapping)
    assert target == mapping
    target = object_of(a=TEXT)
    merge(target, mapping)
    assert target == {**object_of(a=TEXT), "additionalProperties": TEXT}
    merge(target, {"type": "object", "additionalProperties": {**TEXT, "title": "t"}})
    assert target["additionalProperties"] == TEXT
    merge(target, {"type": "object", "additionalProperties": NULL})
    assert target["additionalProperties"] == {"anyOf": [TEXT, NULL]}
    open_ = object_of(a=TEXT)
    merge(open_, {**object_of(a=TEXT), "additionalProperties": True})
    assert open_ == {**object_of(a=TEXT), "additionalProperties": True}
    merge(open_, mapping)
    assert open_ == {**object_of(a=TEXT), "additionalProperties": True}
    closed = {**object_of(a=TEXT), "additionalProperties": False}
    merge(closed, {**object_of(a=TEXT), "additionalProperties": False})
    assert closed == {**object_of(a=TEXT), "additionalProperties": False}
    merge(closed, mapping)
    assert closed == {**object_of(a=TEXT), "additionalProperties": TEXT}
    merge(closed, object_of(a=TEXT))
    assert closed == {**object_of(a=TEXT), "additionalProperties": TEXT}


def test_either_holds_each_alternative_once() -> None:
    assert either(TEXT, NULL) == {"anyOf": [TEXT, NULL]}
    wide = {"anyOf": [TEXT, NULL]}
    assert either(wide, {**NULL, "title": "t"}) == wide
    assert either(NULL, wide) == {"anyOf": [NULL, TEXT]}


def merged(one: Json, other: Json) -> Json:
    result = copy.deepcopy(one)
    merge(result, copy.deepcopy(other))
    return result


@given(CLASSES, CLASSES)
def test_merging_is_idempotent(one: Json, other: Json) -> None:
    once = merged(one, other)
    assert merged(once, other) == once
    assert merged(once, once) == once
    assert merged(one, one) == one


@given(CLASSES, CLASSES)
def test_merging_has_no_order_but_that_of_lists(one: Json, other: Json) -> None:
    first, second = merged(one, other), merged(other, one)
    assert first["properties"].keys() == second["properties"].keys()
    assert first["properties"].keys() == one["properties"].keys() | other["properties"].keys()
    assert set(first["required"]) == set(second["required"])
    assert set(first["required"]) == set(one["required"]) & set(other["required"])
    for name in first["properties"]:
        ours, theirs = (
            {shape(member) for member in result["properties"][name].get("anyOf", [])}
            for result in (first, second)
        )
        assert ours == theirs


@given(CLASSES, CLASSES)
def test_merging_leaves_the_other_as_it_is(one: Json, other: Json) -> None:
    before = copy.deepcopy(other)
    merge(one, other)
    assert other == before
