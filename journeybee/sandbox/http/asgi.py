"""ASGI for the sandbox: reads bodies, writes answers, closes connections early for a fault."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import anyio

from journeybee.sandbox.handling.messages import DroppedError, Incoming, Reply

MAX_BODY = 1024 * 1024
# A larger body is read to its end, so that its sender gets the answer instead of a closed
# connection; a body larger than this is cut off.
MAX_READ = 64 * MAX_BODY
BODY_SECONDS = 30.0

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
ASGIApp = Callable[[Scope, Receive, Send], Awaitable[None]]


async def respond(
    handle: Callable[[Incoming], Reply],
    scope: Scope,
    receive: Receive,
    send: Send,
    *,
    sleep: Callable[[float], Awaitable[None]] = anyio.sleep,
) -> None:
    """Run one ASGI connection through a function that answers requests.

    Raises ConnectionResetError where the connection is to be closed at once.
    """
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
        return
    if scope["type"] != "http":
        await send({"type": "websocket.close"})
        return
    try:
        with anyio.fail_after(BODY_SECONDS):
            body, whole = await _read_body(receive)
    except TimeoutError:
        raise ConnectionResetError("the body took too long") from None
    except ConnectionAbortedError:
        return
    # The raw path keeps an encoded slash apart from a real one.
    path = (scope.get("raw_path") or scope["path"].encode()).decode("latin-1").partition("?")[0]
    headers = {k.decode("latin-1").lower(): v.decode("latin-1") for k, v in scope["headers"]}
    try:
        reply = handle(
            Incoming(scope["method"], path, scope.get("query_string", b""), headers, body),
        )
    except DroppedError as dropped:
        await sleep(dropped.delay)
        raise
    if reply.delay:
        await sleep(reply.delay)
    await _send(scope, send, reply)
    if not whole:
        raise ConnectionResetError("the body was too large to be read")


async def _send(scope: Scope, send: Send, reply: Reply) -> None:
    headers = {**reply.headers, "content-length": str(len(reply.content))}
    await send(
        {
            "type": "http.response.start",
            "status": reply.status,
            "headers": [(k.encode("latin-1"), v.encode("latin-1")) for k, v in headers.items()],
        }
    )
    if reply.sent is None:
        content = b"" if scope["method"] == "HEAD" else reply.content
        await send({"type": "http.response.body", "body": content})
        return
    part = reply.content[: reply.sent]
    await send({"type": "http.response.body", "body": part, "more_body": True})
    raise ConnectionResetError("the sandbox closed the connection within the body")


async def _read_body(receive: Receive) -> tuple[bytes | None, bool]:
    """The body, None when it is too large, and whether it was read to its end.

    Raises ConnectionAbortedError when its sender leaves.
    """
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ConnectionAbortedError("the sender left")
        part: bytes = message.get("body", b"")
        size += len(part)
        if size <= MAX_BODY:
            parts.append(part)
        else:
            parts.clear()
        if not message.get("more_body"):
            return (b"".join(parts) if size <= MAX_BODY else None), True
        if size > MAX_READ:
            return None, False


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
