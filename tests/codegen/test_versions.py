"""Which versions of OpenAPI are read, and how they are put in the shape of one."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from scripts.codegen.errors import SpecError
from scripts.codegen.intake.parse import load_document

HEAD = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {}\n"


@pytest.mark.parametrize("version", ["3.0.0", "3.0.3", "3.1.0", "3.1.1", "3.2.0", "3.1.0-rc1"])
def test_three_versions_of_openapi_are_read(version: str) -> None:
    document = load_document(HEAD.replace("3.1.0", version).encode(), "s")
    assert document["openapi"] == "3.1.0"


@pytest.mark.parametrize(
    ("head", "where", "problem"),
    [
        ("swagger: '2.0'", "#/swagger", "Swagger 2.0"),
        ("openapi: 3.3.0", "#/openapi", "OpenAPI 3.3.0 is not read"),
        ("openapi: 4.0.0", "#/openapi", "OpenAPI 4.0.0"),
        ("openapi: 13.1.0", "#/openapi", "OpenAPI 13.1.0"),
        ("openapi: [3.1.0]", "#/openapi", "is not read"),
        ("asyncapi: 3.0.0", "#/openapi", "missing"),
    ],
)
def test_other_versions_are_refused_by_name(head: str, where: str, problem: str) -> None:
    with pytest.raises(SpecError) as caught:
        load_document(f"{head}\npaths: {{}}".encode(), "s")
    assert caught.value.pointer == where
    assert problem in caught.value.problem


def schema_of(version: str, text: str) -> Any:
    spec = HEAD.replace("3.1.0", version) + f"components: {{schemas: {{A: {text}}}}}"
    return load_document(spec.encode(), "s")["components"]["schemas"]["A"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("{type: string, nullable: true}", {"type": ["string", "null"]}),
        ("{type: string, nullable: false}", {"type": "string"}),
        (
            "{type: string, nullable: true, enum: [a]}",
            {"type": ["string", "null"], "enum": ["a", None]},
        ),
        ("{nullable: true, enum: [a, null]}", {"enum": ["a", None]}),
        (
            "{$ref: '#/x', nullable: true, description: d}",
            {"description": "d", "anyOf": [{"$ref": "#/x"}, {"type": "null"}]},
        ),
        (
            "{allOf: [{$ref: '#/x'}], nullable: true, x-a: 1}",
            {"x-a": 1, "anyOf": [{"$ref": "#/x"}, {"type": "null"}]},
        ),
        (
            "{allOf: [{$ref: '#/x'}, {type: object}], type: object, nullable: true}",
            {
                "anyOf": [
                    {"allOf": [{"$ref": "#/x"}, {"type": "object"}], "type": "object"},
                    {"type": "null"},
                ]
            },
        ),
        (
            "{oneOf: [{type: string}], nullable: true}",
            {"oneOf": [{"type": "string"}, {"type": "null"}]},
        ),
        (
            "{anyOf: [{type: object}], type: object, nullable: true}",
            {"anyOf": [{"type": "object"}, {"type": "null"}], "type": ["object", "null"]},
        ),
        ("{properties: {}, nullable: true}", {"properties": {}, "type": ["object", "null"]}),
        ("{nullable: true}", {}),
        ("{minimum: 1, exclusiveMinimum: true}", {"exclusiveMinimum": 1}),
        ("{maximum: 1, exclusiveMaximum: true}", {"exclusiveMaximum": 1}),
        ("{maximum: 1, exclusiveMaximum: false}", {"maximum": 1}),
        ("{exclusiveMinimum: 2}", {"exclusiveMinimum": 2}),
        ("{type: string, format: binary}", {"type": "string", "format": "binary"}),
        ("{example: {nullable: true}}", {"example": {"nullable": True}}),
        (
            "{properties: {nullable: {type: string, nullable: true}}}",
            {"properties": {"nullable": {"type": ["string", "null"]}}},
        ),
    ],
)
def test_what_3_0_says_of_null_and_bounds_is_said_as_3_1_does(
    old: str, new: dict[str, object]
) -> None:
    assert schema_of("3.0.3", old) == new
    # In 3.1 the words mean nothing, and are not read.
    assert schema_of("3.1.0", old) == yaml.safe_load(old)


def test_nullable_is_a_truth_value() -> None:
    assert schema_of("3.0.3", "{type: string, nullable: maybe}") == {"type": "string"}


def test_what_only_3_2_has_is_left_out() -> None:
    spec = """
openapi: 3.2.0
$self: https://example.com/spec
info: {title: T, version: 1.0}
tags: [{name: A, parent: B, kind: nav, summary: S, description: D}]
paths:
  /a:
    get:
      responses:
        '200': {description: '', content: {text/event-stream: {itemSchema: {type: object}}}}
    put: {}
"""
    document = load_document(spec.encode(), "s")
    assert "$self" not in document
    assert document["tags"] == [{"name": "A", "description": "D"}]
    assert document["info"]["version"] == "1.0"
    response = document["paths"]["/a"]["get"]["responses"]["200"]
    assert response["content"] == {"text/event-stream": {}}
    assert document["paths"]["/a"]["put"] == {"responses": {}}


def test_references_are_pointers_and_not_urls() -> None:
    ref = "'#/components/schemas/Foo%20Bar%7Bx%7D'"
    assert schema_of("3.1.0", f"{{items: {{$ref: {ref}}}}}") == {
        "items": {"$ref": "#/components/schemas/Foo Bar{x}"}
    }
    other = "{$ref: 'https://example.com/a%20b'}"
    assert schema_of("3.1.0", other) == {"$ref": "https://example.com/a%20b"}
