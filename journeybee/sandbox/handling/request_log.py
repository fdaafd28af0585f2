"""The log of the requests that the sandbox answered."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from urllib.parse import parse_qsl

from journeybee.limits.lanes import Priority
from journeybee.sandbox.handling.handler import Handled
from journeybee.sandbox.handling.messages import Incoming, Reply
from journeybee.sandbox.handling.urgency import priority_of

# Beyond this a body is not kept: ten thousand of them should not fill the memory.
MAX_KEPT_BODY = 16 * 1024
MAX_RECORDED = 10_000
# Of so many, with their headers and answers.
MAX_EXCHANGES = 100


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
        priority: the lane of the client, as the header `Priority` has it.

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
    priority: Priority = "normal"


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request as it came, and its answer; both have the key of the caller in them."""

    recorded: RecordedRequest
    headers: Mapping[str, str] = field(repr=False)
    body: bytes | None = field(repr=False)
    reply: Reply | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Activity:
    """What a sandbox did lately.

    Attributes:
        windows: the requests in the rate limit's window by kind of key, each as its age in seconds
            and its lane.
        latest: the latest requests, the latest first.
        calls: how many requests there were in all, by surface and operation.
    """

    windows: Mapping[str, list[tuple[float, Priority]]]
    latest: list[RecordedRequest]
    calls: Mapping[tuple[str, str | None], int]


class RequestLog:
    """The latest requests, oldest first; the caller holds a lock.

    Attributes:
        calls: how many requests there were in all, by surface and operation.
    """

    def __init__(self) -> None:
        self.calls = Counter[tuple[str, str | None]]()
        self._recorded: deque[RecordedRequest] = deque(maxlen=MAX_RECORDED)
        self._exchanges: deque[Exchange] = deque(maxlen=MAX_EXCHANGES)

    def add(self, request: Incoming, handled: Handled, request_id: str, seconds: float) -> None:
        """Record a request; `seconds` is how long the work took."""
        recorded = _recorded(request, handled, request_id, seconds)
        reply = handled.reply if isinstance(handled.reply, Reply) else None
        self._recorded.append(recorded)
        self.calls[recorded.surface, recorded.operation_id] += 1
        self._exchanges.append(Exchange(recorded, request.headers, request.body, reply))

    def all(self) -> list[RecordedRequest]:
        """The latest requests, at most 10,000."""
        return list(self._recorded)

    def latest(self, number: int) -> list[RecordedRequest]:
        """So many of the latest requests, the latest first."""
        return list(islice(reversed(self._recorded), number))

    def exchange(self, request_id: str) -> Exchange | None:
        """A request as it came, if it is one of the latest 100."""
        return next((e for e in self._exchanges if e.recorded.request_id == request_id), None)

    def clear(self) -> None:
        """Forget all requests."""
        self.calls.clear()
        self._recorded.clear()
        self._exchanges.clear()


def _recorded(
    request: Incoming, handled: Handled, request_id: str, seconds: float
) -> RecordedRequest:
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
        priority=priority_of(request.headers),
    )
