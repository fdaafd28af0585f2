"""Where requests go: the server of a spec beside the base URL that users have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scripts.codegen.findings import Finding, ignored
from scripts.codegen.intake.paths import filled, is_loopback, url_fault

if TYPE_CHECKING:
    from scripts.codegen.document import Json


def place_under(document: Json, known: str) -> list[Finding]:
    """Leave one server, whose URL becomes the base URL, and the paths that go with it.

    ``known`` is the base URL so far. It stays where a spec names no server that a key can be sent
    to: none, http, a relative one, this machine. A prefix that moved between the server and the
    paths moves back, so that no operation changes its name. What is no list of servers stays.
    """
    servers = document.get("servers", [])
    if not isinstance(servers, list) or not all(isinstance(s, dict) for s in servers):
        return []
    url, problem = _first(servers)
    host, path = _parts(url)
    usable = bool(servers) and not problem
    document["servers"] = [{"url": url if usable else known}] if usable or known else []
    if known:
        known_host, known_path = _parts(known)
        moved = path != known_path and _moved(document, path, known_path)
        if moved and (not usable or host == known_host):
            document["paths"] = moved
            document["servers"] = [{"url": known}]
    return [ignored(("servers", 0, "url"), problem)] if servers and problem else []


def _first(servers: list[Json]) -> tuple[str, str]:
    """The URL of the first server, and why no key can be sent to it."""
    if not servers or not isinstance(servers[0].get("url"), str):
        return "", "must be text"
    try:
        url = filled(servers[0])
    except LookupError as missing:
        return "", f"has no default for {missing.args[0]}"
    fault = url_fault(url)
    if not fault and is_loopback(urlsplit(url).hostname):
        fault = "is this machine"
    return url, f"{fault}: the base URL stays what it is" if fault else ""


def _parts(url: str) -> tuple[tuple[str, str], str]:
    try:
        parts = urlsplit(url)
    except ValueError:
        return ("", ""), ""
    return (parts.scheme, parts.netloc), parts.path.rstrip("/")


def _moved(document: Json, prefix: str, known: str) -> dict[str, Any] | None:
    """The paths below the known prefix, if every one of them lies there."""
    paths = document.get("paths")
    if not isinstance(paths, dict):
        return None
    result: dict[str, Any] = {}
    for path, item in paths.items():
        whole = path if path.startswith("x-") else f"{prefix}{path}"
        if not path.startswith("x-"):
            if not whole.startswith(f"{known}/"):
                return None
            whole = whole.removeprefix(known)
        result[whole] = item
    return result
