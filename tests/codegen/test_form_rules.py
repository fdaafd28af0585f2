"""Each rule on bodies, responses and parameters, on a fragment of its own."""

from __future__ import annotations

from typing import Any

import pytest

from scripts.codegen.emit import template_facts
from scripts.codegen.errors import SpecError
from scripts.codegen.normalise import media as rules

FILE = {"type": "string", "format": "binary"}
TEXT = {"type": "string"}
OBJECT = {"type": "object", "properties": {"a": TEXT}}


def document(**operation: Any) -> dict[str, Any]:
    """A spec of one operation, ``POST /things``, and one schema."""
    return {
        "paths": {"/things": {"post": {"operationId": "do", "responses": {}, **operation}}},
        "components": {"schemas": {"File": {**FILE}, "Thing": {**OBJECT}}},
    }


def do(spec: dict[str, Any]) -> dict[str, Any]:
    operation: dict[str, Any] = spec["paths"]["/things"]["post"]
    return operation


def body_of(content: dict[str, Any]) -> dict[str, Any]:
    spec = document(requestBody={"content": content})
    rules.keep_one_body(spec)
    kept: dict[str, Any] = do(spec)["requestBody"]["content"]
    return kept


def answer_of(content: dict[str, Any]) -> dict[str, Any]:
    spec = document(responses={"200": {"content": content}, "204": {"description": ""}})
    rules.keep_one_response(spec)
    assert do(spec)["responses"]["204"] == {"description": ""}
    kept: dict[str, Any] = do(spec)["responses"]["200"]["content"]
    return kept


JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
BYTES = "application/octet-stream"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (("text/xml", "text/plain", BYTES, FORM, MULTIPART, "a/b+json", JSON), JSON),
        (("text/plain", BYTES, FORM, MULTIPART, "text/json"), "text/json"),
        (("text/plain", BYTES, FORM, MULTIPART), MULTIPART),
        (("text/plain", BYTES, FORM), FORM),
        (("text/plain", BYTES), BYTES),
        (("application/xml", "text/plain"), "text/plain"),
        (("APPLICATION/JSON; charset=utf-8; v=2",), "application/json; v=2"),
        (("multipart/form-data; boundary=x",), MULTIPART),
        (("text/csv; header=present",), "text/csv"),
        (("*/*",), JSON),
        (("application/*+json",), JSON),
        (("text/*",), "text/plain"),
        (("image/*",), BYTES),
        (("image/svg+xml",), "image/svg+xml"),
        (("application/*",), JSON),
        (("text/event-stream",), "text/event-stream"),
    ],
)
def test_one_content_type_of_a_body_is_kept(given: tuple[str, ...], kept: str) -> None:
    assert list(body_of({name: {"schema": {**OBJECT}} for name in given})) == [kept]


LIST = {"type": "array", "items": FILE}


@pytest.mark.parametrize("name", [FORM, MULTIPART])
@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (LIST, {}),
        (TEXT, {}),
        ({"enum": ["a"]}, {}),
        ({"anyOf": [LIST, TEXT]}, {}),
        ({"type": ["array", "null"], "items": {}}, {}),
        ({"anyOf": [OBJECT, LIST]}, OBJECT),
        ({"oneOf": [OBJECT, {"$ref": "#/components/schemas/Thing"}, {"type": "null"}]},
         {"oneOf": [OBJECT, {"$ref": "#/components/schemas/Thing"}]}),
        ({"$ref": "#/components/schemas/Thing"}, {"$ref": "#/components/schemas/Thing"}),
        ({}, {}),
    ],
)  # fmt: skip
def test_a_form_is_an_object(name: str, given: Any, kept: Any) -> None:
    assert body_of({name: {"schema": {**given}}}) == {name: {"schema": kept}}
    assert body_of({JSON: {"schema": {**given}}}) == {JSON: {"schema": given}}


def test_a_range_without_a_schema_is_bytes() -> None:
    for name in ("*/*", "application/*"):
        assert body_of({name: {}}) == {BYTES: {"schema": FILE}}
    assert body_of({"*/*": {"schema": {"$ref": "#/components/schemas/File"}}}).keys() == {BYTES}


def test_text_and_bytes_have_the_schema_of_their_kind() -> None:
    assert body_of({"text/csv": {"schema": OBJECT}}) == {"text/csv": {"schema": TEXT}}
    assert body_of({"image/png": {}}) == {"image/png": {"schema": FILE}}
    assert body_of({"text/event-stream": {}}) == {"text/event-stream": {"schema": TEXT}}
    assert body_of({JSON: {}}) == {JSON: {"schema": {}}}


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (("text/html", BYTES, "a/b+json"), "a/b+json"),
        ((BYTES, "text/html"), "text/html"),
        (("application/pdf", "application/xml"), "application/pdf"),
        (("multipart/mixed",), "multipart/mixed"),
        (("*/*",), JSON),
        (("text/event-stream",), "text/event-stream"),
        (("text/event-stream", BYTES), BYTES),
        (("text/event-stream", "text/csv"), "text/csv"),
    ],
)
def test_one_content_type_of_a_response_is_kept(given: tuple[str, ...], kept: str) -> None:
    assert list(answer_of({name: {"schema": {**OBJECT}} for name in given})) == [kept]


