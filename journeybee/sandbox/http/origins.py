"""Refuses requests that web pages of other origins make a browser send.

A page may aim a browser at this machine in two ways: by naming it, which the browser marks with
`Origin` and `Sec-Fetch-Site`, or by a domain of its own that resolves to it (DNS rebinding), which
leaves that domain in `Host`. Programs send neither mark, and a `Host` that is an address or
`localhost`.
"""

from __future__ import annotations

import ipaddress
import json
from collections.abc import Collection
from urllib.parse import urlsplit

from journeybee.sandbox.handling.messages import Incoming, Reply


def refusal(request: Incoming, allowed_hosts: Collection[str]) -> Reply | None:
    """The answer to a request that only a page of another origin causes; None for all others."""
    host = request.headers.get("host")
    if host is not None and not _is_allowed(host, allowed_hosts):
        message = f"The host {host!r} is not allowed: pass it in allowed_hosts (--allow-host)"
        return _reply(421, "misdirected_request", message)
    if _is_cross_site(request, host):
        return _reply(403, "forbidden", "Pages of other origins may not use the sandbox")
    return None


def _is_allowed(host: str, allowed_hosts: Collection[str]) -> bool:
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return False
    if name == "localhost" or name.endswith(".localhost") or name in allowed_hosts:
        return True
    try:
        # No DNS name is an address, so none can be rebound to it.
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _is_cross_site(request: Incoming, host: str | None) -> bool:
    origin = request.headers.get("origin")
    if origin is not None and origin not in (f"http://{host}", f"https://{host}"):
        return True
    if request.headers.get("sec-fetch-site", "none") in ("none", "same-origin"):
        return False
    # A link elsewhere may lead to the start page, whose policy keeps it out of frames.
    mode = request.headers.get("sec-fetch-mode")
    return (request.method, request.path, mode) != ("GET", "/", "navigate")


def _reply(status: int, code: str, message: str) -> Reply:
    body = {"error": {"code": code, "message": message}}
    return Reply(status, {"content-type": "application/json"}, json.dumps(body).encode())
