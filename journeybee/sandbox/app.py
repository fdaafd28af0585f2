"""The sandbox as an ASGI application."""

from __future__ import annotations

import json
import logging
import random
import threading
import time
import uuid
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl

from journeybee.sandbox.behaviours import answer
from journeybee.sandbox.catalog import Call
from journeybee.sandbox.errors import ApiError, not_found
from journeybee.sandbox.rate import SlidingWindow
from journeybee.sandbox.resources import Resources
from journeybee.sandbox.server import SandboxServer
from journeybee.sandbox.shapes import Maker
from journeybee.sandbox.spec import Operation, Spec, load_document
from journeybee.sandbox.store import Store
from journeybee.sandbox.validation import Validator
from journeybee.sandbox.world import build_world

MAX_BODY = 1024 * 1024
MAX_RECORDED = 10_000

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

_logger = logging.getLogger("journeybee.sandbox")


@dataclass(frozen=True, slots=True)
class RecordedRequest:
    """A request the sandbox answered. `path` begins after the host; headers are not kept.

    `operation_id` is None when the path and method belong to no operation.
    """

    method: str
    path: str
    query: list[tuple[str, str]]
    status: int
    operation_id: str | None
    request_id: str


class Sandbox:
    """An embedded JourneyBee: an ASGI app that behaves like the documented v1 API.

    Args:
        world: "demo", a linked company built from the seed, or "empty", with nothing but what the
            API cannot create (currencies, attributions, certifications).
        seed: The same seed gives the same world, uuids and keys.
        rate_limit: Requests per `period` seconds and key; None switches the limit off.
        period: Length of the rate limit's sliding window, in seconds.
        now: The moment the sandbox lives at, with a time zone; time stands still then. By default
            it is the actual time.
        clock: Monotonic seconds for the rate limit.
        document: The OpenAPI document to behave like; by default the one of the generated client.

    `api_key` may read and write, `read_only_key` only read; both may be set. The app answers below
    the path of the document's server URL, /v1.
    """

    def __init__(
        self,
        *,
        world: str = "demo",
        seed: int | str = 0,
        rate_limit: int | None = 100,
        period: float = 60.0,
        now: datetime | None = None,
        clock: Callable[[], float] = time.monotonic,
        document: Mapping[str, Any] | None = None,
    ) -> None:
        if world not in ("demo", "empty"):
            raise ValueError('world must be "demo" or "empty"')
        if now is not None and now.tzinfo is None:
            raise ValueError("now must have a time zone")
        keys = random.Random(f"keys {seed}")  # noqa: S311 - fake keys, meant to be guessable
        self.api_key = f"jb_sandbox_write_{keys.getrandbits(64):016x}"
        self.read_only_key = f"jb_sandbox_read_{keys.getrandbits(64):016x}"
        self.spec = Spec(load_document() if document is None else document)
        self._world = world
        self._seed = seed
        self._now = now
        self._started = now or datetime.now(UTC)
        self._validator = Validator(self.spec)
        self._limit = SlidingWindow(rate_limit, period, clock)
        self._requests: deque[RecordedRequest] = deque(maxlen=MAX_RECORDED)
        self._lock = threading.Lock()
        self._build()

    def __repr__(self) -> str:
        return f"Sandbox(world={self._world!r}, seed={self._seed!r})"

    @property
    def requests(self) -> list[RecordedRequest]:
        """The latest requests, oldest first, at most 10,000. Refused ones are among them."""
        with self._lock:
            return list(self._requests)

    @property
    def store(self) -> Store:
        """What the sandbox holds at the moment, for tests to look into."""
        return self.resources.store

    def reset(self) -> None:
        """Back to the first moment: the same world, no recorded requests, an unused rate limit."""
        with self._lock:
            self._requests.clear()
            self._limit.clear()
            self._build()

    def serve(self, *, host: str = "127.0.0.1", port: int = 0) -> SandboxServer:
        """Serve over HTTP in a background thread: `with sandbox.serve() as server: server.url`.

        Port 0 takes a free one. Raises ImportError without uvicorn, OSError for a taken address.
        """
        return SandboxServer(self, host, port, self.spec.prefix)

    def _build(self) -> None:
        numbers = random.Random(f"uuids {self._seed}")  # noqa: S311 - reproducible, not secret
        self._request_number = 0
        make = Maker(
            uuid=lambda: str(uuid.UUID(int=numbers.getrandbits(128), version=4)),
            now=lambda: self._now or datetime.now(UTC),
        )
        self.resources = Resources(self.spec, Store(), make)
        build_world(self.resources, self._world, self._seed, self._started)

    # ------------------------------------------------------------------ one request

    def handle(
        self,
        method: str,
        path: str,
        query_string: bytes,
        headers: Mapping[str, str],
        body: bytes | None,
    ) -> tuple[int, dict[str, str], bytes]:
        """Answer one request: status, headers, content. A body of None means it was too large."""
        with self._lock:
            self._request_number += 1
            request_id = f"sandbox-{self._request_number:06d}"
            found = self._match(method, path)
            try:
                status, value = self._answer(found, query_string, headers, body)
                extra: dict[str, str] = {}
            except ApiError as error:
                status, extra = error.status, error.headers
                value = {"error": {"code": error.code, "message": error.message}}
            except Exception:
                _logger.exception("the sandbox failed on %s %s", method, path)
                status, extra = 500, {}
                value = {"error": {"code": "internal_error", "message": "Internal error"}}
            query = parse_qsl(query_string.decode("latin-1"), keep_blank_values=True)
            self._requests.append(
                RecordedRequest(
                    method, path, query, status, found[0].id if found else None, request_id
                )
            )
        content = b"" if status == 204 else json.dumps(value, ensure_ascii=False).encode()
        content_type = {} if status == 204 else {"content-type": "application/json; charset=utf-8"}
        return status, {**content_type, **extra, "x-request-id": request_id}, content

    def _match(self, method: str, path: str) -> tuple[Operation, dict[str, str]] | None:
        prefix = self.spec.prefix
        return self.spec.match(method, path[len(prefix) :]) if path.startswith(prefix) else None

    def _answer(
        self,
        found: tuple[Operation, dict[str, str]] | None,
        query_string: bytes,
        headers: Mapping[str, str],
        body: bytes | None,
    ) -> tuple[int, Any]:
        key = self._authenticate(headers.get("authorization"))
        self._limit.take(key)
        if found is None:
            raise not_found("Route not found")
        operation, path = found
        if operation.permission == "write" and key != self.api_key:
            raise ApiError(403, "forbidden", "Write access is required")
        if body is None:
            raise ApiError(413, "payload_too_large", "Body is larger than 1 MiB")
        self._validator.path(operation, path)
        query = self._validator.query(operation, query_string)
        value = self._validator.body(operation, body, headers.get("content-type", ""))
        return operation.status, answer(self.resources, Call(operation, path, query, value))

    def _authenticate(self, header: str | None) -> str:
        if not header:
            raise ApiError(401, "unauthorized", "Authorization header is required")
        scheme, _, key = header.partition(" ")
        known = (self.api_key, self.read_only_key)
        if scheme.lower() not in ("bearer", "api-key") or key.strip() not in known:
            raise ApiError(401, "unauthorized", "Invalid API key")
        return key.strip()

    # ------------------------------------------------------------------ ASGI

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI entry point."""
        if scope["type"] == "lifespan":
            await _lifespan(receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close"})
            return
        try:
            body = await _read_body(receive)
        except ConnectionResetError:
            return
        # The raw path keeps an encoded slash apart from a real one.
        path = (scope.get("raw_path") or scope["path"].encode()).decode("latin-1").partition("?")[0]
        headers = {k.decode("latin-1").lower(): v.decode("latin-1") for k, v in scope["headers"]}
        status, answered, content = self.handle(
            scope["method"], path, scope.get("query_string", b""), headers, body
        )
        answered["content-length"] = str(len(content))
        await send(
            {
                "type": "http.response.start",
                "status": status,
                "headers": [
                    (k.encode("latin-1"), v.encode("latin-1")) for k, v in answered.items()
                ],
            }
        )
        await send({"type": "http.response.body", "body": content})


async def _read_body(receive: Receive) -> bytes | None:
    """The whole body; None when it is too large, though it is read to its end all the same.

    A client that is still sending would otherwise meet a closed connection instead of the answer.
    """
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ConnectionResetError
        part: bytes = message.get("body", b"")
        size += len(part)
        if size <= MAX_BODY:
            parts.append(part)
        else:
            parts.clear()
        if not message.get("more_body"):
            return b"".join(parts) if size <= MAX_BODY else None


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
