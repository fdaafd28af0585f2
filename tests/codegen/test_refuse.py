"""What a spec may not have in it, each by its pointer; and what it may have, however odd."""

from __future__ import annotations

from typing import Any

import pytest

from scripts.codegen.findings import MEDIA, NOTE, OPERATION, RESPONSE, SCHEMA, Finding
from scripts.codegen.intake.validate import validate
from tests.codegen.frozen_project import published
from tests.codegen.small_specs import (
    GET,
    ID,
    LONG,
    OK,
    A,
    fault,
    in_place,
    ref,
    server,
    spec,
    with_path,
    with_schema,
)


def test_a_sound_spec_is_accepted() -> None:
    assert validate(published()) == []


@pytest.mark.parametrize(
    ("document", "pointer", "problem"),
    [
        # The whole, and what is of a wrong kind.
        ({"openapi": "3.1.0"}, "#/paths", "missing"),
        (spec(paths={}), "#/paths", "missing"),
        (spec(paths=[1]), "#/paths", "an object, and is a list"),
        (spec(paths={"/a": 1}), "#/paths/~1a", "an object, and is a number"),
        (spec(paths={"/a": {"get": None}}), GET, "an object, and is null"),
        (spec(components="c"), "#/components", "an object, and is text"),
        (spec(components={"schemas": []}), "#/components/schemas", "an object"),
        (with_schema([]), A, "an object"),
        (with_schema({"properties": {"b": 1}}), f"{A}/properties/b", "an object"),
        (with_schema({"properties": {"$ref": 1}}), f"{A}/properties/$ref", "an object"),
        (with_schema({"properties": {"x-b": 1}}), f"{A}/properties/x-b", "an object"),
        (with_schema({"allOf": {}}), f"{A}/allOf", "a list"),
        (with_schema({"items": [{}]}), f"{A}/items", "an object, and is a list"),
        (in_place("parameters: {}"), f"{GET}/parameters", "a list"),
        (in_place("responses: []"), f"{GET}/responses", "an object"),
        (spec(tags={}), "#/tags", "a list"),
        (spec(tags=["a"]), "#/tags/0", "an object"),
        (spec(tags=[{}]), "#/tags/0/name", "text, and is null"),
        (spec(jsonSchemaDialect="http://json-schema.org/schema#"), "#/jsonSchemaDialect", "read"),
        # Paths.
        (with_path("a"), "#/paths/a", "must begin"),
        (with_path("//evil.example"), "#/paths/~1~1evil.example", "must begin"),
        (with_path("/a/../b"), "#/paths/~1a~1..~1b", "segment .."),
        (with_path("/a/."), "#/paths/~1a~1.", "segment ."),
        (with_path("/a/%2e%2E"), "#/paths/~1a~1%2e%2E", "segment"),
        (with_path("/a/x%2Fy"), "#/paths/~1a~1x%2Fy", "segment"),
        (with_path("/a b"), "#/paths/~1a b", "blanks"),
        (with_path("/a\n"), "#/paths/~1a\\n", "control"),
        (with_path("/a\u202e"), "#/paths/~1a\\u202e", "control"),
        (with_path("/a?b"), "#/paths/~1a?b", "?"),
        (with_path("/a#b c"), "#/paths/~1a#b c", "#"),
        (with_path("/a\\b"), "#/paths/~1a\\b", "\\"),
        (with_path("/a/{id"), "#/paths/~1a~1{id", "braces"),
        (with_path("/a/id}"), "#/paths/~1a~1id}", "braces"),
        (with_path("/a/{{id}}", ID), "#/paths/~1a~1{{id}}", "braces"),
        (with_path("/a/{}"), "#/paths/~1a~1{}", "without a name"),
        (with_path("/{" + LONG + "}"), "#/paths/~1{" + "n" * 78 + "...", "201"),
        (with_path("/" + "a" * 2000), "#/paths/~1" + "a" * 79 + "...", "2,000"),
        (with_path("/{i.d}"), "#/paths/~1{i.d}", "cannot be generated, i.d"),
        (with_path("/{id}/{id}", ID), "#/paths/~1{id}~1{id}", "parameter id twice"),
        (with_path("/a", ID), GET, "no {id} in its path"),
        (
            with_path("/a/{x}/{y}", ID),
            "#/paths/~1a~1{x}~1{y}/get",
            "no {id} in its path",
        ),
        (
            with_path("/a/{x}", ID, {**ID, "name": "b"}),
            "#/paths/~1a~1{x}/get",
            "no {b} in its path",
        ),
        # Methods.
        *(
            (with_path("/a", **{method: {}}), f"#/paths/~1a/{method}", "HTTP method")
            for method in ("query", "trace", "additionalOperations", "connect", "GET")
        ),
        # Names.
        (in_place(f"operationId: {LONG}"), f"{GET}/operationId", "200"),
        (in_place("operationId: ''"), f"{GET}/operationId", "empty"),
        (in_place("operationId: 3"), f"{GET}/operationId", "text"),
        (in_place('operationId: "a\\0b"'), f"{GET}/operationId", "control"),
        (in_place('tags: [ok, "a\\nb"]'), f"{GET}/tags/1", "control"),
        (in_place(f"tags: [{LONG}]"), f"{GET}/tags/0", "200"),
        (spec(tags=[{"name": LONG}]), "#/tags/0/name", "200"),
        (
            with_path("/a", {**ID, "in": "query", "name": "a\rb"}),
            f"{GET}/parameters/0/name",
            "control",
        ),
        (
            with_path("/a", {**ID, "in": "query", "name": LONG}),
            f"{GET}/parameters/0/name",
            "200",
        ),
        (
            with_schema({"properties": {"a\x1bb": {}}}),
            f"{A}/properties/a\\x1bb",
            "control",
        ),
        (with_schema({"$defs": {"a\x7f": {}}}), f"{A}/$defs/a\\x7f", "control"),
        (with_schema({}, **{LONG: {}}), "#/components/schemas/" + "n" * 80 + "...", "200"),
        (
            spec(components={"securitySchemes": {"a\0": {}}}),
            "#/components/securitySchemes/a\\x00",
            "control",
        ),
        (with_schema({"enum": ["a", "b\u2028"]}), f"{A}/enum/1", "control"),
        (with_schema({"enum": [LONG]}), f"{A}/enum/0", "200"),
        (with_schema({"enum": "a"}), f"{A}/enum", "a list"),
        (with_schema({"required": "a"}), f"{A}/required", "a list"),
        (with_schema({"required": [1]}), f"{A}/required/0", "text"),
        # Types.
        (with_schema({"type": "file"}), f"{A}/type", "file is not a type"),
        (with_schema({"type": ["string", "date"]}), f"{A}/type", "date is not"),
        (with_schema({"type": None}), f"{A}/type", "None is not"),
        (with_schema({"type": []}), f"{A}/type", "empty"),
        (
            with_schema({"properties": {"b": {"items": {"type": "x"}}}}),
            f"{A}/properties/b/items/type",
            "x",
        ),
        # Parameters, responses and media types.
        (with_path("/a", {**ID, "in": "body"}), f"{GET}/parameters/0/in", "one of path"),
        (with_path("/a", {"name": "a", "schema": {}}), f"{GET}/parameters/0/in", "one of"),
        (with_path("/a", {"in": "query", "schema": {}}), f"{GET}/parameters/0/name", "text"),
        (with_path("/a", {"schema": {}}), f"{GET}/parameters/0", "no name"),
        (with_path("/a", {"in": "query", "name": "a"}), f"{GET}/parameters/0", "schema"),
        (
            with_path("/a", {"in": "query", "name": "a", "schema": {}, "content": {}}),
            f"{GET}/parameters/0",
            "schema",
        ),
        (
            with_path("/a", {"in": "header", "name": "a: b", "schema": {}}),
            f"{GET}/parameters/0/name",
            "header",
        ),
        (
            with_path("/a", *[{"in": "query", "name": "a", "schema": {}}] * 2),
            f"{GET}/parameters/1",
            "a is there twice",
        ),
        *(
            (in_place(f"responses: {{'{code}': {{}}}}"), f"{GET}/responses/{code}", "status")
            for code in ("20", "2xx", "6XX", "2000", "ok", "Default", "٢٠٠")
        ),
        *(
            (
                in_place(f"responses: {{'200': {{content: {{'{name}': {{}}}}}}}}"),
                f"{GET}/responses/200/content/{name.replace('/', '~1')}",
                "media type",
            )
            for name in ("json", "a/b c", 'a/b"', "/b", "a/b/c")
        ),
        (
            in_place("requestBody: {content: {a/b: {$ref: '#/components/mediaTypes/A'}}}"),
            f"{GET}/requestBody/content/a~1b/$ref",
            "media types by reference",
        ),
        # Servers.
        *(
            (server(url), "#/servers/0/url", problem)
            for url, problem in (
                ("http://example.com", "must be https"),
                ("ftp://example.com", "must be https"),
                ("http://localhost.evil.example", "must be https"),
                ("http://127.0.0.1.evil.example", "must be https"),
                ("/v1", "no host"),
                ("https://", "no host"),
                ("https://user:pass@example.com", "plain URL"),
                ('https://example.com/"+x+"', "plain URL"),
                ("https://example.com/\n", "plain URL"),
                ("https://example.com/{x", "plain URL"),
                ("https://example.com?a=b", "plain URL"),
                ("https://example.com:x", "not a URL"),
                ("https://exämple.com", "plain URL"),
                ("https://example.com/" + "a" * 2000, "2,000"),
            )
        ),
        (server("https://{a}.com"), "#/servers/0/url", "has no default for a"),
        (
            server("https://a/{a}{a}", variables={"a": {"default": "a" * 1500}}),
            "#/servers/0/url",
            "2,000",
        ),
        (
            server("https://{a}", variables={"a": {"default": "x@evil.example"}}),
            "#/servers/0/url",
            "plain URL",
        ),
        (
            server("{a}://example.com", variables={"a": {"default": "http"}}),
            "#/servers/0/url",
            "must be https",
        ),
        (spec(servers={"a": 1}), "#/servers/0/url", "text"),
        (spec(servers=["https://example.com"]), "#/servers/0/url", "text"),
        (spec(servers=[{}]), "#/servers/0/url", "text"),
        (
            in_place("servers: [{url: 'http://a.example'}]"),
            f"{GET}/servers/0/url",
            "http://a.example is not used: the operation is sent to the base URL",
        ),
        (
            with_path("/a", servers=[{"url": "https://b.example/c"}]),
            "#/paths/~1a/servers/0/url",
            "https://b.example/c is not used",
        ),
    ],
)
def test_refused(document: dict[str, Any], pointer: str | None, problem: str) -> None:
    error = fault(document)
    assert problem in error.problem
    assert pointer in (None, error.pointer)


