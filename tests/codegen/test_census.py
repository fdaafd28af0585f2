"""What the census finds in a package written by hand."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from scripts.codegen.document import Json
from scripts.codegen.emit.coverage import take_census
from tests.codegen.fragments import TEXT, media, object_of, ref

MODELS = """
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["a"]
Later: TypeAlias = "str"


class Pet(Model):
    name: str
"""

BUILDER = """
def get_it({signature}) -> Operation[Pet]:
    \"\"\"Get it.\"\"\"
    return Operation(
        __name__,
        "get_it",
        "GET",
        "/it",
        {fields}
    )
"""


def parameter(name: str, place: str = "query", **fields: Any) -> Json:
    return {"name": name, "in": place, "schema": TEXT, **fields}


def spec(*given: Json, **fields: Any) -> Json:
    """A spec of one operation, its parameters and its other fields."""
    operation = {"operationId": "get_it", "parameters": [*given], "responses": {}, **fields}
    return {
        "paths": {"/it": {"get": copy.deepcopy(operation)}},
        "components": {"schemas": {"Pet": object_of(name=TEXT), "Nil": {"type": "null"}}},
    }


def written(fields: str = "", signature: str = "") -> str:
    return BUILDER.format(signature=signature, fields=fields)


def census(folder: Path, document: Json, *builders: str, models: str = MODELS) -> list[str]:
    """What the census finds if the published document is the one that was generated from."""
    for name in ("models", "operations"):
        (folder / name).mkdir(exist_ok=True)
    (folder / "models" / "all.py").write_text(models)
    for number, builder in enumerate(builders):
        (folder / "operations" / f"m{number}.py").write_text(f"import x\n{builder}")
    return [*take_census(document, document, folder)]


def test_a_package_without_faults(tmp_path: Path) -> None:
    document = spec(
        parameter("q"),
        parameter("id", "path"),
        parameter("X-A", "header"),
        parameter("c", "cookie"),
        requestBody=media(object_of(a=TEXT, b=TEXT)),
        responses={"200": media(ref("Pet")), "204": {"description": ""}},
    )
    fields = """
        responses={200: "Pet", 204: "None"},
        path={"id": id_},
        query={"q": q},
        headers={"X-A": x_a},
        cookies={"c": c},
        body={"a": a, "b": b},
        content_type="application/json",
        security=("key",),
    """
    assert census(tmp_path, document, written(fields, "id_, *, q, x_a, c, a, b")) == []


def test_the_init_module_and_what_is_no_function_are_no_builders(tmp_path: Path) -> None:
    (tmp_path / "operations").mkdir()
    (tmp_path / "operations" / "__init__.py").write_text(written())
    assert census(tmp_path, spec()) == ["GET /it has no builder"]
    assert census(tmp_path, spec(), written() + "\n\nclass A: ...\nX = 1\n") == []


def test_missing_doubled_and_unknown_builders(tmp_path: Path) -> None:
    other = written().replace('"/it"', '"/other"')
    document = spec()
    document["paths"]["/first"] = {"put": {"operationId": "p", "responses": {}}}
    document["paths"] = dict(reversed(document["paths"].items()))
    named = copy.deepcopy(document)
    named["paths"]["/it"]["get"]["operationId"] = "get_one"
    assert census(tmp_path, named, written(), written(), other) == [
        "GET /it has 2 builders",
        "PUT /first has no builder",
        "GET /it is get_it, the spec says get_one",
        "GET /other is not in the spec",
    ]


@pytest.mark.parametrize("body", ["pass", "return None", "Operation()"])
def test_a_function_that_calls_nothing_builds_nothing(body: str, tmp_path: Path) -> None:
    assert census(tmp_path, spec(), f"def get_it(a, *, b):\n    {body}\n") == [
        "GET /it has no builder",
        "  is not in the spec",
    ]


# -------------------------------------------------------------------------------- what is sent


@pytest.mark.parametrize(
    ("given", "usual", "other", "wish"),
    [
        (parameter("p", "query"), "p", 'Styled("comma", p)', "sent as comma, not as usual"),
        (parameter("p", "path"), "p", 'Styled("spread", p)', "sent as spread, not as usual"),
        (parameter("p", "header"), "p", 'Styled("spread", p)', "sent as spread, not as usual"),
        (parameter("p", "cookie"), 'Styled("spread", p)', 'Styled("x", p)', "as x, not as usual"),
        (parameter("p", explode=False), 'Styled("comma", p)', "p", "sent as usual, not as comma"),
        (parameter("p", explode=True), "p", 'Styled("comma", p)', "sent as comma, not as usual"),
        (parameter("p", style="form"), 'Styled("spread", p)', 'Styled("pipe", p)', "pipe, not as"),
        (parameter("p", style="spaceDelimited"), 'Styled("space", p)', "p", "usual, not as space"),
        (parameter("p", style="pipeDelimited"), 'Styled("pipe", p)', "p", "usual, not as pipe"),
        (parameter("p", style="pipeDelimited", explode=True), "p", 'Styled("pipe", p)', "as pipe"),
        (parameter("p", style="deepObject"), 'Styled("deep", p)', "p", "usual, not as deep"),
        (parameter("p", content={"application/json": {}}), 'Styled("json", p)', "p", "not as json"),
        (
            parameter("p", content={"text/plain": {}}),
            "p",
            'Styled("json", p)',
            "json, not as usual",
        ),
    ],
)
def test_styles(given: Json, usual: str, other: str, wish: str, tmp_path: Path) -> None:
    place = {"header": "headers", "cookie": "cookies"}.get(given["in"], given["in"])

    def faults(value: str) -> list[str]:
        return census(tmp_path, spec(given), written(f'{place}={{"p": {value}}}', "p"))

    assert faults(usual) == []
    [fault] = faults(other)
    assert fault.startswith(f"GET /it: {given['in']} p is sent as ")
    assert wish in fault


def test_what_is_not_sent_or_asked_for_too_much(tmp_path: Path) -> None:
    document = spec(parameter("z"), parameter("a"), requestBody=media(object_of(b=TEXT)))
    assert census(tmp_path, document, written('query={"a": a, **more}', "a, /, *, b, c, d")) == [
        "GET /it: body b is missing",
        "GET /it: query z is missing",
    ]
    assert census(tmp_path, document, written('query={"a": a, "z": z}', "a, *, b")) == [
        "GET /it: body b is missing",
        "GET /it: 2 arguments for 3 parameters and body fields",
    ]
    given = written('query={"a": a, "z": z}, other={"b": b}', "a, b, *, z")
    assert census(tmp_path, document, given) == ["GET /it: body b is missing"]


def test_bodies(tmp_path: Path) -> None:
    fields = spec(requestBody=media(object_of(b=TEXT)))
    assert census(tmp_path, fields, written("body=body", "body")) == []
    assert census(tmp_path, fields, written("body=body")) == [
        "GET /it: 0 arguments for 0 parameters and body fields"
    ]
    named = spec(requestBody=media(ref("Pet")))
    assert census(tmp_path, named, written('body={"name": name}', "name")) == []
    empty = spec(requestBody=media({"type": "array"}))
    assert census(tmp_path, empty, written("body=body", "body")) == []
    assert census(tmp_path, empty, written()) == ["GET /it: the body is missing"]
    assert census(tmp_path, empty, written("body={}")) == ["GET /it: the body is missing"]
    nothing = spec(requestBody={"content": {"application/json": {}}})
    assert census(tmp_path, nothing, written()) == ["GET /it: the body is missing"]


def test_the_content_type_of_the_body(tmp_path: Path) -> None:
    csv = spec(requestBody={"content": {"text/csv": {"schema": TEXT}}})
    assert census(tmp_path, csv, written('body=b, content_type="text/csv"', "b")) == []
    assert census(tmp_path, csv, written("body=b", "b")) == [
        "GET /it: the body is sent as application/json, not text/csv"
    ]


# -------------------------------------------------------------------------------- what is read


def answers(schema: Any, kind: str = "application/json") -> Json:
    return {"content": {kind: {"schema": schema}}}


ARRAY = {"type": "array", "items": TEXT}


@pytest.mark.parametrize(
    ("response", "read", "fault"),
    [
        (answers(ref("Pet")), "Pet", ""),
        (answers(ref("Pet")), "dict[str, list[Pet] | Kind | Later | None]", ""),
        (answers(ARRAY), "list[str | int | float | bool | None | Any]", ""),
        (answers(ref("Nil")), "Dog", "is read as Dog"),
        (answers(ARRAY), "tuple[str]", "is read as tuple[str]"),
        (answers(ARRAY), "None", "is read as None"),
        (answers({}), "None", "is read as None"),
        (answers(ref("Nil")), "None", ""),
        (answers({}), "Any", ""),
        (answers({"description": "any"}), "Any", ""),
        ({"content": {"application/json": {}}}, "Any", ""),
        *[(answers({key: []}), "Any", "is read as Any") for key in ("type", "items", "enum")],
        (answers({"allOf": []}), "Any", "is read as Any"),
        (answers({"anyOf": []}), "Any", "is read as Any"),
        (answers({"oneOf": []}), "Any", "is read as Any"),
        (answers({"properties": {}}), "Any", "is read as Any"),
        (answers(TEXT, "application/problem+json; v=1"), "str", ""),
        (answers(TEXT, "text/json"), "str", ""),
        (answers(TEXT, "text/plain"), "text", ""),
        (answers(TEXT, "text/csv; header=/json"), "text", ""),
        (answers(TEXT, "text/plain"), "str", "is read as str, not as text"),
        (answers(TEXT, "application/pdf"), "bytes", ""),
        (answers(TEXT, "application/text"), "text", "is read as text, not as bytes"),
        ({"content": {"text/a": {}, "image/b": {}}}, "Any", "is read as Any, not as bytes, text"),
        ({"description": ""}, "None", ""),
        ({"content": {}}, "Pet", "is read as Pet, not as None"),
    ],
)
def test_answers(response: Json, read: str, fault: str, tmp_path: Path) -> None:
    expected = [f"GET /it: status 200 {fault}"] if fault else []
    document = spec(responses={"200": response})
    assert census(tmp_path, document, written(f'responses={{200: "{read}"}}')) == expected


def test_every_status_is_read(tmp_path: Path) -> None:
    document = spec(responses={"2XX": {}, "201": {}, "204": {}})
    assert census(tmp_path, document, written('responses={200: "None", 204: "None"}')) == [
        "GET /it: status 201 is not read"
    ]
    assert census(tmp_path, document, written()) == [
        f"GET /it: status {code} is not read" for code in ("2XX", "201", "204")
    ]


def test_what_the_rules_lose_comes_last(tmp_path: Path) -> None:
    document = spec(responses={"200": media(ref("Pet"))})
    assert census(tmp_path, document, written('responses={200: "Pet"}')) == []
    published = copy.deepcopy(document)
    published["components"]["schemas"]["Pet"]["properties"]["age"] = TEXT
    (tmp_path / "operations" / "m1.py").write_text(written().replace('"/it"', '"/x"'))
    assert take_census(published, document, tmp_path) == [
        "GET /x is not in the spec",
        "GET /it: status 200, field $.age was lost",
    ]
