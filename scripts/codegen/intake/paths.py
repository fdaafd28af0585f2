"""Finds paths and server URLs that would send a request elsewhere than where they seem to."""

from __future__ import annotations

import ipaddress
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from scripts.codegen.document import resolve
from scripts.codegen.findings import (
    OPERATION,
    PARAMETER,
    Finding,
    Path,
    dropped,
    ignored,
    place_of,
    unsendable,
)
from scripts.codegen.walk import METHODS, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scripts.codegen.document import Json

MAX_PATH = 2_000
MAX_URL = 2_000
MAX_PARAMETER = 200
TEMPLATE = re.compile(r"\{([^{}]*)\}")
# Code has no use for other names: `read_path_names` mends them before.
_PARAMETER = re.compile(r"[A-Za-z_-][A-Za-z0-9_-]*")
_FORBIDDEN = re.compile(r"[\s?\\\0-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_FRAGMENT = re.compile(r"[A-Za-z0-9._~!$&()*+,;=:@/?-]*")
_URL = re.compile(r"[A-Za-z0-9._~:/\[\]%!$&'()*+,;=-]+")


def check_paths(document: Json) -> Iterator[Finding]:
    """A finding for each path that is no path, and for parameters that are not in theirs."""
    for path, node in document["paths"].items():
        steps: Path = ("paths", path)
        if path.startswith("x-"):
            continue
        if problem := _path_fault(path):
            yield dropped(steps, problem, OPERATION)
            continue
        item = resolve(document, node)
        names = TEMPLATE.findall(path)
        for method in METHODS:
            if method in item:
                here: Path = (*steps, method)
                yield from _check_parameters(document, ((item, steps), (item[method], here)), names)


def _path_fault(path: str) -> str:
    """What is wrong with a path; empty if nothing is."""
    route, _, fragment = path.partition("#")
    plain = TEMPLATE.sub("", route)
    if not path.startswith("/") or path.startswith("//"):
        return "must begin with one /"
    if len(path) > MAX_PATH:
        return f"is longer than {MAX_PATH:,} characters"
    if _FORBIDDEN.search(path) or not _FRAGMENT.fullmatch(fragment):
        return "has blanks, control characters, ?, # or \\ in it"
    if "{" in plain or "}" in plain:
        return "has braces that do not match"
    for part in route.split("/"):
        if unquote(part) in {".", ".."} or re.search(r"%2f|%5c", part, re.IGNORECASE):
            return f"has the segment {part}, which leads elsewhere"
    return _names_fault(path)


def _names_fault(path: str) -> str:
    names: list[str] = TEMPLATE.findall(path)
    for name in names:
        if not name or len(name) > MAX_PARAMETER:
            return f"has a parameter without a name or with one of {len(name)}"
        if not _PARAMETER.fullmatch(name):
            return f"has a parameter that cannot be generated, {shown(name)}"
        if names.count(name) > 1:
            return f"has the parameter {shown(name)} twice"
    return ""


def _check_parameters(
    document: Json, owners: tuple[tuple[Json, Path], ...], names: list[str]
) -> Iterator[Finding]:
    """Every parameter of the path is in it, if need be under the one name that is not told of."""
    found: dict[tuple[str, str], Path] = {}
    for owner, here in owners:
        own: dict[tuple[str, str], Path] = {}
        for i, node in enumerate(owner.get("parameters", [])):
            where = (*here, "parameters", i)
            parameter = resolve(document, node)
            if "name" not in parameter:
                yield unsendable(where, "has no name")
                continue
            key = (parameter["in"], parameter["name"])
            if key in own:
                yield ignored(where, f"{shown(key[1])} is there twice")
            own[key] = where
        found |= own
    told = {name: where for (kind, name), where in found.items() if kind == "path"}
    others = sorted(told.keys() - set(names))
    if others and not len(others) == len(set(names) - told.keys()) == 1:
        for name in others:
            problem = f"has no {{{shown(name)}}} in its path"
            yield Finding(place_of(owners[-1][1]), problem, PARAMETER, told[name])


def filled(server: Json) -> str:
    """The URL of a server with the defaults of its variables; LookupError names one without."""
    variables = server.get("variables", {})
    url: str = server["url"][: MAX_URL + 1]
    for name in TEMPLATE.findall(url):
        variable = variables.get(name) if isinstance(variables, dict) else None
        default: Any = variable.get("default") if isinstance(variable, dict) else None
        if not isinstance(default, str):
            raise LookupError(name)  # noqa: TRY004
        url = url.replace(f"{{{name}}}", default[: MAX_URL + 1])[: MAX_URL + 1]
    return url


def url_fault(url: str) -> str:
    """Why no key can be sent to a URL; empty if it can."""
    if len(url) > MAX_URL:
        return f"is longer than {MAX_URL:,} characters"
    if not _URL.fullmatch(url):
        return "is not a plain URL: no blanks, quotes, braces, ?, # or @ in it"
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        return f"is not a URL: {error}"
    if not host:
        return "names no host"
    if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(host)):
        return "must be https, or http on this machine"
    return ""


def is_loopback(host: Any) -> bool:
    """Whether a host is this machine."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
