"""Names that users know stay, and schemas of one shape are one component."""

from __future__ import annotations

import json
import re
from typing import Any

from scripts.codegen.document import Json
from scripts.codegen.normalise.components import hoist
from scripts.codegen.normalise.naming import Names
from scripts.codegen.normalise.passes import normalise
from tests.codegen.fragments import NULL, TEXT, document, enum, hoisted, media, object_of, ref
from tests.codegen.frozen_project import names, normalised, published


def test_known_places_keep_their_names() -> None:
    given_ = object_of(stage=enum("a"))
    body, components, places = hoisted(
        document(given=given_), get_it__200="Lead", Lead__stage="Stage"
    )
    assert body == ref("Lead")
    assert components == {"Lead": object_of(stage=ref("Stage")), "Stage": enum("a")}
    assert places == {"get_it.200": "Lead", "Lead.stage": "Stage"}


def test_known_places_of_one_shape_keep_their_two_names() -> None:
    given_ = object_of(a=enum("x"), b=enum("x"), c=enum("x"))
    known = {"get_it__200": "It", "It__a": "First", "It__b": "Second"}
    _, components, places = hoisted(document(given=given_), **known)
    assert components["It"] == object_of(a=ref("First"), b=ref("Second"), c=ref("First"))
    assert components["First"] == components["Second"] == enum("x")
    assert places["It.c"] == "First"


def test_operations_are_visited_by_path_and_then_by_method() -> None:
    def giving(name: str) -> Json:
        return {"operationId": name, "responses": {"200": media(object_of(x=TEXT))}}

    spec: Json = {"paths": {"/b": {"get": giving("get_b")}, "/a": {"put": giving("replace_a")}}}
    names = Names()
    hoist(spec, names)
    assert names.places == {"get_b.200": "A", "replace_a.200": "A"}
    spec = {"paths": {"/a": {"get": giving("get_it"), "delete": giving("delete_that")}}}
    names = Names()
    hoist(spec, names)
    assert names.places == {"get_it.200": "That", "delete_that.200": "That"}


def test_schemas_of_one_shape_are_one_component() -> None:
    one, other = enum("a", "b"), {**enum("b", "a"), "description": "d"}
    _, components, places = hoisted(document(given=object_of(one=one, other=other)))
    assert components == {"It": object_of(one=ref("ItOne"), other=ref("ItOne")), "ItOne": one}
    assert places == {"get_it.200": "It", "It.one": "ItOne", "It.other": "ItOne"}


def test_a_schema_of_the_shape_of_a_component_is_that() -> None:
    body, components, _ = hoisted(document(given=object_of(x=TEXT), Lead=object_of(x=TEXT)))
    assert (body, components) == (ref("Lead"), {"Lead": object_of(x=TEXT)})


def test_the_first_component_of_a_shape_gives_the_name() -> None:
    same: Any = {"First": object_of(x=TEXT), "Second": object_of(x=TEXT)}
    assert hoisted(document(given=object_of(x=TEXT), **same))[0] == ref("First")
    twice = object_of(one=enum("a"), two=object_of(one=enum("a")))
    assert hoisted(document(given=twice))[2]["ItTwo.one"] == "ItOne"


def test_occurrences_at_places_of_one_name_are_merged() -> None:
    given_ = object_of(one=object_of(x=TEXT), two=object_of(y=TEXT))
    places = {"get_it__200": "It", "It__one": "Thing", "It__two": "Thing"}
    assert hoisted(document(given=given_), **places)[1] == {
        "It": object_of(one=ref("Thing"), two=ref("Thing")),
        "Thing": object_of(x=TEXT, y=TEXT),
    }


def test_a_known_name_is_not_taken_for_another_kind_of_schema() -> None:
    given_ = object_of(one=enum("a"), two=object_of(y=TEXT))
    known = {"get_it__200": "It", "It__one": "Thing", "It__two": "Thing"}
    _, components, places = hoisted(document(given=given_), **known)
    assert components == {
        "It": object_of(one=ref("Thing"), two=ref("ItTwo")),
        "Thing": enum("a"),
        "ItTwo": object_of(y=TEXT),
    }
    assert places == {"get_it.200": "It", "It.one": "Thing", "It.two": "ItTwo"}


