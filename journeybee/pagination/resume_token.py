"""The token of where a drain stands. Whoever hands one in may have made it up."""

from __future__ import annotations

import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

from journeybee.errors import ConfigurationError
from journeybee.pagination.page_size import PageSize
from journeybee.pagination.state import KEY_SIZE, PageState, digest_of
from journeybee.pagination.styles import Position, Style
from journeybee_api._runtime import UNSET, Operation

_VERSION = "jb2"
# Tokens of this one lack what answers taught of the server.
_EARLIER = "jb1"
_CHECK_SIZE = 4
_MOST_CHARACTERS = 4000
# Whoever resumes finds the place again unless all of these rows are gone.
_KEPT_KEYS = 12
_LARGEST = 2**53


def encode_token(operation: Operation[Any], state: PageState) -> str:
    """The token of a place in the list that an operation asks for."""
    keys = urlsafe_b64encode(b"".join(map(digest_of, state.recent[-_KEPT_KEYS:]))).decode()
    values = (
        operation.id,
        _digest(operation),
        state.position,
        state.skip,
        state.pages,
        state.rows,
        state.total,
        state.longest,
        int(state.ended),
        keys,
        state.offset,
        *((state.page_size.parameter, state.page_size.size) if state.page_size else (None, None)),
        "" if state.opening is None else urlsafe_b64encode(digest_of(state.opening)).decode(),
    )
    content = json.dumps(values, separators=(",", ":")).encode()
    return f"{_VERSION}.{urlsafe_b64encode(_check(content) + content).decode().rstrip('=')}"


def decode_token(operation: Operation[Any], style: Style, token: str) -> PageState:
    """The place that a token of the same call tells; ConfigurationError for any other text."""
    version, _, text = str(token).partition(".")
    if re.fullmatch(r"jb\d{1,9}", version) and version not in (_VERSION, _EARLIER):
        raise ConfigurationError(f"a cursor of version {version}: this package reads {_VERSION}")
    try:
        operation_id, digest, state = _read(version, text)
        if state.position is not None:
            style.at(operation, state.position)
        if state.page_size is not None:
            style.check(state.page_size)
    except (ValueError, TypeError, RecursionError):
        raise ConfigurationError("no cursor of this package: give one of Pager.cursor") from None
    if operation_id != operation.id:
        raise ConfigurationError(f"a cursor of {operation_id}, not of {operation.id}")
    if digest != _digest(operation):
        problem = f"a cursor of {operation.id} with other parameters"
        raise ConfigurationError(f"{problem}: give the same as when it was taken")
    return state


def _read(version: str, text: str) -> tuple[str, str, PageState]:
    if version not in (_VERSION, _EARLIER) or not re.fullmatch(
        rf"[\w-]{{1,{_MOST_CHARACTERS}}}", text, re.ASCII
    ):
        raise ValueError
    data = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    content = data[_CHECK_SIZE:]
    if data[:_CHECK_SIZE] != _check(content):
        raise ValueError
    values: list[Any] = json.loads(content)
    if version == _EARLIER:
        values = [*values, None, None, None, ""]
    operation_id, digest, position, skip, pages, rows, total, longest, ended, keys = values[:10]
    offset, parameter, size, opening = values[10:]
    recent = _keys(keys)
    if len(recent) > _KEPT_KEYS or ended not in (0, 1):
        raise ValueError
    return (
        _name(operation_id),
        _name(digest),
        PageState(
            position=_position(position),
            skip=_number(skip),
            pages=_number(pages),
            rows=_number(rows),
            total=None if total is None else _number(total),
            recent=recent,
            digested=True,
            longest=_number(longest),
            offset=None if offset is None else _number(offset),
            page_size=_sizing(parameter, size),
            opening=next(iter(_keys(opening)), None),
            ended=bool(ended),
        ),
    )


def _keys(text: str) -> tuple[bytes, ...]:
    joined = urlsafe_b64decode(text)
    if len(joined) % KEY_SIZE:
        raise ValueError
    return tuple(joined[i : i + KEY_SIZE] for i in range(0, len(joined), KEY_SIZE))


def _sizing(parameter: object, size: object) -> PageSize | None:
    if parameter is None:
        return None
    if not isinstance(parameter, str):
        raise TypeError
    return PageSize(parameter, None if size is None else _number(size) or None)


def _name(value: object) -> str:
    if not (isinstance(value, str) and re.fullmatch(r"\w{1,200}", value)):
        raise ValueError
    return value


def _number(value: object) -> int:
    if type(value) is not int or not 0 <= value < _LARGEST:
        raise ValueError
    return value


def _position(value: object) -> Position | None:
    return value if value is None or isinstance(value, str) else _number(value)


def _check(content: bytes) -> bytes:
    from hashlib import blake2b

    return blake2b(content, digest_size=_CHECK_SIZE).digest()


def _digest(operation: Operation[Any]) -> str:
    """A digest of all that a call was given."""
    from hashlib import blake2b

    body = None if operation.body is UNSET else operation.body
    asked = (operation.method, operation.path, operation.query, operation.headers, body)
    return blake2b(json.dumps(asked, default=str).encode(), digest_size=8).hexdigest()
