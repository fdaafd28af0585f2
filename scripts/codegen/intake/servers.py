"""Where requests go: the server of a spec beside the base URL that users have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scripts.codegen.findings import Finding, Path, ignored
from scripts.codegen.intake.paths import filled, is_loopback, url_fault
from scripts.codegen.walk import METHODS, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scripts.codegen.document import Json


def place_under(document: Json, known: str) -> list[Finding]:
    """Leave one server, whose URL becomes the base URL, and the paths that go with it.

    ``known`` is the base URL so far. It stays where a spec names no server that a key can be sent
    to: none, http, a relative one, this machine. A prefix that moved between the server and the
    paths moves back, so that no operation changes its name.
    """
    servers = document.get("servers", [])
    found = [*_of_their_own(document, servers)]
    url, problem = _first(servers)
    if servers and problem:
        found.append(ignored(("servers", 0, "url"), f"{problem}: the base URL stays what it is"))
    usable = bool(servers) and not problem
    document["servers"] = [{"url": url if usable else known}] if usable or known else []
    host, path = _parts(url)
    known_host, known_path = _parts(known)
    moved = bool(known) and path != known_path and _moved(document, path, known_path)
    if moved and (not usable or host == known_host):
        document["paths"] = moved
        document["servers"] = [{"url": known}]
    return found


def _of_their_own(document: Json, servers: Any) -> Iterator[Finding]:
    """A note on each path and operation at a server of its own: it is sent to the base URL."""
    paths = document.get("paths")
    items = paths.items() if isinstance(paths, dict) else ()
    owners: list[tuple[Path, Any]] = [(("paths", path), item) for path, item in items]
    owners += [
        ((*steps, method), item[method])
        for steps, item in owners
        for method in METHODS
        if isinstance(item, dict) and method in item
    ]
    for steps, owner in owners:
        own = owner.pop("servers", None) if isinstance(owner, dict) else None
        url, _ = _first(own)
        if own and url != _first(servers)[0]:
            problem = f"{shown(url)} is not used: the operation is sent to the base URL"
            yield ignored((*steps, "servers", 0, "url"), problem)


def _first(servers: Any) -> tuple[str, str]:
    """The URL of the first server, and why no key can be sent to it."""
    server = servers[0] if isinstance(servers, list) and servers else None
    if not isinstance(server, dict) or not isinstance(server.get("url"), str):
        return "", "must be text"
    try:
        url = filled(server)
    except LookupError as missing:
        return "", f"has no default for {shown(missing.args[0])}"
    fault = url_fault(url)
    if not fault and is_loopback(urlsplit(url).hostname):
        fault = "is this machine"
    return url, fault


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
