"""What stands inline becomes a component, named by its place."""

from __future__ import annotations

import copy

import pytest

from scripts.codegen.document import Json
from scripts.codegen.normalise.components import body_name, hoist, rename_components, variant_of
from scripts.codegen.normalise.naming import Names
from tests.codegen.fragments import NULL, TEXT, document, enum, hoisted, media, object_of, ref


def test_objects_and_enums_are_named_by_their_place() -> None:
    given_ = object_of(stage=enum("a"), tags={"type": "array", "items": object_of(x=TEXT)}, n=TEXT)
    body, components, places = hoisted(document(given=given_))
    assert body == ref("It")
    tags = {"type": "array", "items": ref("ItTag")}
    assert components == {
        "It": object_of(stage=ref("ItStage"), tags=tags, n=TEXT),
        "ItStage": enum("a"),
        "ItTag": object_of(x=TEXT),
    }
    assert places == {"get_it.200": "It", "It.stage": "ItStage", "It.tags[]": "ItTag"}


def test_what_is_no_class_stays_where_it_is() -> None:
    for schema in (TEXT, {}, object_of(), {"type": "object"}, {"type": "string", "const": "a"}):
        assert hoisted(document(given=schema)) == (schema, {}, {})


def test_mappings_are_named_and_so_are_their_values() -> None:
    given_ = {"type": "object", "additionalProperties": object_of(x=TEXT)}
    body, components, places = hoisted(document(given=given_))
    assert body == ref("It")
    assert components["It"] == {"type": "object", "additionalProperties": ref("ItValue")}
    assert components["ItValue"] == object_of(x=TEXT)
    assert places == {"get_it.200": "It", "It{}": "ItValue"}
    open_ = {**object_of(a=TEXT), "additionalProperties": True}
    assert hoisted(document(given=open_))[1] == {"It": open_}


def test_alternatives_are_numbered_and_a_lone_one_has_the_place_of_the_whole() -> None:
    given_ = object_of(
        one={"anyOf": [NULL, object_of(x=TEXT)]},
        two={"oneOf": [object_of(y=TEXT), {"properties": {}}, object_of(z=TEXT)]},
        three={"allOf": [object_of(v=TEXT), object_of(w={"const": "wide_one"})]},
    )
    _, components, places = hoisted(document(given=given_))
    assert components["It"] == object_of(
        one={"anyOf": [NULL, ref("ItOne")]},
        two={"oneOf": [ref("ItTwo1"), {"properties": {}}, ref("ItTwo3")]},
        three={"allOf": [ref("ItThree1"), ref("ItThreeWideOne")]},
    )
    assert places == {
        "get_it.200": "It",
        "It.one": "ItOne",
        "It.two|0": "ItTwo1",
        "It.two|2": "ItTwo3",
        "It.three|0": "ItThree1",
        "It.three|1": "ItThreeWideOne",
    }


def test_an_alternative_is_alone_if_all_others_are_null() -> None:
    given_ = object_of(
        single={"allOf": [object_of(x=TEXT)]},
        pair={"anyOf": [NULL, object_of(y=TEXT), object_of(z=TEXT)]},
    )
    places = hoisted(document(given=given_))[2]
    assert places.keys() == {"get_it.200", "It.single", "It.pair|1", "It.pair|2"}


def test_items_of_tuples_are_numbered() -> None:
    items = {"type": "array", "prefixItems": [TEXT, object_of(x=TEXT)]}
    body, components, places = hoisted(document(given=items))
    assert body == {"type": "array", "prefixItems": [TEXT, ref("It2")]}
    assert components == {"It2": object_of(x=TEXT)}
    assert places == {"get_it.200[1]": "It2"}


def test_parameters_and_bodies_are_visited() -> None:
    spec = document("create_leads")
    operation = spec["paths"]["/it"]["get"]
    text = {"name": "text", "in": "query"}
    operation["parameters"] = [{"name": "sort_by", "in": "query", "schema": enum("a")}, text]
    operation["requestBody"] = media(object_of(stage=enum("b")))
    _, components, places = hoisted(spec)
    assert components == {"CreateLeadsSortBy": enum("a"), "CreateLeadsStage": enum("b")}
    assert places == {
        "create_leads.query.sort_by": "CreateLeadsSortBy",
        "create_leads.body.stage": "CreateLeadsStage",
    }
    spec = copy.deepcopy(spec)
    operation = spec["paths"]["/it"]["get"]
    hoist(spec, Names())
    assert operation["parameters"] == [
        {"name": "sort_by", "in": "query", "schema": ref("CreateLeadsSortBy")},
        {"name": "text", "in": "query", "schema": {}},
    ]
    assert operation["requestBody"] == media(object_of(stage=ref("CreateLeadsStage")))


