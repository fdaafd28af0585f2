"""The bearer token and the JSON body of a webhook request."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias, cast

from journeybee.errors import WebhookVerificationError

_Value: TypeAlias = str | bytes | Sequence[str]
Headers: TypeAlias = Mapping[str, _Value] | Iterable[tuple[str | bytes, _Value]]
Body: TypeAlias = bytes | bytearray | str | dict[str, Any]

MAX_BODY = 5 * 1024 * 1024
MAX_TOKEN = 16 * 1024
MAX_DEPTH = 50


def bearer_token(headers: object) -> str:
    """The token of the Authorization header, of which there must be one.

    Raises:
        WebhookVerificationError: at the step `header` or `token`.
    """
    found = list(_authorizations(headers))
    if len(found) != 1:
        problem = "more than one Authorization" if found else "no Authorization header"
        raise WebhookVerificationError("header", problem)
    scheme, _, token = found[0].strip().partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise WebhookVerificationError("header", "Authorization is not `Bearer` and a token")
    if len(token) > MAX_TOKEN:
        raise WebhookVerificationError("token", f"longer than {MAX_TOKEN} characters")
    return token.strip()


def _authorizations(headers: object) -> Iterator[str]:
    """The texts of all Authorization headers; some containers hold a list of values."""
    items: Callable[[], Any] = getattr(headers, "items", lambda: headers)
    try:
        pairs: list[tuple[object, object]] = [(name, value) for name, value in items()]
    except (TypeError, ValueError):
        kind = type(headers).__name__
        problem = f"headers must be a mapping or pairs of name and value, not {kind}"
        raise WebhookVerificationError("header", problem) from None
    for name, value in pairs:
        if _text(name).lower() == "authorization":
            values = cast("Sequence[object]", value if isinstance(value, list | tuple) else [value])
            yield from filter(None, map(_text, values))


def _text(value: object) -> str:
    """A text or bytes as text, anything else as an empty one."""
    if isinstance(value, bytes):
        return value.decode("latin-1")
    return value if isinstance(value, str) else ""


def json_object(body: object) -> dict[str, Any]:
    """The JSON object in a body.

    Raises:
        WebhookVerificationError: at the step `body`.
    """
    data = _decoded(body)
    if not isinstance(data, dict):
        raise WebhookVerificationError("body", "not a JSON object")
    level: list[Any] = [data]
    for _ in range(MAX_DEPTH):
        level = [child for node in level for child in _children(node)]
    if level:
        raise WebhookVerificationError("body", f"nested deeper than {MAX_DEPTH} levels")
    return cast("dict[str, Any]", data)


def _decoded(body: object) -> object:
    """The JSON value of a body, which a framework may have parsed already."""
    if isinstance(body, dict):
        return cast("dict[str, Any]", body)
    if not isinstance(body, bytes | bytearray | str):
        kind = type(body).__name__
        raise WebhookVerificationError("body", f"must be bytes, a str or a dict, not {kind}")
    if len(body) > MAX_BODY:
        raise WebhookVerificationError("body", f"larger than {MAX_BODY >> 20} MiB")
    try:
        return cast("object", json.loads(body))
    except (ValueError, RecursionError):
        return None


def _children(node: Any) -> Iterable[Any]:
    if isinstance(node, dict):
        return cast("dict[str, Any]", node).values()
    return cast("Iterable[Any]", node) if isinstance(node, list) else ()