@pytest.mark.parametrize("name", ["application/xml", "text/xml; charset=utf-8", "a/b+xml"])
def test_xml_is_refused_as_a_body_and_passed_on_as_a_response(name: str) -> None:
    step = name.partition(";")[0].replace("/", "~1")
    with pytest.raises(SpecError) as caught:
        body_of({name: {}})
    assert caught.value.pointer == f"#/paths/~1things/post/requestBody/content/{step}"
    base = name.partition(";")[0]
    schema = TEXT if base.startswith("text/") else FILE
    assert answer_of({name: {"schema": {**OBJECT}}}) == {base: {"schema": schema}}


def test_multipart_of_another_kind_is_refused_as_a_body() -> None:
    with pytest.raises(SpecError, match=r"multipart~1mixed: is a content type that is not gen"):
        body_of({"multipart/mixed": {}})


@pytest.mark.parametrize("name", ["", "json", "a/b/c", "a/b\r\nX: y", "a b/c", 'a/"b"', "a/b; \n"])
def test_what_is_no_content_type_is_refused(name: str) -> None:
    with pytest.raises(SpecError, match="is not a content type"):
        answer_of({name: {}})


def test_files_stay_only_where_bytes_can_be_sent() -> None:
    file = {"$ref": "#/components/schemas/File"}
    fields = {
        "plain": {**FILE},
        "named": {**file},
        "many": {"type": "array", "items": {**file}},
        "maybe": {"anyOf": [{**FILE}, {"type": "null"}]},
        "media": {"type": "string", "contentMediaType": "image/png"},
        "encoded": {"type": "string", "contentMediaType": "image/png", "contentEncoding": "base64"},
        "text": {**TEXT},
    }
    spec = document(
        requestBody={"content": {MULTIPART: {"schema": {"properties": fields}}}},
        parameters=[{"name": "q", "in": "query", "schema": {**FILE}}],
        responses={
            "200": {"content": {JSON: {"schema": {"properties": {"file": {**FILE}}}}}},
            "206": {"content": {"image/png": {"schema": {**FILE}}}},
        },
    )
    rules.keep_files_in_forms(spec)
    assert fields == {
        "plain": FILE,
        "named": FILE,
        "many": {"type": "array", "items": FILE},
        "maybe": {"anyOf": [FILE, {"type": "null"}]},
        "media": {"type": "string", "contentMediaType": "image/png", "format": "binary"},
        "encoded": {"type": "string", "contentMediaType": "image/png", "contentEncoding": "base64"},
        "text": TEXT,
    }
    operation = do(spec)
    assert spec["components"]["schemas"]["File"] == TEXT
    assert operation["parameters"][0]["schema"] == TEXT
    assert operation["responses"]["200"]["content"][JSON]["schema"]["properties"]["file"] == TEXT
    assert operation["responses"]["206"]["content"]["image/png"]["schema"] == FILE


def test_headers_that_the_client_sets_are_no_parameters() -> None:
    names = [("header", "ACCEPT"), ("header", "Content-Type"), ("header", "authorization")]
    others = [("query", "accept"), ("header", "X-Accept")]
    parameters = [{"in": place, "name": name} for place, name in [*names, *others]]
    spec = document(parameters=parameters)
    rules.drop_headers_of_the_client(spec)
    assert [(p["in"], p["name"]) for p in do(spec)["parameters"]] == others


def test_a_parameter_given_by_content_has_a_schema() -> None:
    spec = document(
        parameters=[
            {"name": "a", "in": "query", "content": {JSON: {"schema": {**OBJECT}}}},
            {"name": "b", "in": "query", "content": {"text/plain": {}}},
            {"name": "c", "in": "query"},
        ]
    )
    rules.read_content_of_parameters(spec)
    a, b, c = do(spec)["parameters"]
    assert (a["schema"], a["content"]) == (OBJECT, {JSON: {}})
    assert (b["schema"], b["content"]) == ({}, {"text/plain": {}})
    assert c == {"name": "c", "in": "query", "schema": {}}
    assert template_facts.facts(spec) == {"do": {"query a": "json", "query c": "spread"}}


@pytest.mark.parametrize("content", [{}, {"application/xml": {}}, {BYTES: {}}])
def test_content_of_another_kind_is_refused(content: dict[str, Any]) -> None:
    spec = document(parameters=[{"name": "a", "in": "query", "content": content}])
    with pytest.raises(SpecError, match=r"^#/paths/~1things/post/parameters: query parameter a is"):
        rules.read_content_of_parameters(spec)


