"""Maps a response to an exception, by its status and its body."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, cast

from journeybee.errors import (
    APIStatusError,
    AuthenticationError,
    BadRequestError,
    ConflictError,
    ModuleDisabledError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitError,
    ServerError,
    UnprocessableEntityError,
)

if TYPE_CHECKING:
    from journeybee.response import APIResponse

_MAX_BODY = 10_000

BY_STATUS: dict[int, type[APIStatusError]] = {
    400: BadRequestError,
    401: AuthenticationError,
    403: PermissionDeniedError,
    404: NotFoundError,
    409: ConflictError,
    422: UnprocessableEntityError,
    429: RateLimitError,
}


def error_from_response(
    response: APIResponse, *, retry_after: float | None = None
) -> APIStatusError:
    """Create the exception for a response outside 200-299, with any body."""
    status = response.status_code
    body = _decode(response.content)
    code, message = _code_and_message(body)
    if 300 <= status < 400:
        message = "redirects are never followed; check the base URL and the path"
    return _class_for(status, code)(
        message or _phrase(status),
        response=response,
        code=code,
        body=body,
        retry_after=retry_after,
    )


def _class_for(status: int, code: str | int | None) -> type[APIStatusError]:
    if status == 403 and code == "module_disabled":
        return ModuleDisabledError
    # An unknown status counts as the x00 of its class (RFC 9110, section 15): 520 is a 500.
    fallback = ServerError if 500 <= status < 600 else APIStatusError
    return BY_STATUS.get(status, fallback)


def _decode(content: bytes) -> object:
    if not content:
        return None
    try:
        return cast("object", json.loads(content))
    except (ValueError, RecursionError):
        return content[:_MAX_BODY].decode("utf-8", "replace")


def _code_and_message(body: object) -> tuple[str | int | None, str | None]:
    """Read the known shapes: `{"error": {...}}`, `{"error": "text"}`, `{"message": ...}`, text.

    In Saleshandy, `message` or `messages` may be a list, and a gateway sends `error_code` and
    `error_message`.
    """
    if isinstance(body, str):
        # The phrase of the status is more helpful than HTML or a fragment of JSON.
        shown = len(body) < 200 and body.lstrip()[:1] not in "<{["
        return None, body if shown else None
    if not isinstance(body, dict):
        return None, None
    fields = cast("dict[str, object]", body)
    error = fields.get("error")
    if isinstance(error, dict):
        fields = cast("dict[str, object]", error)
        error = None
    code = fields.get("code") or fields.get("error_code")
    for name in ("message", "messages", "error_message"):
        error = fields.get(name) or error
    if not isinstance(code, str | int) or isinstance(code, bool):
        code = None
    return code, _text(error)


def _text(message: object) -> str | None:
    if isinstance(message, list):
        message = "; ".join(map(str, cast("list[object]", message)))
    return message if isinstance(message, str) and message else None


def _phrase(status: int) -> str:
    from http import HTTPStatus

    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "unexpected status"
