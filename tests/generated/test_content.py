"""Bodies of the runtime: nothing that is sent can leave its place."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote

import httpx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from journeybee_api._runtime import Operation, Styled
from journeybee_api.v1 import models
from tests.multipart import parts_of

FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"


def operation_of(**arguments: Any) -> Operation[None]:
    return Operation("a.b.c", "x", "POST", "/x", responses={}, **arguments)


def content_of(body: object, content_type: str) -> tuple[str, bytes]:
    content = operation_of(body=body, content_type=content_type).content()
    assert content is not None
    return content


def test_a_model_can_be_a_form() -> None:
    period = models.RoomSettings(show_navigation=True)
    assert content_of(period, FORM) == (FORM, b"show_navigation=true")
    [part] = parts_of(*content_of(period, MULTIPART))
    assert part == ("show_navigation", None, "text/plain", b"true")


@pytest.mark.parametrize(
    ("body", "content_type", "message"),
    [
        ([], FORM, "^a form is sent as an object or a dict, not list$"),
        ("x", MULTIPART, "^a form is sent as an object or a dict, not str$"),
        ({}, "image/png", "^a body of image/png is sent as bytes or str, not dict$"),
        ({"a": [object()]}, "a/b+json", r"^body\.a\[0\]=<object.* cannot be sent as JSON$"),
    ],
)
def test_a_body_of_the_wrong_kind_is_refused(body: object, content_type: str, message: str) -> None:
    with pytest.raises(TypeError, match=message):
        content_of(body, content_type)


nasty = st.text(st.sampled_from("\"\\\r\n;:=%\x00\x0b\x0c\x1c\x85\u2028é😀/ aZ-'"), max_size=12)
texts = st.one_of(nasty, st.text(max_size=12))

PART = re.compile(
    r'\r\nContent-Disposition: form-data; name="((?:[^"\\\r\n]|\\\\)*)"'
    r'(?:; filename="((?:[^"\\\r\n]|\\\\)*)")?\r\n(?:Content-Type: ([ -~]+)\r\n)?\r\n'
)


@given(name=texts, filename=texts)
@example(name='a"\r\nX: y\r\n\r\n', filename='a"; name="b')
@example(name="a\\", filename='\\"')
def test_names_stay_inside_their_quotes(name: str, filename: str) -> None:
    content_type, body = content_of(
        {name: (filename, b"content", "text/plain"), "next": "value"}, MULTIPART
    )
    boundary = content_type.partition("=")[2]
    opening, first, second, closing = body.decode().split(f"--{boundary}")
    assert (opening, closing) == ("", "--\r\n")
    assert second == '\r\nContent-Disposition: form-data; name="next"\r\n\r\nvalue\r\n'
    head = PART.match(first)
    assert head is not None
    assert first[head.end() :] == "content\r\n"
    assert head[3] == "text/plain"
    assert unquote(head[1].replace("\\\\", "\\")) == unquote(name)
    assert unquote(head[2].replace("\\\\", "\\")) == unquote(filename)
    assert [len(head[1].splitlines()), len(head[2].splitlines())] == [bool(name), bool(filename)]
    assert [part[3] for part in parts_of(content_type, body)] == [b"content", b"value"]


lines = st.sampled_from(
    [b"--", b"\r\n", b"\n", b"--" + b"0" * 32, b"+++", b"\r\n--+++--\r\n", b"\xff"]
)


@given(content=st.one_of(st.binary(), st.lists(lines).map(b"".join)))
def test_whatever_a_file_holds_arrives(content: bytes) -> None:
    content_type, body = content_of(
        {"a": content, "b": ["x"], "c": ("c", content, "a/b")}, MULTIPART
    )
    found = [(part[0], part[3]) for part in parts_of(content_type, body)]
    assert found == [("a", content), ("b", b"x"), ("c", content)]


@given(pairs=st.dictionaries(texts, texts))
def test_forms_and_cookies_keep_what_they_hold(pairs: dict[str, str]) -> None:
    content = content_of(pairs, FORM)
    assert dict(httpx.QueryParams(content[1].decode())) == pairs
    cookie = operation_of(cookies=pairs).headers.get("Cookie", "")
    assert cookie.isascii()
    assert cookie.isprintable()
    found = [tuple(map(unquote, crumb.split("=", 1))) for crumb in cookie.split("; ") if crumb]
    assert found == list(pairs.items())


def test_an_unset_value_is_not_sent_in_any_style() -> None:
    for style in ("comma", "space", "pipe", "deep", "spread", "json"):
        values = {"a": Styled(style, None)}
        operation = operation_of(
            query=values, headers=values, cookies=values, body=values, content_type=MULTIPART
        )
        assert (operation.query, operation.headers, operation.body) == ([], {}, [])
