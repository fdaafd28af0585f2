"""The start page: one HTML document that loads nothing from elsewhere, and the figures it shows."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections import Counter
from functools import cache
from importlib import resources
from typing import Any

from journeybee.sandbox.core import SandboxCore
from journeybee.sandbox.handling.messages import Incoming, Reply

FIGURES = "/_sandbox"
SHOWN = 100
# Other pages cannot frame this page, and it can load and run nothing but itself.
_POLICY = (
    "default-src 'none'; img-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'; script-src {script}; style-src {style}"
)


def page_reply(core: SandboxCore, request: Incoming) -> Reply | None:
    """The page, or its figures, when a request asks for one of them; None otherwise."""
    if request.method not in ("GET", "HEAD") or request.path not in ("/", FIGURES):
        return None
    common = {"cache-control": "no-store", "x-content-type-options": "nosniff"}
    if request.path == "/":
        content, policy = _page()
        html = {"content-type": "text/html; charset=utf-8", "content-security-policy": policy}
        return Reply(200, {**common, **html}, content)
    figures = json.dumps(_figures(core)).encode()
    return Reply(200, {**common, "content-type": "application/json"}, figures)


@cache
def _page() -> tuple[bytes, str]:
    text = resources.files("journeybee.sandbox.http").joinpath("start_page.html").read_text("utf-8")
    policy = _POLICY.format(script=_hash(text, "script"), style=_hash(text, "style"))
    return text.encode(), policy


def _hash(text: str, tag: str) -> str:
    found = re.search(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
    digest = hashlib.sha256((found[1] if found else "").encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _figures(core: SandboxCore) -> dict[str, Any]:
    requests = core.requests
    calls = Counter((request.surface, request.operation_id) for request in requests)
    return {
        "world": core.world_name,
        "now": core.clock.now().isoformat(timespec="seconds"),
        "items": {
            name: surface.resources.store.counts() for name, surface in core.surfaces.items()
        },
        "limit": {"requests": core.rate_limit, "period": core.period},
        "window": core.window(),
        "total": len(requests),
        "requests": [
            {
                "id": request.request_id,
                "method": request.method,
                "path": request.path[:300],
                "status": request.status,
                "operation": request.operation_id,
                "milliseconds": round(request.seconds * 1000, 1),
                "retry_after": request.retry_after,
                "faults": request.faults,
            }
            for request in requests[-SHOWN:]
        ],
        "operations": [
            {
                "surface": name,
                "id": operation.id,
                "method": operation.method,
                "path": surface.dialect.prefix + operation.path,
                "evidence": operation.evidence,
                "calls": calls[name, operation.id],
            }
            for name, surface in core.surfaces.items()
            for operation in surface.spec.operations.values()
        ],
    }
