"""Resume tokens: the state of a drain as text. A token that is passed in may be made up."""

from __future__ import annotations

import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

from journeybee.errors import ConfigurationError
from journeybee.pagination.parsed_page import PageSize
from journeybee.pagination.state import KEY_SIZE, PageState, digest_of
from journeybee.pagination.styles import Style
from journeybee_api._runtime import UNSET, Operation

_VERSION = "jb2"
# Tokens of this one lack what earlier answers required.
_EARLIER = "jb1"
_CHECK_SIZE = 4
_MAX_CHARACTERS = 4000
# A resumed drain finds its row again unless all of these are gone.
_KEPT_KEYS = 12
_LARGEST = 2**53
_NAMES = (
    *("operation", "digest", "position", "skip", "pages", "rows", "total", "longest", "ended"),
    *("keys", "offset", "parameter", "size", "opening"),
)


def encode_token(operation: Operation[Any], state: PageState) -> str:
    """The resume token of a state in the list of an operation."""
    size = state.page_size
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
        urlsafe_b64encode(b"".join(map(digest_of, state.recent[-_KEPT_KEYS:]))).decode(),
        state.offset,
        *((size.parameter, size.size) if size else (None, None)),
        "" if state.opening is None else urlsafe_b64encode(digest_of(state.opening)).decode(),
    )
    content = json.dumps(values, separators=(",", ":")).encode()
    return f"{_VERSION}.{urlsafe_b64encode(_check(content) + content).decode().rstrip('=')}"


def decode_token(operation: Operation[Any], style: Style, token: str) -> PageState:
    """The state of a token of the same call; ConfigurationError for any other text."""
    version, _, text = str(token).partition(".")
    if re.fullmatch(r"jb\d{1,9}", version) and version not in (_VERSION, _EARLIER):
        raise ConfigurationError(f"a cursor of version {version}: this package reads {_VERSION}")
    try:
        values = _values(version, text)
        state = _state(values)
        if state.position is not None:
            style.at(operation, state.position)
        style.resized(operation, state.page_size)
    except (ValueError, TypeError, RecursionError):
        raise ConfigurationError("invalid cursor: pass a value of Pager.cursor") from None
    if (found := values["operation"]) != operation.id:
        raise ConfigurationError(f"a cursor of {found}, not of {operation.id}")
    if values["digest"] != _digest(operation):
        problem = f"a cursor of {operation.id} with other parameters"
        raise ConfigurationError(f"{problem}: give the same as when it was taken")
    return state


def _values(version: str, text: str) -> dict[str, Any]:
    if not re.fullmatch(rf"[\w-]{{1,{_MAX_CHARACTERS}}}", text, re.ASCII):
        raise ValueError
    data = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    content = data[_CHECK_SIZE:]
    if version not in (_VERSION, _EARLIER) or data[:_CHECK_SIZE] != _check(content):
        raise ValueError
    values = json.loads(content)
    if version == _EARLIER:
        values += (None, None, None, "")
    found = dict(zip(_NAMES, values, strict=True))
    if not all(re.fullmatch(r"\w{1,200}", found[name]) for name in ("operation", "digest")):
        raise ValueError
    return found


def _state(values: dict[str, Any]) -> PageState:
    recent, opening = _keys(values["keys"]), _keys(values["opening"])
    position, parameter = values["position"], values["parameter"]
    size = _optional_number(values["size"])
    if len(recent) > _KEPT_KEYS or values["ended"] not in (0, 1):
        raise ValueError
    if not isinstance(parameter, str | None):
        raise TypeError
    return PageState(
        position=position if isinstance(position, str | None) else _number(position),
        skip=_number(values["skip"]),
        pages=_number(values["pages"]),
        rows=_number(values["rows"]),
        total=_optional_number(values["total"]),
        longest=_number(values["longest"]),
        offset=_optional_number(values["offset"]),
        recent=recent,
        digested=True,
        page_size=None if parameter is None else PageSize(parameter, size or None),
        opening=opening[0] if opening else None,
        ended=bool(values["ended"]),
    )


def _keys(text: str) -> tuple[bytes, ...]:
    joined = urlsafe_b64decode(text)
    if len(joined) % KEY_SIZE:
        raise ValueError
    return tuple(joined[i : i + KEY_SIZE] for i in range(0, len(joined), KEY_SIZE))


def _number(value: object) -> int:
    if type(value) is not int or not 0 <= value < _LARGEST:
        raise ValueError
    return value


def _optional_number(value: object) -> int | None:
    return None if value is None else _number(value)


def _check(content: bytes) -> bytes:
    from hashlib import blake2b

    return blake2b(content, digest_size=_CHECK_SIZE).digest()


def _digest(operation: Operation[Any]) -> str:
    """A digest of all arguments of a call."""
    from hashlib import blake2b

    body = None if operation.body is UNSET else operation.body
    arguments = (operation.method, operation.path, operation.query, operation.headers, body)
    return blake2b(json.dumps(arguments, default=str).encode(), digest_size=8).hexdigest()
