"""Alternatives that JSON cannot tell apart become one; a discriminator tells the others apart."""

from __future__ import annotations

from typing import Any

import pytest

from scripts.codegen.document import Json
from scripts.codegen.normalise import unions as rules
from tests.codegen.fragments import (
    NULL,
    SCHEMA_PASSES,
    TEXT,
    after,
    components_of,
    enum,
    object_of,
    ref,
)

NUMBER = {"type": "number"}
INTEGER = {"type": "integer"}
TIME = {"type": "string", "format": "date-time"}
FILE = {"type": "string", "format": "binary"}


def array(items: Any) -> Json:
    return {"type": "array", "items": items}


def joined(*members: Any, **others: Any) -> Any:
    return after(rules.join_alternatives, {"anyOf": list(members)}, **others)


def test_alternatives_of_alternatives_are_alternatives() -> None:
    inner = {"oneOf": [TEXT, {"anyOf": [NUMBER, NULL], "description": "d"}]}
    assert joined(inner, NULL, {"type": "boolean"}) == {
        "anyOf": [TEXT, NUMBER, NULL, {"type": "boolean"}]
    }
    assert joined({"type": ["string", "null"]}, NUMBER) == {"anyOf": [TEXT, NULL, NUMBER]}
    bounded = {"anyOf": [NUMBER, NULL], "x-a": 1}
    assert joined(bounded, TEXT) == {"anyOf": [bounded, TEXT]}


def test_what_is_there_twice_is_there_once() -> None:
    assert joined(ref("A"), NULL, ref("A"), A=object_of(a=TEXT)) == {"anyOf": [ref("A"), NULL]}
    assert joined(object_of(a=TEXT), {**object_of(a=TEXT), "title": "t"}) == object_of(a=TEXT)


def test_an_alternative_left_alone_is_the_schema_itself() -> None:
    told = {"description": "b", "title": "t"}
    schema = {"anyOf": [{**TEXT, "description": "a"}, {**TEXT, "title": "x"}], **told}
    assert after(rules.join_alternatives, schema) == {**TEXT, "description": "b\n\na", "title": "t"}
    kept = {"anyOf": [TEXT], "minLength": 1}
    assert after(rules.join_alternatives, kept) == kept
    body = {"type": "object", "oneOf": [ref("A")]}
    assert after(rules.join_alternatives, body, A=object_of(a=TEXT)) == ref("A")


def test_the_type_beside_alternatives_is_theirs() -> None:
    schema = {"type": "object", "anyOf": [{"required": ["a"]}, {"required": ["b"]}, object_of()]}
    assert after(rules.join_alternatives, schema) == {
        "anyOf": [
            {"required": ["a"], "type": "object"},
            {"required": ["b"], "type": "object"},
            object_of(),
        ]
    }
    schema = {"type": "string", "anyOf": [enum("a"), {"const": "b"}]}
    assert after(rules.join_alternatives, schema) == enum("a", "b")


def test_literals_beside_each_other_are_one_enum() -> None:
    constant = {"type": "string", "const": "c"}
    assert joined(enum("a"), NULL, enum("b", "a"), constant) == {
        "anyOf": [enum("a", "b", "c"), NULL]
    }
    numbers = {"type": "integer", "enum": [1]}, {"const": 2}
    assert joined(*numbers) == {"type": "integer", "enum": [1, 2]}
    assert joined(enum("a"), ref("E"), E=enum("b")) == enum("a", "b")
    both = {"anyOf": [ref("E"), ref("F")]}
    assert joined(ref("E"), ref("F"), E=enum("a"), F=enum("b")) == both
    alone = {"anyOf": [enum("a"), NUMBER]}
    assert joined(enum("a"), NUMBER) == alone


def test_beside_plain_text_any_text_may_come() -> None:
    told = {**TEXT, "description": "Known values: `a`, `b`."}
    assert joined(enum("a", "b"), {**TEXT, "minLength": 1}) == told
    assert joined(TEXT, ref("E"), NULL, E=enum("a", "b")) == {"anyOf": [told, NULL]}
    many = enum(*(f"v{i}" for i in range(22)))
    assert joined(many, TEXT)["description"].endswith("`v19` and 2 others.")
    number = {"type": "integer", "enum": [1]}
    assert joined(number, INTEGER) == {**INTEGER, "description": "Known values: `1`."}
    assert joined(number, NUMBER, INTEGER)["type"] == "number"
    assert joined(NUMBER, INTEGER) == {"anyOf": [NUMBER, INTEGER]}


def test_times_beside_other_text_are_text() -> None:
    assert joined(TIME, TEXT) == TEXT
    assert joined(TIME, {"type": "string", "format": "date"}) == TEXT
    assert joined(TIME, {**TIME, "minLength": 1}, NULL) == {"anyOf": [TIME, NULL]}
    assert joined(TIME, enum("now")) == {**TEXT, "description": "Known values: `now`."}


@pytest.mark.parametrize("file", [FILE, {"type": "string", "contentMediaType": "image/png"}])
def test_files_are_no_text(file: Json) -> None:
    assert joined(file, TEXT) == {"anyOf": [file, TEXT]}
    assert joined(file, TEXT, enum("a"))["anyOf"][0] == file


