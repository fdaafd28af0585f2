"""The log of the requests that the sandbox answered."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from journeybee.sandbox.handling.handler import Handled
from journeybee.sandbox.handling.messages import Incoming, Reply

# Beyond this a body is not kept: ten thousand of them should not fill the memory.
MAX_KEPT_BODY = 16 * 1024


@dataclass(frozen=True, slots=True)
class RecordedRequest:
    """A request the sandbox answered. `path` begins after the host; headers are not kept.

    Attributes:
        status: 0 when a fault dropped the connection.
        operation_id: None when the path and method belong to no operation.
        body: the JSON value that was sent; None when there was none, it was refused before it was
            read, or it was longer than 16 KiB.
        retry_after: the Retry-After of the answer, in seconds.
        seconds: how long the answer took, the latency of faults included.
        faults: what was made to go wrong, "" for nothing.
        surface: "v1", "legacy" or "saleshandy".

    .. versionadded:: 0.1
    """

    method: str
    path: str
    query: list[tuple[str, str]]
    status: int
    operation_id: str | None
    request_id: str
    body: Any = field(default=None, repr=False)
    retry_after: int | None = None
    seconds: float = 0.0
    faults: str = ""
    surface: str = "v1"


def log_entry(
    request: Incoming, handled: Handled, request_id: str, seconds: float
) -> RecordedRequest:
    """What is remembered of a request; `seconds` is how long the work took."""
    reply, result = handled.reply, handled.result
    status, wait = 0, None
    if isinstance(reply, Reply):
        status, wait = reply.status, reply.headers.get("retry-after")
    body = result.body if result and len(request.body or b"") <= MAX_KEPT_BODY else None
    return RecordedRequest(
        request.method,
        request.path,
        parse_qsl(request.query.decode("latin-1"), keep_blank_values=True),
        status,
        handled.found[0].id if handled.found else None,
        request_id,
        body=body,
        retry_after=int(wait) if wait else None,
        seconds=seconds + reply.delay,
        faults=", ".join(map(str, handled.faults)),
        surface=handled.surface.dialect.name,
    )
