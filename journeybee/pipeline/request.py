"""What is to be sent and how: requests and the options of a call."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any, cast
from urllib.parse import unquote

from journeybee.errors import ConfigurationError
from journeybee.immutable import Immutable, read_only_fields
from journeybee.limits import Priority
from journeybee.limits.lanes import check_priority
from journeybee.pipeline.retry import RetryPolicy, check_optional_seconds
from journeybee_api._runtime import query_text

_FRAMING_HEADERS = ("host", "content-length", "transfer-encoding")
# Compiled where it is needed, since few programs set headers.
_HEADER_NAME = r"[A-Za-z0-9!#$%&'*+.^_`|~-]+"
# Paths of most operations: segments of unreserved characters that do not begin with a dot.
_LONGEST_PLAIN_TARGET = 8000
_PLAIN_PATH = re.compile(r"(?:/[\w~-][\w.~-]*)+/?", re.ASCII)


def _check_headers(headers: Mapping[str, Any]) -> None:
    for name, value in headers.items():
        if not re.fullmatch(_HEADER_NAME, name):
            raise ConfigurationError(f"not a header name: {name!r}")
        # No message quotes the value: it may be a credential.
        if not isinstance(value, str):
            kind = type(value).__name__
            raise ConfigurationError(f"the value of header {name} must be a str, not {kind}")
        if not (value.isascii() and value.isprintable()):
            raise ConfigurationError(f"the value of header {name} is not printable ASCII")
        if value != value.strip():
            raise ConfigurationError(
                f"the value of header {name} begins or ends with a blank: strip it"
            )


def _lower_names(headers: object) -> dict[str, Any]:
    if headers is None or headers == {}:
        return {}
    if not isinstance(headers, Mapping):
        raise ConfigurationError(f"headers must be a mapping, not {type(headers).__name__}")
    pairs = cast("Mapping[object, Any]", headers).items()
    if wrong := [name for name, _ in pairs if not isinstance(name, str)]:
        raise ConfigurationError(f"not a header name: {wrong[0]!r}")
    return {cast("str", name).lower(): value for name, value in pairs}


def _check_max_wait(value: Any) -> None:
    # Infinity is allowed: it lifts a bound that an outer level has set.
    if value is not None and not (isinstance(value, int | float) and value >= 0):
        raise ConfigurationError("max_wait must be a number of seconds, 0 or more")


def _check_size(value: int | None) -> None:
    if value is not None and not (type(value) is int and value > 0):
        raise ConfigurationError("max_response_bytes must be a positive integer")


class Request:
    """One request of the API, not yet bound to a server; it is never changed.

    Attributes:
        method: HTTP method in capitals.
        path_template: the path with `{name}` in place of values; this is what logs show.
        path: percent-encoded, begins with `/`.
        query: pairs, sent in this order.
        content: content type and bytes of the body, None for no body.
        operation: id in the spec, None for a request that is not in it.
        idempotent: whether it may be sent twice, though its method does not say so.
        target: path and query as they are appended to the base URL.
        is_plain: whether the target is short, and has nothing that a URL must not have.
    """

    __slots__ = (
        "content", "headers", "idempotent", "is_plain", "method", "operation", "path",
        "path_template", "query", "target",
    )  # fmt: skip

    def __init__(
        self,
        method: str,
        path_template: str,
        path: str,
        *,
        query: Sequence[tuple[str, str]] = (),
        content: tuple[str, bytes] | None = None,
        headers: Mapping[str, str] | None = None,
        operation: str | None = None,
        idempotent: bool = False,
    ) -> None:
        if not (method.isascii() and method.isalpha() and method.isupper()):
            raise ValueError("the method must be an HTTP method in capitals, such as GET")
        is_plain = _PLAIN_PATH.fullmatch(path) is not None
        if not is_plain and (problem := _path_problem(path)):
            raise ValueError(f"the path {problem}")
        self.method = method
        self.path_template = path_template
        self.path = path
        self.query = query
        self.content = content
        self.headers: Mapping[str, str] = _lower_names(headers) if headers else {}
        if headers:
            _check_headers(self.headers)
        self.operation = operation
        self.idempotent = idempotent
        self.target = f"{path}?{query_text(query)}" if query else path
        self.is_plain = is_plain and len(self.target) <= _LONGEST_PLAIN_TARGET

    def __repr__(self) -> str:
        return f"<Request {self.method} {self.path_template}>"


def _path_problem(path: str) -> str | None:
    """Say why a path would not stay below the base URL, or None."""
    if not path.startswith("/"):
        return "must begin with / and name no host"
    if "//" in path:
        return "has an empty segment (//)"
    if not re.fullmatch(r"[!-~]+", path) or "\\" in path:
        return "must be percent-encoded"
    if "?" in path or "#" in path:
        return "holds ? or #: pass the query as params"
    # Servers differ in when they decode, so an encoded `..%2F` counts like a plain one.
    if any(segment in (".", "..") for segment in re.split(r"[/\\]", unquote(path))):
        return "has a . or .. segment"
    return None


def _check_retry(value: RetryPolicy | None) -> None:
    given: object = value
    if value is not None and not isinstance(given, RetryPolicy):
        raise ConfigurationError(
            f"retry={value!r} is not a RetryPolicy: pass RetryPolicy(max_retries=...)"
        )


@read_only_fields
class Options(Immutable):
    """How to send; None means as the level above says.

    Attributes:
        timeout: seconds for one attempt, from connecting to the last byte of the response.
        connect_timeout: seconds for connecting, and again for the TLS handshake.
        retry: when to repeat.
        headers: sent besides the package's own; values are not shown in the repr.
        max_wait: longest wait in seconds for a connection slot and the limiter, per attempt.
        max_response_bytes: largest body that is read, counted when decompressed.
        priority: the lane of the limiter, and of the header `Priority`; "normal" where nothing says
            otherwise.
    """

    timeout: float | None
    connect_timeout: float | None
    retry: RetryPolicy | None
    headers: Mapping[str, str]
    max_wait: float | None
    max_response_bytes: int | None
    priority: Priority | None

    def __init__(
        self,
        *,
        timeout: float | None = None,
        connect_timeout: float | None = None,
        retry: RetryPolicy | None = None,
        headers: Mapping[str, str] | None = None,
        max_wait: float | None = None,
        max_response_bytes: int | None = None,
        priority: Priority | None = None,
    ) -> None:
        lowered = _lower_names(headers)
        check_optional_seconds(timeout, "timeout")
        check_optional_seconds(connect_timeout, "connect_timeout")
        _check_retry(retry)
        _check_headers(lowered)
        _check_max_wait(max_wait)
        _check_size(max_response_bytes)
        if priority is not None:
            check_priority(priority)
        super().__init__(
            timeout=timeout,
            connect_timeout=connect_timeout,
            retry=retry,
            headers=lowered,
            max_wait=max_wait,
            max_response_bytes=max_response_bytes,
            priority=priority,
        )

    def _shown(self) -> dict[str, Any]:
        # The values may be credentials.
        return {**super()._shown(), "headers": sorted(self.headers)}

    @property
    def longest_wait(self) -> float:
        """Seconds that an attempt may wait to be sent."""
        return math.inf if self.max_wait is None else self.max_wait

    def merge(self, other: Options) -> Options:
        """Return these options with what `other` sets laid over them."""
        given = {name: value for name, value in vars(other).items() if value is not None}
        return self.__replace__(**{**given, "headers": {**self.headers, **other.headers}})


# The urgency of RFC 9218, from 0 to 7: 3 without the header; 7 is for such as software updates.
PRIORITY_HEADERS: Mapping[Priority | None, Mapping[str, str]] = {
    "interactive": {"priority": "u=1"},
    "background": {"priority": "u=6"},
}


def refuse_own_headers(names: set[str], auth_header: str) -> None:
    """Raise ConfigurationError for a header that the client itself sets."""
    if own := names and names & {auth_header.lower(), *_FRAMING_HEADERS}:
        raise ConfigurationError(f"header {min(own)} is set by the client and cannot be given")