@pytest.mark.parametrize(
    ("place", "style"),
    [
        ("path", "matrix"), ("path", "label"), ("path", "form"), ("query", "simple"),
        ("header", "form"), ("cookie", "spaceDelimited"), ("query", "new"),
    ],
)  # fmt: skip
def test_styles_that_are_not_written_are_refused(place: str, style: str) -> None:
    spec = document(parameters=[{"name": "a", "in": place, "style": style}])
    with pytest.raises(SpecError) as caught:
        rules.refuse_styles(spec)
    assert str(caught.value) == (
        f"#/paths/~1things/post/parameters: {place} parameter a has style {style!r}, "
        "which is not generated"
    )


def test_places_that_do_not_exist_are_refused() -> None:
    with pytest.raises(SpecError, match="parameter a is in 'body'"):
        rules.refuse_styles(document(parameters=[{"name": "a", "in": "body"}]))


def test_styles_that_are_written_are_not_refused() -> None:
    given = [(place, style) for place, styles in rules.STYLES.items() for style in styles]
    parameters = [{"name": "a", "in": place, "style": style} for place, style in given]
    parameters += [{"name": "a", "in": place} for place in rules.STYLES]
    rules.refuse_styles(document(parameters=parameters))


# ------------------------------------------------------------------------- what templates are told


ARRAY = {"type": "array", "items": TEXT}


@pytest.mark.parametrize(
    ("parameter", "style"),
    [
        ({"in": "query", "schema": ARRAY}, ""),
        ({"in": "query", "schema": ARRAY, "explode": False}, "comma"),
        ({"in": "query", "schema": ARRAY, "style": "spaceDelimited"}, "space"),
        ({"in": "query", "schema": ARRAY, "style": "pipeDelimited", "explode": False}, "pipe"),
        ({"in": "query", "schema": ARRAY, "style": "pipeDelimited", "explode": True}, ""),
        ({"in": "query", "schema": ARRAY, "style": "deepObject"}, "deep"),
        ({"in": "query", "schema": {"$ref": "#/components/schemas/Thing"}}, "spread"),
        ({"in": "query", "schema": {"anyOf": [TEXT, OBJECT]}}, "spread"),
        ({"in": "query", "schema": {"oneOf": [TEXT, ARRAY]}}, ""),
        ({"in": "query", "schema": {"enum": ["a"]}}, ""),
        ({"in": "query", "schema": {}}, "spread"),
        ({"in": "cookie", "schema": ARRAY, "explode": False}, "comma"),
        ({"in": "path", "schema": ARRAY, "explode": False}, ""),
        ({"in": "header", "schema": OBJECT}, ""),
    ],
)
def test_the_style_of_a_parameter(parameter: dict[str, Any], style: str) -> None:
    assert template_facts.style_of(document(), parameter) == style


@pytest.mark.parametrize(
    ("content_type", "encoding", "style"),
    [
        (FORM, {}, ""),
        (FORM, {"style": "deepObject"}, "deep"),
        (FORM, {"explode": False}, "comma"),
        (FORM, {"style": "form"}, ""),
        (FORM, {"style": "pipeDelimited"}, "pipe"),
        (FORM, {"contentType": JSON}, "json"),
        (MULTIPART, {"contentType": JSON}, "json"),
        (MULTIPART, {"contentType": "image/png"}, ""),
        (MULTIPART, {"style": "deepObject", "explode": False}, ""),
    ],
)
def test_the_style_of_a_field(content_type: str, encoding: dict[str, Any], style: str) -> None:
    assert template_facts.style_of_field(content_type, encoding) == style


def test_only_plain_headers_are_shown_to_the_generator_as_headers() -> None:
    schemas: list[dict[str, Any]] = [
        TEXT, {"type": "integer"}, ARRAY, {}, {"type": "string", "format": "date-time"},
        {"type": "string", "format": "date"},
    ]  # fmt: skip
    parameters = [{"name": str(i), "in": "header", "schema": s} for i, s in enumerate(schemas)]
    spec = document(parameters=parameters)
    shown = template_facts.for_generator(spec)
    assert [p["in"] for p in do(shown)["parameters"]] == ["header"] * 2 + ["cookie"] * 4
    assert {p["in"] for p in do(spec)["parameters"]} == {"header"}
    told = template_facts.facts(spec)["do"]
    assert told == {f"cookie {number}": "header" for number in (2, 3, 4, 5)}


def test_a_reference_in_a_form_stays_unless_it_is_a_file() -> None:
    spec = document(requestBody={"content": {MULTIPART: {"schema": {
        "type": "object",
        "properties": {
            "thing": {"type": "array", "items": {"$ref": "#/components/schemas/Thing"}},
            "file": {"type": "array", "items": {"$ref": "#/components/schemas/File"}},
        },
    }}}})  # fmt: skip
    rules.keep_files_in_forms(spec)
    fields = do(spec)["requestBody"]["content"][MULTIPART]["schema"]["properties"]
    assert fields["thing"]["items"] == {"$ref": "#/components/schemas/Thing"}
    assert fields["file"]["items"] == FILE