def test_titles_give_names_that_are_free_and_are_then_dropped() -> None:
    titled = {**object_of(x=TEXT), "title": "a lead"}
    body, components, _ = hoisted(document(given=titled))
    assert (body, components) == (ref("ALead"), {"ALead": object_of(x=TEXT)})
    for title in ("\N{HONEYBEE}", 7, "a" * 60):
        assert hoisted(document(given={**titled, "title": title}))[0] == ref("It")
    longest = {**titled, "title": "a" * 59}
    assert hoisted(document(given=longest))[0] == ref("A" + "a" * 58)
    other: Any = {"ALead": {**enum("a"), "title": "ALead"}}
    body, components, _ = hoisted(document(given=titled, **other))
    assert (body, components) == (ref("ALead2"), {"ALead": enum("a"), "ALead2": object_of(x=TEXT)})


def test_a_name_is_free_if_no_other_place_is_known_by_it() -> None:
    body, _, _ = hoisted(document(given=object_of(x=TEXT)), gone__200="IT", gone__201="it2")
    assert body == ref("GetIt")


def test_near_copies_of_one_title_stay_what_they_are() -> None:
    def titled(*fields: str) -> Json:
        return {**object_of(**dict.fromkeys(fields, TEXT)), "title": "Lead"}

    near = document(given=object_of(a=titled(*"abc"), b=titled(*"abd"), c=titled(*"abcde")))
    _, components, places = hoisted(near)
    assert (places["It.a"], places["It.b"], places["It.c"]) == ("Lead", "Lead2", "Lead3")
    assert components["Lead"] == object_of(**dict.fromkeys("abc", TEXT))


def test_a_known_name_goes_before_one_made_of_an_earlier_place() -> None:
    given_ = object_of(a={"anyOf": [NULL, enum("x")]}, b=object_of(c={"items": enum("x")}))
    known = {"get_it__200": "It", "It__b": "Thing", "Thing__c[]": "Kind"}
    _, components, places = hoisted(document(given=given_), **known)
    assert components["It"] == object_of(a={"anyOf": [NULL, ref("Kind")]}, b=ref("Thing"))
    assert components["Thing"] == object_of(c={"items": ref("Kind")})
    assert places["It.a"] == "Kind"
    assert components.keys() == {"It", "Thing", "Kind"}


def test_names_do_not_depend_on_the_order_of_paths_components_and_fields() -> None:
    def spec(*order: int) -> Json:
        parts: Any = {"B": object_of(x=enum("a")), "A": object_of(y=enum("a"))}
        parts = {name: parts[name] for name in order_of(parts, order)}
        result = document(given=ref("B"), **parts)
        item = result["paths"].pop("/it")
        other = {"operationId": "get_other", "responses": {"200": media(object_of(z=enum("a")))}}
        paths = {"/it": item, "/a": {"get": {**other, "operationId": "get_a"}, "delete": other}}
        result["paths"] = {path: paths[path] for path in order_of(paths, order)}
        return result

    def order_of(parts: Json, order: tuple[int, ...]) -> list[str]:
        return [list(parts)[index] for index in order]

    first, second = hoisted(spec(0, 1)), hoisted(spec(1, 0))
    assert first == second
    assert first[2]["A.y"] == first[2]["B.x"] == "AY"
    assert first[2]["get_other.200"] == first[2]["get_a.200"] == "Other"


def test_components_under_other_names_keep_those_that_users_know() -> None:
    known, expected = names(), normalised()["components"]["schemas"]
    document = json.loads(
        re.sub(r"(?<=#/components/schemas/)\w+", r"\g<0>Dto", json.dumps(published()))
    )
    components = document["components"]
    components["schemas"] = {f"{n}Dto": schema for n, schema in components["schemas"].items()}
    found = normalise(document, known)["components"]["schemas"]
    assert {name for name in expected if name not in found} == set()
    assert {name for name in found if name.endswith("Dto")} == set()
    assert known.places == names().places


def test_a_known_name_goes_to_one_component_and_not_to_what_has_its_own() -> None:
    def spec(**schemas: Any) -> Json:
        paths = {
            f"/{name}": {"get": {"operationId": f"get_{name}", "responses": {"200": {"content": {
                "application/json": {"schema": {"$ref": f"#/components/schemas/{ref}"}}}}}}}
            for name, ref in (("a", "A"), ("b", "B"))
        }  # fmt: skip
        return {"paths": paths, "components": {"schemas": schemas}}

    thing = {"type": "object", "properties": {"id": {"type": "string"}}}
    other = {"type": "object", "properties": {"at": {"type": "string"}}}
    for a, b, names_then in (
        ("Thing", "Thing", {"Thing", "B"}),
        ("Thing", "B", {"Thing", "B"}),
        ("B", "X", {"A", "B"}),
        ("Thing", "X", {"Thing", "X"}),
    ):
        known = Names(places={"get_a.200": a, "get_b.200": b})
        found = normalise(spec(A=thing, B=other), known)["components"]["schemas"]
        assert found.keys() == names_then