def test_arrays_are_one_array_of_alternatives() -> None:
    assert joined(array(TEXT), NULL, array(NUMBER)) == {
        "anyOf": [array({"anyOf": [TEXT, NUMBER]}), NULL]
    }
    # The items are joined too.
    assert joined(array(enum("a")), array(enum("b"))) == array(enum("a", "b"))
    assert joined(array(array(TEXT)), array(array(NUMBER))) == array(
        array({"anyOf": [TEXT, NUMBER]})
    )
    assert joined(array(TEXT), ref("A"), A=array(ref("B")), B=object_of(a=TEXT)) == array(
        {"anyOf": [TEXT, ref("B")]}
    )


def test_an_array_that_holds_itself_comes_to_an_end() -> None:
    holds_itself = array({"anyOf": [ref("A"), array(TEXT)]})
    found = components_of(rules.join_alternatives, A=holds_itself)
    assert found == {"A": holds_itself}


def test_objects_with_fields_of_the_same_names_are_one() -> None:
    one = {**object_of(a=object_of(x=TEXT), b=TEXT), "required": ["a", "b"]}
    other = {**object_of(a=object_of(y=TEXT), b=TEXT), "required": ["a"]}
    inside = {"anyOf": [object_of(x=TEXT), object_of(y=TEXT)]}
    assert joined(one, NULL, other) == {
        "anyOf": [{**object_of(a=inside, b=TEXT), "required": ["a"]}, NULL]
    }
    for different in (object_of(a=TEXT), {**one, "additionalProperties": TEXT}, ref("One")):
        assert joined(one, different, One=one) == {"anyOf": [one, different]}


def test_a_constant_tells_objects_apart() -> None:
    variants = [object_of(kind={"const": kind}, a=TEXT) for kind in "xy"]
    assert joined(*variants) == {"anyOf": variants}
    named = [object_of(kind=enum(kind), a=TEXT) for kind in "xy"]
    assert joined(*named) == {"anyOf": named}
    assert joined(variants[0], variants[0] | {"required": ["a"]}) == variants[0]


def test_a_discriminator_gives_its_variants_their_values() -> None:
    kind = {"type": "string", "description": "d", "minLength": 1}
    pet = {
        "oneOf": [ref("Cat"), ref("Dog"), ref("Cow"), ref("Owl"), ref("Bug"), NULL],
        "discriminator": {
            "propertyName": "kind",
            "mapping": {"cat": "#/components/schemas/Cat", "dog": "Dog", "hound": "Dog"},
        },
    }
    found = components_of(
        rules.tell_variants_apart,
        Pet=pet,
        Cat=object_of(kind=kind),
        Dog=object_of(kind=ref("Kind")),
        Cow=object_of(kind=enum("only")),
        Owl=object_of(other=TEXT),
        Bug=TEXT,
        Kind=enum("cat", "dog", "hound"),
    )
    assert found["Pet"] == {"oneOf": pet["oneOf"]}
    assert found["Cat"] == object_of(kind={"type": "string", "description": "d", "const": "cat"})
    assert found["Dog"] == object_of(kind=enum("dog", "hound"))
    assert (found["Cow"], found["Owl"]) == (object_of(kind=enum("only")), object_of(other=TEXT))
    assert (found["Bug"], found["Kind"]) == (TEXT, enum("cat", "dog", "hound"))


def test_a_variant_without_a_value_goes_by_its_name_and_one_of_two_unions_has_both() -> None:
    one = {"oneOf": [ref("Cat"), object_of()], "discriminator": {"propertyName": "kind"}}
    mapping = {"propertyName": "kind", "mapping": {"tom": "Cat"}}
    other = {"anyOf": [ref("Cat")], "discriminator": mapping}
    odd = {"anyOf": [ref("Cat")], "discriminator": "kind"}
    cat = object_of(kind=TEXT)
    found = components_of(rules.tell_variants_apart, One=one, Other=other, Odd=odd, Cat=cat)
    assert found["Cat"] == object_of(kind=enum("Cat", "tom"))
    assert all("discriminator" not in found[name] for name in ("One", "Other", "Odd"))


def test_the_unions_of_a_framework_are_read_as_one_thing_each() -> None:
    """As it writes a union of literals, a loose enum, and one of two kinds of pages."""
    row = {**object_of(id=TEXT), "required": ["id"]}
    spec: Json = {
        "paths": {},
        "components": {
            "schemas": {
                "Reply": object_of(
                    reasons=array({"anyOf": [enum("a"), {"anyOf": [enum("b"), enum("c")]}]}),
                    model={"anyOf": [TEXT, enum("a")]},
                    rows={"anyOf": [array(row), array({**row, "required": []}), NULL]},
                )
            }
        },
    }
    for rule in SCHEMA_PASSES:
        rule(spec)
    fields = spec["components"]["schemas"]["Reply"]["properties"]
    assert fields["reasons"] == array(enum("a", "b", "c"))
    assert fields["model"]["type"] == "string"
    assert fields["rows"]["anyOf"][0]["items"]["required"] == []


def test_members_have_the_type_and_the_items_that_stand_beside_them() -> None:
    spec: Json = {"paths": {}, "components": {"schemas": {"A": {
        "type": "array", "items": TEXT, "anyOf": [{"minItems": 1}, {"items": {"type": "integer"}}],
    }, "B": {"type": "array", "anyOf": [{"minItems": 1}, NULL]}}}}  # fmt: skip
    rules.join_alternatives(spec)
    found = spec["components"]["schemas"]
    assert found["A"]["anyOf"] == [array({"anyOf": [TEXT, {"type": "integer"}]})]
    assert found["B"] == {"anyOf": [{"minItems": 1, "type": "array"}, NULL]}
