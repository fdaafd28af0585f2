"""The fields that a spec tells of and the generated models have no place for."""

from __future__ import annotations

import copy
import textwrap
from pathlib import Path
from typing import Any

import pytest

from scripts.codegen.document import Json
from scripts.codegen.emit.field_coverage import lost_by_rules, lost_fields, read_models
from tests.codegen.fragments import TEXT, object_of, ref, spec_of

PET = {"name": {"Tag"}, "{}": {"Extra"}, "tags": {"Tag"}, "home": {"Home"}}
MODELS: dict[str, dict[str, set[str]]] = {
    "Pet": PET,
    "Dog": {"bark": set(), "name": set()},
    "Cat": {"name": {"Dog"}},
    "Tag": {"label": set()},
    "Extra": {"more": set()},
    "Home": {"pets": {"Pet"}},
    "Loop": {"next": {"Loop"}, "size": set()},
}


def lost(schema: Any, expression: str = "Pet", **components: Any) -> list[str]:
    return sorted(lost_fields(spec_of(**components), schema, expression, MODELS))


@pytest.mark.parametrize(
    ("schema", "expression", "expected"),
    [
        (object_of(name=TEXT), "Pet", []),
        (object_of(name=TEXT, age=TEXT), "Pet", ["$.age"]),
        (object_of(name=TEXT, bark=TEXT, none=TEXT), "Pet | Dog", ["$.none"]),
        (object_of(name=TEXT), "list[Pet]", []),
        (object_of(name=TEXT), "Any", ["$.name"]),
        (object_of(name=TEXT), "PetShop", ["$.name"]),
        (object_of(name=object_of(label=TEXT, x=TEXT)), "Pet", ["$.name.x"]),
        (object_of(name=object_of(label=TEXT, bark=TEXT)), "Pet | Cat", []),
        (object_of(age=object_of(x=TEXT)), "Pet", ["$.age", "$.age.x"]),
        ({"properties": {"age": False, "gone": TEXT, "name": True}}, "Pet", ["$.gone"]),
        ({"type": "array", "items": object_of(age=TEXT)}, "list[Pet]", ["$[].age"]),
        (object_of(tags={"items": object_of(label=TEXT, x=TEXT)}), "Pet", ["$.tags[].x"]),
        ({"additionalProperties": object_of(more=TEXT, x=TEXT)}, "Pet", ["${}.x"]),
        ({"additionalProperties": object_of(more=TEXT)}, "Dog", ["${}.more"]),
        ({"additionalProperties": True, "items": False}, "Pet", []),
        ({"allOf": [object_of(a=TEXT), object_of(name=TEXT)]}, "Pet", ["$.a"]),
        ({"anyOf": [object_of(name=TEXT), object_of(a=TEXT)]}, "Pet", ["$.a"]),
        ({"oneOf": [object_of(a=TEXT), object_of(b=TEXT)]}, "Pet", ["$.a", "$.b"]),
        ({"prefixItems": [object_of(a=TEXT)]}, "Pet", ["$.a"]),
        ({"allOf": [True, object_of(a=TEXT)]}, "Pet", ["$.a"]),
        (object_of(home=object_of(pets=object_of(a=TEXT, name=TEXT))), "Pet", ["$.home.pets.a"]),
        (True, "Pet", []),
    ],
)
def test_lost_fields(schema: Any, expression: str, expected: list[str]) -> None:
    assert lost(schema, expression) == expected


def test_references_are_followed_beside_their_siblings() -> None:
    schema = {**ref("A"), **object_of(b=TEXT)}
    assert lost(schema, A=object_of(a=TEXT, name=ref("B")), B=object_of(c=TEXT)) == [
        "$.a", "$.b", "$.name.c",
    ]  # fmt: skip


def test_a_schema_that_holds_itself_is_read_once_for_each_type() -> None:
    loop = object_of(next=ref("Loop"), size=TEXT, gone=TEXT)
    assert lost(ref("Loop"), "Loop", Loop=loop) == ["$.gone"]
    # Where the model has no place for the next one, it is read once more, as nothing.
    assert lost(ref("Loop"), "Dog", Loop=loop) == [
        "$.gone", "$.next", "$.next.gone", "$.next.next", "$.next.size", "$.size",
    ]  # fmt: skip


