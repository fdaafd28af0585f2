"""Refuses paths and server URLs that would send a request elsewhere than where they seem to."""

from __future__ import annotations

import ipaddress
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from scripts.codegen.document import resolve
from scripts.codegen.errors import SpecError
from scripts.codegen.walk import METHODS, expect, place, shown

if TYPE_CHECKING:
    from scripts.codegen.document import Json
    from scripts.codegen.walk import Steps

MAX_PATH = 2_000
MAX_URL = 2_000
MAX_PARAMETER = 200
_TEMPLATE = re.compile(r"\{([^{}]*)\}")
# What the generator takes for the name of a path parameter.
_PARAMETER = re.compile(r"[A-Za-z_-][A-Za-z0-9_-]*")
_FORBIDDEN = re.compile(r"[\s?#\\\0-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_URL = re.compile(r"[A-Za-z0-9._~:/\[\]%!$&'()*+,;=-]+")


def check_paths(document: Json) -> None:
    """SpecError for the first path that is no path, or that another operation has too."""
    routes: dict[tuple[str, str], str] = {}
    for path, node in document["paths"].items():
        steps: Steps = ((None, "paths"), path)
        if path.startswith("x-"):
            continue
        item = resolve(document, node)
        names = _check_path(path, steps)
        for method in METHODS:
            if method not in item:
                continue
            here: Steps = (steps, method)
            route = (method, _TEMPLATE.sub("{}", path))
            if routes.setdefault(route, path) != path:
                other = place((((None, "paths"), routes[route]), method))
                raise SpecError(place(here), f"is the same as {other} but for names")
            _check_parameters(document, ((item, steps), (item[method], here)), names)


def _check_path(path: str, steps: Steps) -> list[str]:
    """The names in the braces of a path."""
    where = place(steps)
    if not path.startswith("/") or path.startswith("//"):
        raise SpecError(where, "must begin with one /")
    if len(path) > MAX_PATH:
        raise SpecError(where, f"is longer than {MAX_PATH:,} characters")
    if _FORBIDDEN.search(path):
        raise SpecError(where, "has blanks, control characters, ?, # or \\ in it")
    plain = _TEMPLATE.sub("", path)
    if "{" in plain or "}" in plain:
        raise SpecError(where, "has braces that do not match")
    for part in path.split("/"):
        if unquote(part) in {".", ".."} or re.search(r"%2f|%5c", part, re.IGNORECASE):
            raise SpecError(where, f"has the segment {part}, which leads elsewhere")
    return _check_names(path, where)


def _check_names(path: str, where: str) -> list[str]:
    names: list[str] = _TEMPLATE.findall(path)
    for name in names:
        if not name or len(name) > MAX_PARAMETER:
            raise SpecError(where, f"has a parameter without a name or with one of {len(name)}")
        if not _PARAMETER.fullmatch(name):
            raise SpecError(where, f"has a parameter that cannot be generated, {shown(name)}")
        if names.count(name) > 1:
            raise SpecError(where, f"has the parameter {shown(name)} twice")
    return names


def _check_parameters(
    document: Json, owners: tuple[tuple[Json, Steps], ...], names: list[str]
) -> None:
    """Every parameter of the path is in it, if need be under the one name that is not told of."""
    found: set[tuple[str, str]] = set()
    for owner, here in owners:
        own: set[tuple[str, str]] = set()
        for i, node in enumerate(owner.get("parameters", [])):
            where = ((here, "parameters"), i)
            parameter = resolve(document, node)
            if "name" not in parameter:
                raise SpecError(place(where), "has no name")
            key = (parameter["in"], parameter["name"])
            if key in own:
                raise SpecError(place(where), f"{shown(key[1])} is there twice")
            own.add(key)
        found |= own
    steps = owners[-1][1]
    told = {name for kind, name in found if kind == "path"}
    others = sorted(told - set(names))
    if others and not len(others) == len(set(names) - told) == 1:
        raise SpecError(place(steps), f"has no {{{shown(others[0])}}} in its path")


def check_servers(owner: Json, steps: Steps) -> None:
    """SpecError unless the servers of a document, path or operation can be trusted with a key."""
    servers = owner.get("servers", [])
    expect(servers, list, (steps, "servers"))
    for i, server in enumerate(servers):
        here: Steps = ((steps, "servers"), i)
        expect(server, dict, here)
        expect(server.get("url"), str, (here, "url"))
        variables = server.get("variables", {})
        expect(variables, dict, (here, "variables"))
        url = server["url"][: MAX_URL + 1]
        for name in _TEMPLATE.findall(url):
            variable = variables.get(name)
            default: Any = variable.get("default") if isinstance(variable, dict) else None
            expect(default, str, (((here, "variables"), name), "default"))
            url = url.replace(f"{{{name}}}", default[: MAX_URL + 1])[: MAX_URL + 1]
        _check_url(url, place((here, "url")))


def _check_url(url: str, where: str) -> None:
    if len(url) > MAX_URL:
        raise SpecError(where, f"is longer than {MAX_URL:,} characters")
    if not _URL.fullmatch(url):
        raise SpecError(where, "is not a plain URL: no blanks, quotes, braces, ?, # or @ in it")
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise SpecError(where, f"is not a URL: {error}") from None
    if not host:
        raise SpecError(where, "names no host: write the whole URL, if need be by an overlay")
    if parts.scheme != "https" and not (parts.scheme == "http" and _is_loopback(host)):
        raise SpecError(where, "must be https, or http on this machine")


def _is_loopback(host: Any) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