@pytest.mark.parametrize(
    "document",
    [
        spec(components={}),
        spec(servers=[]),
        server("https://api.example.com:8443/v1/%7Eme"),
        server("http://localhost:3000"),
        server("http://127.0.0.9"),
        server("http://[::1]:8000"),
        server("https://{a}.example.com", variables={"a": {"default": "eu"}}),
        spec(paths={"x-note": 1, "/a": {"get": {"responses": OK}, "x-more": 1}}),
        with_path("/a/{id}.json", ID),
        with_path("/a/{id}:run", ID, head={"responses": OK, "parameters": [ID]}),
        with_path("/a/...", summary="s"),
        with_path("/a#b"),
        spec(
            paths={
                "/a/{id}": {"get": {"parameters": [ID], "responses": OK}},
                "/a/{x}": {"get": {"parameters": [{**ID, "name": "x"}], "responses": OK}},
            }
        ),
        # What the normaliser makes good.
        with_path("/a/{id}"),
        with_path("/a/{id}", {**ID, "in": "query"}),
        with_path("/a/{x}", ID),
        spec(
            paths={
                "/a": {"get": {"operationId": "x", "responses": OK}},
                "/b": {"put": {"operationId": "x", "responses": OK}},
            }
        ),
        with_schema({"enum": []}),
        with_schema({"properties": {"": {}}}),
        spec(paths={"/a/{id}": {"parameters": [ID], "get": {"responses": OK}}}),
        spec(
            paths={
                "/a/{id}": {"get": {"parameters": [ID], "responses": OK}},
                "/a/{x}": {"put": {"parameters": [{**ID, "name": "x"}], "responses": OK}},
            }
        ),
        in_place("responses: {'200': {}, 4XX: {}, default: {}, x-a: 1}"),
        in_place("responses: {'200': {content: {'application/problem+json; charset=utf-8': {}}}}"),
        in_place("parameters: [{name: f, in: query, content: {application/json: {}}}]"),
        in_place("parameters: [{name: f, in: query, style: deepObject, schema: {}}]"),
        in_place("operationId: 'not an identifier 😀'"),
        in_place("operationId: class\ntags: []"),
        in_place(f"operationId: {LONG[1:]}\ntags: [{LONG[1:]}]"),
        with_schema(True),
        with_schema({"const": 1, "enum": [1, "a", None, ""]}),
        with_schema({"type": ["string", "null"], "additionalProperties": False}),
        with_schema({"properties": {"type": {}, "$ref": {"type": "string"}}}),
        with_schema({"properties": {"a": ref("A")}, "items": ref("A")}),
        with_schema({"allOf": [ref("B")]}, B={"properties": {"a": ref("A")}}),
        with_schema({"oneOf": [ref("B"), ref("B")], "discriminator": {"propertyName": "k"}}, B={}),
        with_schema({"example": {"$ref": "https://example.com"}, "default": {"type": "x"}}),
        with_schema({"$defs": {"x": {}}, "properties": {"a": {"items": {"$ref": "#/$defs/x"}}}}),
        with_schema(ref("B/anyOf/0"), B={"anyOf": [{"type": "string"}]}),
        with_schema({"items": ref("B")}, B=True),
        with_schema({}, **{"a/b~c": {}, "d": {"items": ref("a~1b~0c")}}),
        spec(paths={"/a": {"$ref": "#/components/pathItems/P"}})
        | {"components": {"pathItems": {"P": {"get": {"responses": OK}}}}},
        spec(jsonSchemaDialect="https://spec.openapis.org/oas/3.1/dialect/base"),
        spec(webhooks={"a": {"post": {"responses": OK}}}),
    ],
)
def test_accepted(document: dict[str, Any]) -> None:
    assert validate(document) == []


def test_names_of_any_length_and_kind_can_be_shown() -> None:
    error = fault(with_schema({"properties": {"\x1b[2J" + "x" * 5000: {}}}))
    assert "\x1b" not in str(error)
    assert len(str(error)) < 250


@pytest.mark.parametrize(
    ("document", "scope"),
    [
        # What may be called is left out; what is no method is not.
        (with_path("/a", GET={}), OPERATION),
        (with_path("/a", connect={}), OPERATION),
        (with_path("/a", note={}), NOTE),
        # Without its parameters or body an operation cannot be sent.
        (in_place("parameters: [5]"), OPERATION),
        (in_place("requestBody: 5"), OPERATION),
        (in_place("responses: {'200': 5}"), RESPONSE),
        (spec(paths={"/a": 5}), OPERATION),
        (with_schema(5), SCHEMA),
        (in_place("responses: {'200': {description: '', content: {a/b: 5}}}"), MEDIA),
        (in_place("responses: {'200': {description: '', headers: {X: 5}}}"), MEDIA),
    ],
)
def test_what_goes_for_a_fault(document: dict[str, Any], scope: str) -> None:
    found = fault(document)
    assert isinstance(found, Finding)
    assert found.scope == scope
