"""Bodies: what stands for the arguments of a builder, and its bytes."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple, TypeAlias
from urllib.parse import quote, urlencode

from .definition import is_model
from .encoder import to_json, write_model
from .styles import Styled, json_text, query_pairs, text_of
from .unset import UNSET

File: TypeAlias = bytes | tuple[str, bytes, str]
"""A file to send: its content, or (file name, content, content type)."""

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"

_MEDIA_TYPE = re.compile(
    r"[\w!#$&^.+-]+/[\w!#$&^.+-]+( *; *[\w.+-]+=([\w.+/-]+|\"[ \w.+/-]*\"))*", re.ASCII
)
# Line ends of any kind and the quote would end the name; the backslash is doubled.
_NOT_IN_NAMES = re.compile('["\x00-\x1f\x7f-\x9f\u2028\u2029]')


class Part(NamedTuple):
    """One part of a multipart body; without a file name it is a field."""

    name: str
    content: bytes
    filename: str | None = None
    content_type: str | None = None


def prepare(content_type: str, body: object) -> Any:
    """Check a body and copy it, in the form that ``encode`` takes.

    That is a JSON value, pairs of text for a form, a list of parts, or a text or bytes.
    """
    if body is UNSET:
        return UNSET
    kind = _base(content_type)
    if kind == FORM:
        return list(query_pairs(_fields(body)))
    if kind == MULTIPART:
        return [part for name, value in _fields(body).items() for part in _parts(name, value)]
    if _is_json(kind):
        return to_json("body", body)
    if isinstance(body, bytes | str):
        return body
    raise TypeError(f"a body of {kind} is sent as bytes or str, not {type(body).__name__}")


def encode(content_type: str, body: Any) -> tuple[str, bytes]:
    """The content type and the bytes of a prepared body."""
    kind = _base(content_type)
    if kind == FORM:
        return content_type, urlencode(body).encode()
    if kind == MULTIPART:
        return _multipart(body)
    if _is_json(kind):
        return content_type, json_text("body", body).encode()
    if isinstance(body, str):
        return f"{content_type}; charset=utf-8", body.encode()
    return content_type, body


def _base(content_type: str) -> str:
    return content_type.partition(";")[0].strip()


def _is_json(kind: str) -> bool:
    return kind.endswith(("/json", "+json"))


def _fields(body: Any) -> Mapping[str, object]:
    if is_model(type(body)):
        return write_model(body)
    if isinstance(body, dict):
        return body
    raise TypeError(f"a form is sent as an object or a dict, not {type(body).__name__}")


def _parts(name: str, value: Any) -> Iterator[Part]:
    if isinstance(value, Styled):  # only json is ever asked for
        if value.value is not None and value.value is not UNSET:
            yield _json_part(name, value.value)
    elif value is None or value is UNSET:
        return
    elif isinstance(value, bytes):
        yield Part(name, value, name, "application/octet-stream")
    elif isinstance(value, tuple) and len(value) == 3 and isinstance(value[1], bytes):
        filename, content, content_type = value
        if not _MEDIA_TYPE.fullmatch(content_type):
            raise ValueError(f"{name}: {content_type!r} is not a content type")
        yield Part(name, content, filename, content_type)
    elif isinstance(value, list | tuple | set | frozenset):
        for item in value:
            yield from _parts(name, item)
    elif isinstance(value, dict) or is_model(type(value)):
        yield _json_part(name, value)
    else:
        yield Part(name, text_of(name, value).encode())


def _json_part(name: str, value: object) -> Part:
    return Part(name, json_text(name, value).encode(), content_type=JSON)


def _multipart(parts: Iterable[Part]) -> tuple[str, bytes]:
    # Random at each send, so that a file cannot contain it on purpose.
    boundary = os.urandom(16).hex()
    chunks: list[bytes] = []
    for part in parts:
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{_quoted(part.name)}"'
        if part.filename is not None:
            head += f'; filename="{_quoted(part.filename)}"'
        if part.content_type is not None:
            head += f"\r\nContent-Type: {part.content_type}"
        chunks += [head.encode(), b"\r\n\r\n", part.content, b"\r\n"]
    chunks.append(f"--{boundary}--\r\n".encode())
    return f"{MULTIPART}; boundary={boundary}", b"".join(chunks)


def _quoted(name: str) -> str:
    """A name inside double quotes, as browsers write it."""
    return _NOT_IN_NAMES.sub(lambda found: quote(found[0]), name.replace("\\", "\\\\"))
