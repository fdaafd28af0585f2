"""Finding one's way in a document, on fragments."""

from __future__ import annotations

from typing import Any

import pytest

from scripts.codegen import document as documents
from scripts.codegen.errors import SpecError, pointer
from scripts.codegen.walk import METHODS


def marked(node: Any) -> list[str]:
    return [schema["title"] for schema in documents.below(node)]


def test_operations_come_in_the_order_of_the_paths_and_of_the_methods() -> None:
    item = {method: {"operationId": method} for method in sorted(METHODS)}
    spec = {"paths": {"/b": {"summary": "", "parameters": [], **item}, "/a": {"post": {}}}}
    found = [(method, path) for method, path, _ in documents.operations(spec)]
    methods = ["get", "put", "post", "delete", "options", "head", "patch"]
    assert found == [*((method, "/b") for method in methods), ("post", "/a")]
    ids = [o["operationId"] for _, path, o in documents.operations(spec) if path == "/b"]
    assert ids == methods


def test_references_are_resolved_with_their_escapes_and_one_after_the_other() -> None:
    spec: dict[str, Any] = {"components": {"schemas": {"a/b~c~1": {"type": "string"}}}}
    spec["again"] = {"$ref": "#/components/schemas/a~1b~0c~01"}
    assert documents.resolve(spec, {"$ref": "#/again"}) == {"type": "string"}
    plain = {"type": "number"}
    assert documents.resolve(spec, plain) is plain


def test_a_reference_may_lead_through_a_list() -> None:
    spec = {"all": [{"deep": 1}, {"deep": 2}], "named": {"1": {"deep": 3}}}
    assert documents.resolve(spec, {"$ref": "#/all/1"}) == {"deep": 2}
    assert documents.resolve(spec, {"$ref": "#/named/1"}) == {"deep": 3}


def test_an_operation_has_its_own_parameters_and_those_of_its_path() -> None:
    def parameter(place: str, name: str, text: str) -> dict[str, str]:
        return {"in": place, "name": name, "description": text}

    shared = [
        parameter("query", "page", "path"),
        parameter("header", "page", "path"),
        {"$ref": "#/components/parameters/Id"},
    ]
    own = {"parameters": [{"$ref": "#/components/parameters/Page"}, parameter("path", "b", "own")]}
    spec = {
        "paths": {"/a": {"parameters": shared, "get": own, "put": {}}, "/b": {"get": own}},
        "components": {
            "parameters": {
                "Page": parameter("query", "page", "own"),
                "Id": parameter("path", "id", "component"),
            }
        },
    }
    assert list(documents.parameters(spec, "/a", own)) == [
        parameter("query", "page", "own"),
        parameter("path", "b", "own"),
        parameter("header", "page", "path"),
        parameter("path", "id", "component"),
    ]
    assert len(list(documents.parameters(spec, "/a", {}))) == 3
    assert len(list(documents.parameters(spec, "/b", own))) == 2
    assert list(documents.parameters(spec, "/b", {})) == []


def test_bodies_are_found_behind_references_in_each_content_type() -> None:
    spec = {
        "components": {
            "requestBodies": {
                "B": {
                    "content": {
                        "application/json": {"schema": {"$ref": "#/components/schemas/S"}},
                        "text/plain": {"schema": {"title": "text"}},
                        "image/png": {},
                    }
                }
            },
            "schemas": {"S": {"title": "json"}},
        }
    }
    operation = {"requestBody": {"$ref": "#/components/requestBodies/B"}}
    assert list(documents.bodies(spec, operation)) == [{"title": "json"}, {"title": "text"}, {}]
    assert list(documents.bodies(spec, {})) == []
    assert list(documents.bodies(spec, {"requestBody": {}})) == []