SHOP = '''
from attrs import define

Kind: TypeAlias = Literal["a"]


@define
class Shop(Model):
    """A shop."""

    wire_names = {"class_": "class", "first_pet": "firstPet"}

    class_: str
    first_pet: list[Pet] | Other | None
    owner: Shop | Pet
    additional_properties: dict[str, Pet]

    def open(self) -> None:
        later: int = 1


def helper() -> None: ...
'''


def test_models_are_read_from_their_source(tmp_path: Path) -> None:
    (tmp_path / "shop.py").write_text(SHOP)
    (tmp_path / "pet.py").write_text("class Pet: ...\n\n\nclass Toy:\n    pet: Pet\n")
    (tmp_path / "notes.txt").write_text("class Not: ...\n")
    assert read_models(tmp_path) == {
        "Shop": {
            "class": set(), "firstPet": {"Pet"}, "owner": {"Shop", "Pet"}, "{}": {"Pet"},
        },
        "Pet": {},
        "Toy": {"pet": {"Pet"}},
    }  # fmt: skip


# ------------------------------------------------------------------------- what the rules lose


def parameter(name: str, place: str = "query") -> Json:
    return {"name": name, "in": place, "schema": TEXT}


def media(schema: Any, kind: str = "application/json") -> Json:
    return {"content": {kind: {"schema": schema}}}


def published(**operation: Any) -> Json:
    fields = {"responses": {}, **copy.deepcopy(operation)}
    return {
        "paths": {"/it": {"post": fields, "parameters": [parameter("shared")]}},
        "components": {
            "schemas": {"A": object_of(a=TEXT)},
            "requestBodies": {"B": media(object_of(deep=TEXT))},
            "responses": {"R": media(object_of(name=TEXT, gone=TEXT))},
        },
    }


def faults(
    before: Json, after: Json, folder: Path, read: dict[int, str] | None = None
) -> list[str]:
    models = folder / "models"
    models.mkdir(exist_ok=True)
    (models / "pet.py").write_text(
        textwrap.dedent("""
            class Pet:
                name: str
        """)
    )
    lost = lost_by_rules(before, after, {("POST", "/it"): read or {}}, folder)
    return [f"{' '.join(route)}{text}" for route, text in lost]


def test_an_operation_that_was_lost(tmp_path: Path) -> None:
    before = published()
    before["paths"]["/first"] = {"get": {"responses": {}}}
    before["paths"]["/it"]["post"]["parameters"] = [parameter("q")]
    assert faults(before, published(), tmp_path) == [
        "POST /it: query q was lost",
        "GET /first was lost on its way to the generator",
    ]
    after = copy.deepcopy(before)
    del after["paths"]["/it"]["post"]
    assert faults(before, after, tmp_path) == ["POST /it was lost on its way to the generator"]


def test_the_operations_after_a_lost_one_are_counted_too(tmp_path: Path) -> None:
    before = {"paths": {"/a": {"get": {}}, **published(parameters=[parameter("q")])["paths"]}}
    after = published()
    assert faults(before, after, tmp_path)[1:] == ["POST /it: query q was lost"]


def test_parameters_that_were_lost(tmp_path: Path) -> None:
    names = ("b", "a", "Accept", "Content-Type", "AUTHORIZATION", "X-Trace")
    before = published(parameters=[parameter(n, "header") for n in names] + [parameter("Accept")])
    after = published()
    del after["paths"]["/it"]["parameters"]
    assert faults(before, after, tmp_path) == [
        "POST /it: header X-Trace was lost",
        "POST /it: header a was lost",
        "POST /it: header b was lost",
        "POST /it: query Accept was lost",
        "POST /it: query shared was lost",
    ]
    assert faults(before, before, tmp_path) == []
    assert faults(after, before, tmp_path) == []


def test_a_parameter_in_another_place_is_lost(tmp_path: Path) -> None:
    before = published(parameters=[parameter("q", "cookie")])
    after = published(parameters=[parameter("q")])
    assert faults(before, after, tmp_path) == ["POST /it: cookie q was lost"]


def test_a_path_parameter_is_lost_where_the_path_has_a_place_for_it(tmp_path: Path) -> None:
    before = published(parameters=[parameter("id", "path")])
    assert faults(before, published(), tmp_path) == []
    for spec in (before, after := published()):
        spec["paths"]["/it/{id}"] = spec["paths"].pop("/it")
    assert faults(before, after, tmp_path) == ["POST /it/{id}: path id was lost"]


