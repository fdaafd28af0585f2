"""Every form of body, response and parameter: generated from ``shapes.yaml``, seen on the wire."""

from __future__ import annotations

import datetime
import importlib
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import httpx
import pytest

from journeybee.list_memory import ListMemory
from journeybee.operations.caller import Caller
from journeybee.pipeline import Options
from journeybee_api._runtime import TOLERANT, DecodeError, Operation
from scripts.codegen import generate as generation
from scripts.codegen.surfaces import Surface
from tests.multipart import parts_of
from tests.pipeline_harness import make_pipeline

if TYPE_CHECKING:
    from collections.abc import Iterator

DAY = datetime.date(2026, 3, 1)
NOON = datetime.datetime(2026, 3, 1, 13, tzinfo=datetime.timezone(datetime.timedelta(hours=1)))
FORM = "application/x-www-form-urlencoded"


class Shapes:
    """The generated package, imported under a name of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.bodies = importlib.import_module("shapes_api.v1.operations.bodies")
        self.answers = importlib.import_module("shapes_api.v1.operations.answers")
        self.queries = importlib.import_module("shapes_api.v1.operations.queries")
        self.models: Any = importlib.import_module("shapes_api.v1.models")
        self.client: Any = importlib.import_module("shapes_api._runtime.client")


@pytest.fixture(scope="module")
def shapes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shapes]:
    folder = tmp_path_factory.mktemp("shapes")
    spec = folder / "openapi.yaml"
    spec.write_bytes(Path(__file__).with_name("shapes.yaml").read_bytes())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(generation, "SURFACES", (Surface("v1", spec),))
        # The census has its say here.
        generation.generate(folder / "shapes_api")
        patch.syspath_prepend(str(folder))
        yield Shapes(folder / "shapes_api")
    for name in [name for name in sys.modules if name.partition(".")[0] == "shapes_api"]:
        del sys.modules[name]


async def send(
    shapes: Shapes, operation: Any, *, through: str, answer: httpx.Response | None = None
) -> tuple[httpx.Request, Any]:
    """What goes out, and what is read; through the low-level client or through the pipeline."""
    sent: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        return answer or httpx.Response(204)

    if through == "client":
        async with httpx.AsyncClient(transport=httpx.MockTransport(handler)) as http:
            client = shapes.client.AsyncClient("https://h.test/v1", "token", http_client=http)
            result = await client.send(operation)
    else:
        caller = Caller(make_pipeline(handler), Options(), TOLERANT, ListMemory())
        result, _ = await caller.send(operation)
    [request] = sent
    return request, result


both = pytest.mark.parametrize("through", ["client", "pipeline"])


# -------------------------------------------------------------------------------------- bodies


@both
async def test_a_form(shapes: Shapes, through: str) -> None:
    address = shapes.models.Address(city="Bonn & Köln", zip=7)
    operation = shapes.bodies.send_form(
        name="a b", size=1.5, open=True, day=DAY, tags=["x", "y&z"], ids=[1, 2], address=address
    )
    request, result = await send(shapes, operation, through=through)
    assert result is None
    assert request.headers["content-type"] == FORM
    assert request.content == (
        b"name=a+b&size=1.5&open=true&day=2026-03-01&tags=x&tags=y%26z&ids=1%2C2"
        b"&address%5Bcity%5D=Bonn+%26+K%C3%B6ln&address%5Bzip%5D=7"
    )


@both
async def test_objects_in_a_form_are_deep(shapes: Shapes, through: str) -> None:
    other = shapes.models.Address(city="x")
    address = {"city": {"name": "y"}, "zip": [{"a": 1}, {"a": 2}]}
    operation = shapes.bodies.send_form(name="x", other=other, address=address)
    request, _ = await send(shapes, operation, through=through)
    assert sorted(parse_qsl(request.content.decode())) == [
        ("address[city][name]", "y"),
        ("address[zip][0][a]", "1"),
        ("address[zip][1][a]", "2"),
        ("name", "x"),
        ("other[city]", "x"),
    ]


def test_what_a_form_cannot_hold_is_refused_by_name(shapes: Shapes) -> None:
    with pytest.raises(TypeError, match=r"^address\.city="):
        shapes.bodies.send_form(name="x", address={"city": b"x"})
    with pytest.raises(ValueError, match="'1,2' holds ','"):
        shapes.bodies.send_form(name="x", ids=["1,2"])
    with pytest.raises(TypeError, match="form is sent as"):
        shapes.bodies.post_free(body=["x"])


def test_a_form_of_which_nothing_is_told_takes_a_dict(shapes: Shapes) -> None:
    assert shapes.bodies.post_free(body={"a": [1, 2], "b": None}).content() == (FORM, b"a=1&a=2")
    assert shapes.bodies.post_free().content() is None


@both
async def test_a_multipart_body(shapes: Shapes, through: str) -> None:
    address = shapes.models.Address(city="Köln", since=DAY)
    operation = shapes.bodies.upload(
        "n",
        file=("a.png", b"\x89PNG\r\n\x00\xff", "image/png"),
        more=[b"one", ("two", b"2", "text/plain; charset=utf-8")],
        icon=None,
        name_body="Zoë",
        count=3,
        at=NOON,
        tags=("x", "y"),
        labels=["p", "q"],
        address=address,
        addresses=[address, shapes.models.Address(zip=1)],
    )
    request, _ = await send(shapes, operation, through=through)
    assert request.url.raw_path == b"/v1/uploads/n"
    assert parts_of(request.headers["content-type"], request.content) == [
        ("file", "a.png", "image/png", b"\x89PNG\r\n\x00\xff"),
        ("more", "more", "application/octet-stream", b"one"),
        ("more", "two", "text/plain", b"2"),
        ("name", None, "text/plain", "Zoë".encode()),
        ("count", None, "text/plain", b"3"),
        ("at", None, "text/plain", b"2026-03-01T12:00:00.000Z"),
        ("tags", None, "text/plain", b"x"),
        ("tags", None, "text/plain", b"y"),
        ("labels", None, "application/json", b'["p","q"]'),
        ("address", None, "application/json", '{"city":"Köln","since":"2026-03-01"}'.encode()),
        ("addresses", None, "application/json", '{"city":"Köln","since":"2026-03-01"}'.encode()),
        ("addresses", None, "application/json", b'{"zip":1}'),
    ]


@both
async def test_a_form_that_is_declared_as_an_array_has_any_fields(
    shapes: Shapes, through: str
) -> None:
    assert shapes.bodies.send_parts.__annotations__["body"] == "dict[str, Any]"
    operation = shapes.bodies.send_parts(body={"a": b"1", "note": "x"})
    request, _ = await send(shapes, operation, through=through)
    parts = parts_of(request.headers["content-type"], request.content)
    assert [(part[0], part[3]) for part in parts] == [("a", b"1"), ("note", b"x")]


def test_the_boundary_is_another_one_each_time(shapes: Shapes) -> None:
    operation = shapes.bodies.upload("n", file=b"x")
    (first, _), (second, _) = operation.content(), operation.content()
    assert re.fullmatch("multipart/form-data; boundary=[0-9a-f]{32}", first)
    assert first != second


@pytest.mark.parametrize("content_type", ["", "text", "text/plain\r\nX: y", "a/b; c=\r\n", "a/é"])
def test_a_file_with_a_bad_content_type_is_refused(shapes: Shapes, content_type: str) -> None:
    with pytest.raises(ValueError, match=r"file: .* is not a content type"):
        shapes.bodies.upload("n", file=("a", b"", content_type))


def test_what_a_multipart_body_cannot_hold_is_refused_by_name(shapes: Shapes) -> None:
    with pytest.raises(TypeError, match=r"^count="):
        shapes.bodies.upload("n", file=b"", count=object())
    with pytest.raises(TypeError, match=r"^address\.photo="):
        shapes.bodies.upload("n", file=b"", address={"photo": b"x"}).content()


@both
async def test_bytes_and_text_as_a_whole_body(shapes: Shapes, through: str) -> None:
    for operation, content_type, content in (
        (shapes.bodies.put_raw("p", content_body=b"\x00\xff"), "image/png", b"\x00\xff"),
        (shapes.bodies.post_raw(content=b""), "application/octet-stream", b""),
        (shapes.bodies.post_raw(), None, b""),
        (shapes.bodies.post_text(text="é,1"), "text/csv; charset=utf-8", "é,1".encode()),
    ):
        request, _ = await send(shapes, operation, through=through)
        assert request.headers.get("content-type") == content_type
        assert request.content == content
    with pytest.raises(TypeError, match="image/png is sent as bytes or str, not list"):
        shapes.bodies.put_raw("p", content_body=[1])


@both
async def test_json_bodies(shapes: Shapes, through: str) -> None:
    for operation, content_type, content in (
        (shapes.bodies.merge(city=None, since=DAY), "application/merge-patch+json",
         b'{"city":null,"since":"2026-03-01"}'),
        (shapes.bodies.post_old(zip=1), "text/json; v=2", b'{"zip":1}'),
        (shapes.bodies.post_list(body=[DAY]), "application/json", b'["2026-03-01"]'),
        (shapes.bodies.post_map(body={"é": 1}), "application/json", '{"é":1}'.encode()),
        (shapes.bodies.post_map(body={}), "application/json", b"{}"),
    ):  # fmt: skip
        answer = httpx.Response(200, json={})
        request, _ = await send(shapes, operation, through=through, answer=answer)
        assert request.headers["content-type"] == content_type
        assert request.content == content


# ----------------------------------------------------------------------------------- responses


@both
async def test_what_is_asked_for_and_what_is_read(shapes: Shapes, through: str) -> None:
    answers = shapes.answers
    pdf = b"%PDF\xff\x00"
    default = "*/*" if through == "client" else "application/json"
    for operation, status, content, accept, expected in (
        (answers.get_json(), 200, b'{"city":"x"}', default, shapes.models.Address(city="x")),
        (answers.get_hal(), 200, b"{}", "application/hal+json", shapes.models.Address()),
        (shapes.bodies.post_old(), 200, b"{}", "text/json", shapes.models.Address()),
        (answers.get_any(), 200, b'"x"', default, "x"),
        (answers.get_untold(), 200, b"[1]", default, [1]),
        (answers.get_text(), 200, "é\r\n1".encode(), "text/csv", "é\r\n1"),
        (answers.get_text(), 200, b"", "text/csv", ""),
        (answers.get_events(), 200, b"data: 1\n\n", "text/event-stream", "data: 1\n\n"),
        (answers.get_file(), 200, pdf, "application/pdf, image/png", pdf),
        (answers.get_file(), 206, pdf, "application/pdf, image/png", pdf),
        (answers.get_file(), 202, b"", "application/pdf, image/png", None),
        (answers.get_null(), 200, b"null", default, None),
    ):
        answer = httpx.Response(status, content=content)
        request, result = await send(shapes, operation, through=through, answer=answer)
        assert request.headers["accept"] == accept
        assert result == expected


def test_text_that_is_not_utf_8_is_an_error(shapes: Shapes) -> None:
    with pytest.raises(ValueError, match="text: not UTF-8"):
        shapes.answers.get_text().parse(200, b"\xff")
    operation: Operation[str] = Operation("a.b.c", "x", "GET", "/x", responses={200: "text"})
    with pytest.raises(DecodeError):
        operation.parse(200, b"\xff")


# ---------------------------------------------------------------------------------- parameters


@pytest.mark.parametrize(
    ("arguments", "query"),
    [
        ({"many": ["a,b", "c d"]}, b"many=a,b&many=c%20d"),
        ({"comma": ["a", "é&="]}, b"comma=a,%C3%A9%26%3D"),
        ({"comma": "one"}, b"comma=one"),
        ({"comma": []}, b""),
        ({"space": ["a", "b"]}, b"space=a%20b"),
        ({"pipe": (1, 2)}, b"pipe=1%7C2"),
        ({"repeated": [1, 2]}, b"repeated=1&repeated=2"),
        ({"deep": {"a": 1, "b": [True, DAY], "c": None}},
         b"deep%5Ba%5D=1&deep%5Bb%5D=true&deep%5Bb%5D=2026-03-01"),
        ({"deep": 5}, b"deep=5"),
        ({"spread": {"city": "x&y", "zip": 1}}, b"city=x%26y&zip=1"),
        ({"flat": {"city": "x", "since": DAY, "zip": None}}, b"flat=city,x,since,2026-03-01"),
        ({"path": "a/b?c#d"}, b"path=a%2Fb%3Fc%23d"),
        (
            {"filter": {"a": [None, DAY]}},
            b"filter=%7B%22a%22%3A%20%5Bnull,%20%222026-03-01%22%5D%7D",
        ),
        ({"its_1": ["x", "y"]}, b"it%27s%20%22%7B%7B%201%20%7D%7D%22%20%25%7D=x,y"),
        ({"many": {"a"}, "space": {"b"}}, b"many=a&space=b"),
    ],
)  # fmt: skip
@both
async def test_queries(shapes: Shapes, arguments: Any, query: bytes, through: str) -> None:
    operation = shapes.queries.find(["i"], 1, **arguments)
    request, _ = await send(shapes, operation, through=through)
    assert request.url.raw_path == b"/v1/things/i/1" + (b"?" + query if query else b"")


def test_models_spread_like_dicts(shapes: Shapes) -> None:
    address = shapes.models.Address(city="x", since=DAY)
    assert shapes.queries.find(["i"], 1, spread=address, deep=address).query == [
        ("deep[city]", "x"), ("deep[since]", "2026-03-01"), ("city", "x"), ("since", "2026-03-01"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"deep": {"a": {"b": b"x"}}}, TypeError, r"^deep\.a\.b="),
        ({"spread": {"a": {"b": 1}}}, TypeError, r"^spread\[a\]="),
        ({"flat": {"a": [1]}}, TypeError, r"^flat="),
        ({"comma": ["a", "b,c"]}, ValueError, "^comma: 'b,c' holds ','"),
        ({"space": ["b c"]}, ValueError, "^space: 'b c' holds ' '"),
        ({"pipe": ["|"]}, ValueError, r"^pipe: '\|' holds"),
        ({"filter": float("nan")}, ValueError, "JSON"),
        ({"x_ids": ["1\r\nX: y"]}, ValueError, "^X-Ids=.* not printable ASCII"),
        ({"x_ids": ["é"]}, ValueError, "^X-Ids="),
        ({"x_since": NOON.replace(tzinfo=None)}, ValueError, "^X-Since=.*time zone"),
    ],
)
def test_values_that_a_style_cannot_hold(
    shapes: Shapes, arguments: Any, error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        shapes.queries.find(["i"], 1, **arguments)


def test_lists_in_a_path(shapes: Shapes) -> None:
    assert shapes.queries.find(["a", "b/c,d", "."], 1).path == "/things/a,b%2Fc%2Cd,./1"
    for ids in ([], [""], ["a", ""], ["."], [".", "\x00"]):
        with pytest.raises(ValueError, match=r"ids=.*give the id"):
            shapes.queries.find(ids, 1)


@both
async def test_headers_and_cookies(shapes: Shapes, through: str) -> None:
    operation = shapes.queries.find(
        ["i"], 1, x_ids=[1, 2], x_since=NOON, x_filter=[1], session="a=b; c,d%é/+", a_b=[1, 2]
    )
    request, _ = await send(shapes, operation, through=through)
    assert request.headers["x-ids"] == "1,2"
    assert request.headers["x-since"] == "2026-03-01T12:00:00.000Z"
    assert request.headers["x-filter"] == "[1]"
    assert request.headers["cookie"] == "session=a=b%3B%20c%2Cd%25%C3%A9/+; a%20b=1; a%20b=2"
    assert request.url.query == b""
    bare, _ = await send(shapes, shapes.queries.find(["i"], 1), through=through)
    assert not {"cookie", "x-ids", "x-since", "x-filter"} & set(bare.headers)


def test_headers_that_are_the_clients_own_are_no_arguments(shapes: Shapes) -> None:
    assert shapes.answers.get_file(x_trace="t").headers == {
        "Accept": "application/pdf, image/png", "X-Trace": "t",
    }  # fmt: skip
