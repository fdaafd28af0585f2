"""One request and its answer, as the start page shows them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from journeybee.sandbox.handling.request_log import Exchange

# Of a body; a page of a list is shorter.
MAX_SHOWN = 256 * 1024
_SECRET = ("authorization", "x-api-key", "cookie", "proxy-authorization")


def exchange_view(exchange: Exchange) -> dict[str, Any]:
    """The request and its answer as JSON; keys and cookies are hidden."""
    recorded, reply = exchange.recorded, exchange.reply
    return {
        "id": recorded.request_id,
        "method": recorded.method,
        "path": recorded.path,
        "query": recorded.query,
        "headers": _shown(exchange.headers),
        "body": _text(exchange.body),
        "status": recorded.status,
        "milliseconds": round(recorded.seconds * 1000, 1),
        "faults": recorded.faults,
        "answer_headers": _shown(reply.headers) if reply else {},
        "answer": _text(reply.content) if reply else None,
    }


def _shown(headers: Mapping[str, str]) -> dict[str, str]:
    return {name: "hidden" if name in _SECRET else value for name, value in headers.items()}


def _text(content: bytes | None) -> str | None:
    if content is None:
        return None
    text = content[:MAX_SHOWN].decode("utf-8", "replace")
    return text if len(content) <= MAX_SHOWN else f"{text}\n... {len(content)} bytes in all"