@pytest.mark.parametrize(
    ("schema", "fields"),
    [
        (object_of(x=TEXT, y=TEXT), ["x", "y"]),
        (object_of(kept=TEXT), []),
        ({"properties": {"x": False, "y": True}}, ["y"]),
        (ref("A"), ["a"]),
        ({**object_of(z=TEXT), "allOf": [ref("A"), object_of(b=TEXT)]}, ["a", "b", "z"]),
        ({"anyOf": [object_of(b=TEXT), {"oneOf": [object_of(c=TEXT)]}]}, ["b", "c"]),
        ({"allOf": [True, object_of(b=TEXT)]}, ["b"]),
        (True, []),
    ],
)
def test_fields_of_the_body_that_were_lost(schema: Any, fields: list[str], tmp_path: Path) -> None:
    before = published(requestBody=media(schema))
    after = published(requestBody=media(object_of(kept=TEXT)))
    expected = [f"POST /it: body {name} was lost" for name in fields]
    assert faults(before, after, tmp_path) == expected


def test_fields_of_the_body_are_lost_beside_parameters(tmp_path: Path) -> None:
    before = published(parameters=[parameter("q")], requestBody=media(object_of(x=TEXT)))
    after = published(requestBody=media(object_of()))
    assert faults(before, after, tmp_path) == [
        "POST /it: body x was lost",
        "POST /it: query q was lost",
    ]


def test_a_body_by_reference_and_one_without_a_schema(tmp_path: Path) -> None:
    before = published(requestBody={"$ref": "#/components/requestBodies/B"})
    after = published(requestBody={"content": {"application/json": {}}})
    assert faults(before, after, tmp_path) == ["POST /it: body deep was lost"]
    assert faults(after, after, tmp_path) == []


def test_a_content_type_that_is_not_sent_has_no_fields_to_lose(tmp_path: Path) -> None:
    before = published(requestBody=media(object_of(x=TEXT), "text/csv"))
    before["paths"]["/it"]["post"]["requestBody"]["content"]["application/json"] = {
        "schema": object_of(y=TEXT)
    }
    after = published(requestBody=media(object_of()))
    assert faults(before, after, tmp_path) == ["POST /it: body y was lost"]
    assert faults(before, published(), tmp_path) == []


def test_nesting_is_read_to_a_depth_that_no_body_reaches(tmp_path: Path) -> None:
    def nested(depth: int) -> Json:
        schema = object_of(x=TEXT)
        for _ in range(depth):
            schema = {"allOf": [schema]}
        return published(requestBody=media(schema))

    after = published(requestBody=media(object_of()))
    assert faults(nested(50), after, tmp_path) == ["POST /it: body x was lost"]
    assert faults(nested(51), after, tmp_path) == []
    loop = published(requestBody=media(ref("A")))
    loop["components"]["schemas"]["A"] = {"allOf": [ref("A")]}
    assert faults(loop, after, tmp_path) == []


GONE = object_of(name=TEXT, gone=TEXT)


@pytest.mark.parametrize(
    ("code", "response", "read", "is_lost"),
    [
        ("200", media(GONE), {200: "Pet"}, True),
        ("200", media(GONE), {201: "Pet"}, False),
        ("2XX", media(GONE), {200: "Pet"}, True),
        ("default", media(GONE), {200: "Pet"}, False),
        ("200", media(GONE, "application/hal+json; charset=utf-8"), {200: "Pet"}, True),
        ("200", media(GONE, "text/plain; format=json"), {200: "Pet"}, False),
        ("200", {"$ref": "#/components/responses/R"}, {200: "Pet"}, True),
        ("200", {"content": {"application/json": {}}}, {200: "Pet"}, False),
        ("200", {"description": ""}, {200: "Pet"}, False),
    ],
)
def test_fields_of_the_responses(
    code: str, response: Json, read: dict[int, str], is_lost: bool, tmp_path: Path
) -> None:
    spec = published(responses={code: response})
    expected = [f"POST /it: status {code}, field $.gone was lost"] if is_lost else []
    assert faults(spec, spec, tmp_path, read) == expected


def test_an_operation_that_no_builder_reads(tmp_path: Path) -> None:
    (tmp_path / "models").mkdir()
    spec = published(responses={"200": media(GONE)})
    assert list(lost_by_rules(spec, spec, {}, tmp_path)) == []
    del spec["paths"]["/it"]["post"]["responses"]
    assert list(lost_by_rules(spec, spec, {}, tmp_path)) == []
