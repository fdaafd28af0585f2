"""Bodies: what stands for the arguments of a builder, and its bytes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias
from urllib.parse import urlencode

from .definition import is_model
from .encoder import to_json, write_model
from .styles import json_text, query_pairs
from .unset import UNSET

File: TypeAlias = bytes | tuple[str, bytes, str]
"""A file to send: its content, or (file name, content, content type)."""

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"


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
        from .multipart import parts_of

        return [part for name, value in _fields(body).items() for part in parts_of(name, value)]
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
        from .multipart import join

        return join(body)
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