def test_bodies_that_are_no_object_with_fields_are_named_too() -> None:
    spec = document("create_leads")
    operation = spec["paths"]["/it"]["get"]
    operation["requestBody"] = media({"type": "array", "items": object_of(x=TEXT)})
    assert hoisted(spec)[2] == {"create_leads.body[]": "CreateLeadsBody"}
    operation["requestBody"] = media({"type": "object", "additionalProperties": TEXT})
    assert hoisted(spec)[2] == {"create_leads.body": "CreateLeadsBody"}
    operation["requestBody"] = media(enum("a"))
    assert hoisted(spec)[2] == {"create_leads.body": "CreateLeadsBody"}
    named = copy.deepcopy(spec)
    hoist(named, Names())
    body = named["paths"]["/it"]["get"]["requestBody"]
    assert body == media(ref("CreateLeadsBody"))
    operation["requestBody"] = {"content": {"text/plain": {}}}
    assert hoisted(spec)[2] == {}


def test_each_status_and_content_type_is_visited() -> None:
    spec = document(given=object_of(a=TEXT))
    responses = spec["paths"]["/it"]["get"]["responses"]
    responses["201"] = {"content": {"a/a": {"schema": object_of(b=TEXT)}, "b/b": {}}}
    responses["202"] = {"description": ""}
    places = hoisted(spec)[2]
    assert places == {"get_it.200": "It", "get_it.201": "GetIt"}


def test_components_are_visited_and_their_places_learned() -> None:
    parts: Json = {
        "Lead": object_of(stage=enum("a"), owner=ref("User"), text=ref("Text")),
        "User": object_of(x=TEXT),
        "Text": TEXT,
        "Leads": {"type": "array", "items": object_of(y=TEXT)},
    }
    body, components, places = hoisted(document(given=ref("Lead"), **parts))
    assert body == ref("Lead")
    assert components == {
        **parts,
        "Lead": object_of(stage=ref("LeadStage"), owner=ref("User"), text=ref("Text")),
        "LeadStage": enum("a"),
        "Leads": {"type": "array", "items": ref("Lead2")},
        "Lead2": object_of(y=TEXT),
    }
    assert places == {
        "Lead.stage": "LeadStage",
        "Lead.owner": "User",
        "Leads[]": "Lead2",
        "get_it.200": "Lead",
    }


@pytest.mark.parametrize(
    ("operation_id", "schema", "name"),
    [
        ("list_leads", {"type": "array"}, "Leads"),
        ("list_leads", object_of(data={}), "LeadPage"),
        ("list_lead_notes", object_of(data={}), "LeadNotePage"),
        ("get_leads", object_of(data={}), "Leads"),
        ("get_leads", {"type": "array"}, "Leads"),
        ("create_lead", object_of(), "Lead"),
        ("ping", object_of(), "Ping"),
        ("list", object_of(), "ListPage"),
    ],
)
def test_the_name_of_what_an_operation_gives(operation_id: str, schema: Json, name: str) -> None:
    assert body_name(operation_id, schema) == name


def test_a_list_gives_pages_or_items() -> None:
    page = object_of(data={"type": "array", "items": object_of(x=TEXT)})
    assert hoisted(document("list_leads", page))[2] == {
        "list_leads.200": "LeadPage",
        "LeadPage.data[]": "LeadPageData",
    }
    array = {"type": "array", "items": object_of(x=TEXT)}
    assert hoisted(document("list_leads", array))[2] == {"list_leads.200[]": "Lead"}


@pytest.mark.parametrize(
    ("schema", "name"),
    [
        (object_of(a=TEXT, kind={"const": "big_one"}), "BigOne"),
        (object_of(a={"const": 1}, b={"const": "b"}), "B"),
        (object_of(a={"const": "\N{HONEYBEE}"}), "3"),
        (object_of(a={"const": 7}), "3"),
        (object_of(), "3"),
        ({}, "3"),
    ],
)
def test_a_variant_is_called_by_its_constant_or_its_number(schema: Json, name: str) -> None:
    assert variant_of(schema, 2) == name


def test_components_get_the_names_of_their_classes() -> None:
    spec = document(given=ref("lead_note"), lead_note=object_of(x=ref("LeadNote")), LeadNote=TEXT)
    rename_components(spec)
    assert spec["components"]["schemas"] == {
        "LeadNote": object_of(x=ref("LeadNote2")),
        "LeadNote2": TEXT,
    }
    body = spec["paths"]["/it"]["get"]["responses"]["200"]
    assert body == media(ref("LeadNote"))


def test_names_that_differ_in_case_alone_are_told_apart() -> None:
    spec = document(FooBar=TEXT, Foobar=NULL)
    rename_components(spec)
    assert spec["components"]["schemas"] == {"FooBar": TEXT, "Foobar2": NULL}
    bare: Json = {"paths": {}}
    rename_components(bare)
    assert bare["components"] == {"schemas": {}}
    nothing: Json = {"paths": {}}
    hoist(nothing, Names())
    assert nothing["components"] == {"schemas": {}}
