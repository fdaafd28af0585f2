"""``allOf``, and alternatives beside fields, become one object."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from scripts.codegen.document import Json
from scripts.codegen.normalise.all_of import merge_all_of
from tests.codegen.fragments import NULL, TEXT, after, object_of, ref


def merged(schema: Json, **others: Json) -> Any:
    return after(merge_all_of, schema, **others)


def test_the_fields_of_all_parts_are_those_of_the_whole() -> None:
    first = {**object_of(a=TEXT, b=TEXT), "required": ["a", "b"]}
    second = {**object_of(b=NULL, c=TEXT), "required": ["b", "c"]}
    whole = {"allOf": [first, second], "properties": {"d": TEXT}, "required": ["d"]}
    assert merged(whole) == {**object_of(a=TEXT, b=NULL, c=TEXT, d=TEXT), "required": [*"abcd"]}
    assert list(merged(whole)["properties"]) == [*"abcd"]


def test_parts_may_be_components_and_stay_as_they_are() -> None:
    other = {**object_of(a=TEXT), "required": ["a"], "title": "Other", "description": "other"}
    before = copy.deepcopy(other)
    found = merged({"allOf": [ref("Other"), object_of(b=TEXT)]}, Other=other)
    assert found == {**object_of(a=TEXT, b=TEXT), "required": ["a"], "description": "other"}
    found["properties"]["a"]["title"] = "t"
    assert other == before


def test_the_whole_says_what_it_is() -> None:
    other = {**object_of(a=TEXT), "title": "Other", "description": "other", "x-a": 1, "x-b": 1}
    whole = {
        "allOf": [ref("Other"), object_of(b=TEXT)],
        "title": "Whole",
        "description": "whole",
        "x-a": 2,
    }
    found = merged(whole, Other=other)
    assert (found["title"], found["description"]) == ("Whole", "whole")
    assert (found["x-a"], found["x-b"]) == (1, 1)
    untitled = merged({"allOf": [ref("Other"), object_of(b=TEXT)]}, Other=other)
    assert "title" not in untitled


@pytest.mark.parametrize("key", ["anyOf", "oneOf"])
def test_fields_of_alternatives_are_optional(key: str) -> None:
    variant = {**object_of(a=TEXT), "required": ["a"]}
    parts = [{**object_of(b=TEXT), "required": ["b"]}, {key: [variant, ref("Other")]}]
    other = {**object_of(c=TEXT), "required": ["c"]}
    expected = {**object_of(b=TEXT, a=TEXT, c=TEXT), "required": ["b"]}
    assert merged({"allOf": parts}, Other=other) == expected
    beside = {**object_of(b=TEXT), "required": ["b"], key: [variant, ref("Other")]}
    assert merged(beside, Other=other) == expected
    alone = {"type": "object", key: [variant]}
    assert merged(alone) == alone


def test_a_lone_part_stands_for_the_whole() -> None:
    assert merged({"allOf": [ref("Other")]}, Other=object_of()) == ref("Other")
    whole = {"allOf": [ref("Other")], "description": "d", "type": "object", "discriminator": {}}
    assert merged(whole, Other=object_of()) == {**ref("Other"), "description": "d"}
    assert merged({"allOf": [{"description": "d"}, {"enum": ["a"]}]}) == {"enum": ["a"]}


def test_a_part_beside_fields_is_merged_with_them() -> None:
    found = merged({"allOf": [ref("Other")], **object_of(b=TEXT)}, Other=object_of(a=TEXT))
    assert found == object_of(a=TEXT, b=TEXT)
    beside_nothing = {**object_of(b=TEXT), "allOf": [{"title": "t"}]}
    assert merged(beside_nothing) == object_of(b=TEXT)


def test_parts_of_parts() -> None:
    deep = {"allOf": [{"allOf": [object_of(a=TEXT), object_of(b=TEXT)]}, object_of(c=TEXT)]}
    assert merged(deep) == object_of(a=TEXT, b=TEXT, c=TEXT)
    assert merged({"allOf": [{"allOf": [{"allOf": [ref("A")], "title": "t"}]}]}) == {
        **ref("A"),
        "title": "t",
    }
    lone = {"allOf": [{**object_of(a=TEXT), "anyOf": [object_of(b=TEXT)]}]}
    assert merged(lone) == object_of(a=TEXT, b=TEXT)
    behind = {"allOf": [ref("Other"), object_of(c=TEXT)]}
    alias = {"allOf": [ref("Third")]}
    found = merged(behind, Other=alias, Third=object_of(a=TEXT))
    assert found == object_of(a=TEXT, c=TEXT)


def test_fields_of_parts_are_merged_too() -> None:
    inner = {"allOf": [object_of(a=TEXT), object_of(b=TEXT)]}
    found = merged({"allOf": [object_of(x=inner), object_of(y=TEXT)]})
    both = object_of(a=TEXT, b=TEXT)
    assert found == object_of(x=both, y=TEXT)


def test_a_part_that_leads_back_to_the_whole_adds_nothing() -> None:
    found = merged({"allOf": [ref("It"), object_of(a=TEXT)]})
    assert found == object_of(a=TEXT)
    found = merged(
        {"allOf": [ref("Other"), object_of(a=TEXT)]},
        Other={"allOf": [ref("It"), object_of(b=TEXT)]},
    )
    assert found == object_of(b=TEXT, a=TEXT)


def test_the_same_part_twice_is_no_circle() -> None:
    twice = {"allOf": [{"allOf": [ref("A"), object_of(b=TEXT)]}, ref("A"), object_of(c=TEXT)]}
    found = merged(twice, A={**object_of(a=TEXT), "required": ["a"]})
    assert found == {**object_of(a=TEXT, b=TEXT, c=TEXT), "required": ["a"]}


def test_other_keywords_are_those_of_the_first_part_that_has_them() -> None:
    parts = [{"properties": {}, "maximum": 1, "discriminator": {"propertyName": "a"}}]
    parts += [{"minimum": 2, "maximum": 3}]
    found = merged({"allOf": parts, "minimum": 4})
    assert found == {"maximum": 1, "minimum": 2}


def test_a_field_of_two_parts_is_what_both_say() -> None:
    base = object_of(kind=ref("Kind"), settings=object_of(a=TEXT))
    more = object_of(kind={"example": "x"}, settings={**object_of(b=TEXT), "required": ["b"]})
    settings = {**object_of(a=TEXT, b=TEXT), "required": ["b"]}
    kind = {"type": "string", "enum": ["x", "y"]}
    assert merged({"allOf": [base, more]}, Kind=kind) == object_of(
        kind={**ref("Kind")}, settings=settings
    )
    rows = [object_of(rows={"type": "array", "items": object_of(**{n: TEXT})}) for n in "ab"]
    both = {"type": "array", "items": object_of(a=TEXT, b=TEXT)}
    assert merged({"allOf": rows}) == object_of(rows=both)
    assert merged({"allOf": [object_of(a=TEXT), object_of(a=TEXT)]}) == object_of(a=TEXT)


def test_what_leads_to_itself_on_both_sides_comes_to_an_end() -> None:
    base = object_of(next=ref("It"), all={"type": "array", "items": ref("It")})
    other = object_of(next=ref("Other"), all={"type": "array", "items": ref("Other")})
    assert merged({"allOf": [base, ref("Other")]}, Other=other) == other
    either = object_of(next={"anyOf": [ref("Left"), ref("Right")]})
    left, right = (object_of(next=ref(name)) for name in ("Left", "Right"))
    found = merged({"allOf": [object_of(next=ref("It")), either]}, Left=left, Right=right)
    assert found == either


def test_types_and_values_are_those_that_all_parts_allow() -> None:
    kinds = {"type": "integer", "oneOf": [{"const": 1}, {"const": 17}]}
    one = {"type": "integer", "enum": [17], "allOf": [ref("Kinds")]}
    assert merged(one, Kinds=kinds) == {"type": "integer", "enum": [17]}
    parts = [{"enum": ["a", "b", "c"], "x-a": 1}, {"enum": ["c", "d", "b"]}]
    assert merged({"allOf": parts}) == {"enum": ["c", "b"], "x-a": 1}
    parts = [{"type": ["string", "null"], "format": "f"}, {"type": "string", "minLength": 1}]
    assert merged({"allOf": parts})["type"] == "string"
    parts = [{"type": ["string", "null"], "x-a": 1}, {"type": ["null", "integer"], "x-b": 1}]
    assert merged({"allOf": parts})["type"] == ["null"]
    parts = [{"type": "string", "x-a": 1}, {"type": "integer", "x-b": 1}]
    assert merged({"allOf": parts})["type"] == "integer"


def test_alternatives_without_fields_stay_beside_what_has_none() -> None:
    parts = [{"minLength": 1}, {"anyOf": [TEXT, NULL]}]
    assert merged({"allOf": parts}) == {"minLength": 1, "anyOf": [TEXT, NULL]}
    parts = [object_of(a=TEXT), {"anyOf": [{"required": ["a"]}, {"required": ["b"]}]}]
    assert merged({"allOf": parts}) == object_of(a=TEXT)


@pytest.mark.parametrize("key", ["anyOf", "oneOf"])
def test_a_field_of_several_alternatives_is_what_it_is_in_any(key: str) -> None:
    kinds = [{"type": "string", "enum": [kind]} for kind in "ab"]
    variants = [object_of(kind=kind, same=TEXT) for kind in kinds]
    found = merged({**object_of(id=TEXT), key: variants})
    assert found == object_of(id=TEXT, kind={"anyOf": kinds}, same=TEXT)
    # What stands beside the alternatives holds for all of them.
    found = merged({"properties": {"kind": {"description": "d"}}, key: variants})
    assert found["properties"]["kind"] == {"anyOf": kinds}
