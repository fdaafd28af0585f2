"""Multipart bodies, of files and fields."""

# Annotations are not kept as text here: NamedTuple would compile each of them.

import os
import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple
from urllib.parse import quote

from .definition import is_model
from .styles import Styled, json_text, text_of
from .unset import UNSET

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


def parts_of(name: str, value: Any) -> Iterator[Part]:
    """The parts of a field; raises ValueError or TypeError for what cannot be sent."""
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
            yield from parts_of(name, item)
    elif isinstance(value, dict) or is_model(type(value)):
        yield _json_part(name, value)
    else:
        yield Part(name, text_of(name, value).encode())


def _json_part(name: str, value: object) -> Part:
    return Part(name, json_text(name, value).encode(), content_type="application/json")


def join(parts: Iterable[Part]) -> tuple[str, bytes]:
    """The content type, with a boundary, and the bytes of the parts."""
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
    return f"multipart/form-data; boundary={boundary}", b"".join(chunks)


def _quoted(name: str) -> str:
    """A name inside double quotes, as browsers write it."""
    return _NOT_IN_NAMES.sub(lambda found: quote(found[0]), name.replace("\\", "\\\\"))
