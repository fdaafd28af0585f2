"""What the sandbox remembers of the requests it answered."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

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
