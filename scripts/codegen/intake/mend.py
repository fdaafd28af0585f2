"""Spells out what a spec plainly means and says in a way that no reader takes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from scripts.codegen.document import resolve
from scripts.codegen.intake.paths import TEMPLATE
from scripts.codegen.walk import METHODS, walk

if TYPE_CHECKING:
    from scripts.codegen.document import Json

# Signs that gateways, Go and Spring write in the names of path parameters. Others, such as
# {+path}, {path*} and {name=files/*}, say how the value is written, and are left to be found.
_ODD_NAME = re.compile(r"[A-Za-z0-9_.:$@\[\] -]+")
_PLAIN_NAME = re.compile(r"[A-Za-z_-][A-Za-z0-9_-]*")
_RANGE = re.compile(r"[1-5]xx")


def mend(document: Json) -> None:
    """Write null types, ranges of statuses and names of path parameters as they are meant."""
    for kind, _, node in walk(document):
        if kind == "schema" and "type" in node:
            node["type"] = _with_null(node["type"])
        elif kind == "operation" and isinstance(node.get("responses"), dict):
            node["responses"] = {
                code.upper() if _RANGE.fullmatch(code) else code: response
                for code, response in node["responses"].items()
            }
    paths: Any = document.get("paths")
    if isinstance(paths, dict):
        paths = dict(_with_plain_names(document, path, paths[path]) for path in paths)
        document["paths"] = {_without_query(path, item): item for path, item in paths.items()}


def _without_query(path: str, item: Any) -> str:
    """The path with its query as a fragment, which is not sent: what it says is a parameter.

    Some specs tell operations of one path apart so: `/leads?view=short`.
    """
    path, _, query = path.partition("?")
    given = item.setdefault("parameters", []) if query and isinstance(item, dict) else None
    if not isinstance(given, list):
        return f"{path}?{query}" if query else path
    for name, value in parse_qsl(query, keep_blank_values=True):
        schema = {"type": "string", "const": value}
        given.append({"name": name, "in": "query", "required": True, "schema": schema})
    return f"{path}#{query}"


def _with_null(types: Any) -> Any:
    """`[string, null]` without quotes is YAML for a type and nothing."""
    if isinstance(types, list):
        return ["null" if kind is None else kind for kind in types]
    return "null" if types is None else types


def _with_plain_names(document: Json, path: str, item: Any) -> tuple[str, Any]:
    """The path and its item with parameters that code can name: `{lead.id}` is `{lead_id}`."""
    names: list[str] = TEMPLATE.findall(path)
    odd = [n for n in names if not _PLAIN_NAME.fullmatch(n) and _ODD_NAME.fullmatch(n)]
    new: dict[str, str] = {}
    for name in odd:
        plain = re.sub(r"[^A-Za-z0-9_-]+", "_", name).strip("_")
        plain = plain if plain[:1].isalpha() else f"p{plain}"
        while plain in {*names, *new.values()}:
            plain += "_"
        new[name] = plain
    if not new:
        return path, item
    for old, plain in new.items():
        path = path.replace(f"{{{old}}}", f"{{{plain}}}")
    owners: list[Any] = [item]
    owners += [item.get(method) for method in METHODS] if isinstance(item, dict) else []
    for owner in owners:
        given = owner.get("parameters") if isinstance(owner, dict) else None
        if isinstance(given, list):
            owner["parameters"] = [_renamed(document, parameter, new) for parameter in given]
    return path, item


def _renamed(document: Json, parameter: Any, new: dict[str, str]) -> Any:
    try:
        found = resolve(document, parameter)
        if found["in"] == "path" and found["name"] in new:
            return {**found, "name": new[found["name"]]}
    except (KeyError, TypeError, IndexError, ValueError, AttributeError):
        pass  # what leads nowhere is found later
    return parameter