@pytest.mark.parametrize(
    "keyword",
    ["items", "additionalProperties", "not", "contains", "propertyNames", "if", "then", "else"],
)
def test_keywords_that_hold_a_schema(keyword: str) -> None:
    assert marked({"title": "a", keyword: {"title": "b"}}) == ["a", "b"]
    assert marked({"title": "a", keyword: True}) == ["a"]


@pytest.mark.parametrize("keyword", ["anyOf", "oneOf", "allOf", "prefixItems"])
def test_keywords_that_hold_a_list_of_schemas(keyword: str) -> None:
    assert marked({"title": "a", keyword: [{"title": "b"}, True, {"title": "c"}]}) == list("abc")
    assert marked({"title": "a", keyword: {"title": "b"}}) == ["a"]


@pytest.mark.parametrize(
    "keyword", ["properties", "patternProperties", "$defs", "dependentSchemas"]
)
def test_keywords_that_hold_named_schemas(keyword: str) -> None:
    named = {"items": {"title": "b"}, "y": False, "z": {"title": "c"}}
    assert marked({"title": "a", keyword: named}) == list("abc")
    assert marked({"title": "a", keyword: [{"title": "b"}]}) == ["a"]


def test_other_keywords_hold_no_schemas() -> None:
    assert marked({"title": "a", "example": {"title": "b"}, "default": {"title": "c"}}) == ["a"]


def test_outer_schemas_come_before_inner_ones_and_in_order() -> None:
    field = {"title": "b", "items": {"title": "c"}}
    rest = {"anyOf": [{"title": "e"}], "items": {"title": "d"}}
    below = marked({"title": "a", "properties": {"x": field, "y": {"title": "f"}}})
    assert below == list("abcf")
    assert marked({"title": "a", "properties": {"x": {"title": "f"}}, **rest}) == list("adef")
    assert list(documents.below([{"title": "a"}])) == []


def test_what_a_rule_changes_is_seen_by_the_walk() -> None:
    schema: dict[str, Any] = {"title": "a"}
    walk = documents.below(schema)
    next(walk)["items"] = {"title": "b"}
    assert [found["title"] for found in walk] == ["b"]


def test_all_schemas_of_a_document_are_found() -> None:
    def media(title: str) -> dict[str, Any]:
        return {"content": {"application/json": {"schema": {"title": title}}, "text/plain": {}}}

    spec = {
        "paths": {
            "/a": {
                "parameters": [{"schema": {"title": "of the path"}}],
                "get": {
                    "parameters": [{"schema": {"title": "own"}}, media("in content")],
                    "requestBody": media("body"),
                    "responses": {"200": media("ok"), "400": media("error"), "204": {}},
                },
                "put": {},
            },
            "/b": {"get": {"responses": {"200": media("other")}}},
        },
        "components": {
            "schemas": {"A": {"title": "component", "items": {"title": "inner"}}},
            "parameters": {"P": {"schema": {"title": "shared parameter"}}},
            "responses": {"R": media("shared response")},
            "requestBodies": {"B": media("shared body")},
        },
    }
    assert [schema["title"] for schema in documents.schemas(spec)] == [
        "component",
        "inner",
        "shared parameter",
        "shared response",
        "shared body",
        "of the path",
        "own",
        "in content",
        "body",
        "ok",
        "error",
        "of the path",
        "other",
    ]
    assert list(documents.schemas({"paths": {}})) == []


def test_the_component_that_a_reference_names() -> None:
    assert documents.component_of({"$ref": "#/components/schemas/a~1b~0c"}) == "a/b~c"
    assert not documents.component_of({"title": "a/b"})


def test_a_pointer_escapes_its_steps() -> None:
    assert pointer() == "#"
    assert pointer("paths", "/a~b", "get", 0) == "#/paths/~1a~0b/get/0"


def test_an_error_tells_the_place_and_the_problem() -> None:
    error = SpecError("#/paths", "is missing")
    assert (error.pointer, error.problem) == ("#/paths", "is missing")
    assert str(error) == "#/paths: is missing"
