"""Applies OpenAPI Overlay 1.0 and 1.1 documents: corrections to a spec, each with its reason.

Targets are found by python-jsonpath in its strict mode: of the JSONPath libraries it is the one
that passes the compliance suite of RFC 9535 (but for Unicode classes in patterns), needs no other
package and is kept up; the one Overlay library on the index selects by another, older dialect.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from jsonpath import JSONPathEnvironment
from jsonpath.exceptions import JSONPathError

from scripts.codegen.errors import SpecError, pointer
from scripts.codegen.intake.parse import parse
from scripts.codegen.walk import clone, shown

if TYPE_CHECKING:
    from pathlib import Path

    from jsonpath import JSONPathMatch

    from scripts.codegen.document import Json


class _Strict(JSONPathEnvironment):
    # As deep as a document may be, and one more for its root.
    max_recursion_depth = 201


_JSONPATH = _Strict(strict=True)
_FIELDS = {"overlay", "info", "extends", "actions"}
_ACTION = {"target", "description", "update", "remove"}


def apply_overlay(document: Json, overlay: Json, name: str = "overlay") -> Json:
    """A copy of the document with the actions carried out in their order.

    SpecError names the place in the overlay, ``name``: an action without a reason
    (``description``), one that matches nothing, or what its version of Overlay does not know.
    """
    _check(overlay, name)
    result: Json = clone(document)
    for i, action in enumerate(overlay["actions"]):
        result = _act(result, action, name + pointer("actions", i))
    return result


def overlaid(document: Json, path: Path) -> Json:
    """The document under the overlay in a file, which need not exist; SpecError names the file."""
    if not path.exists():
        return document
    name = f"specs/overlays/{path.name}" if path.parent.name == "overlays" else path.name
    return apply_overlay(document, parse(path.read_bytes(), name), name)


def _check(overlay: Json, name: str) -> None:
    _check_keys(overlay, _FIELDS, f"{name}#")
    version = overlay.get("overlay")
    if not isinstance(version, str) or not re.fullmatch(r"1\.[01]\.\d+", version):
        raise SpecError(f"{name}#/overlay", "must be 1.0.0 or 1.1.0")
    newer = version.startswith("1.1")
    info = overlay.get("info")
    if not isinstance(info, dict) or not {"title", "version"} <= info.keys():
        raise SpecError(f"{name}#/info", "must have a title and a version")
    described = {"description"} if newer else set[str]()
    _check_keys(info, {"title", "version"} | described, f"{name}#/info")
    actions = overlay.get("actions")
    if not isinstance(actions, list) or not actions:
        raise SpecError(f"{name}#/actions", "must be a list with at least one action")
    for i, action in enumerate(actions):
        _check_action(
            action, _ACTION | {"copy"} if newer else _ACTION, name + pointer("actions", i)
        )


def _check_action(action: Any, known: set[str], where: str) -> None:
    if not isinstance(action, dict):
        raise SpecError(where, "must be an object")
    _check_keys(action, known, where)
    reason = action.get("description")
    if not isinstance(reason, str) or not reason.strip():
        raise SpecError(where, "gives no reason: write it as its description")
    if not isinstance(action.get("target"), str):
        raise SpecError(where, "has no target")
    if not isinstance(action.get("copy", ""), str):
        raise SpecError(f"{where}/copy", "must be JSONPath")
    if not isinstance(action.get("remove", False), bool):
        raise SpecError(f"{where}/remove", "must be true or false")
    effects = ("update" in action) + ("copy" in action) + action.get("remove", False)
    if effects != 1:
        raise SpecError(where, "must either update, copy or remove")


def _check_keys(node: Json, known: set[str], where: str) -> None:
    for key in node:
        if key not in known and not key.startswith("x-"):
            raise SpecError(where, f"has the unknown key {shown(key)!r}")


def _act(document: Json, action: Json, where: str) -> Json:
    matches = _select(document, action["target"], f"{where}/target")
    if not matches:
        raise SpecError(where, f"matches nothing any more: {action['target']}")
    if action.get("remove"):
        _remove(matches, where)
        return document
    update = action.get("update")
    if "copy" in action:
        found = _select(document, action["copy"], f"{where}/copy")
        if len(found) != 1:
            raise SpecError(f"{where}/copy", f"must select one place, and selects {len(found)}")
        update = clone(found[0].obj)
    for match in matches:
        _update(match.obj, update, where)
    return document


def _select(document: Json, path: str, where: str) -> list[JSONPathMatch]:
    try:
        return list(_JSONPATH.finditer(path, document))
    except (JSONPathError, RecursionError) as error:
        raise SpecError(where, f"is not JSONPath: {error}") from None


def _remove(matches: list[JSONPathMatch], where: str) -> None:
    """Overlay 1.0 removes objects and lists; single values may go too, as in 1.1."""
    doomed: list[tuple[Any, str | int]] = []
    for match in matches:
        if match.parent is None:
            raise SpecError(where, "would remove the whole document")
        doomed.append((match.parent.obj, match.parts[-1]))
    # From the end of a list, so that the indexes before stay true; each place only once.
    places = {(id(parent), key): (parent, key) for parent, key in doomed}
    for parent, key in sorted(
        places.values(), key=lambda p: p[1] if isinstance(p[1], int) else -1, reverse=True
    ):
        del parent[key]


def _update(target: Any, update: Any, where: str) -> None:
    if isinstance(target, list):
        target.append(clone(update))
    elif not isinstance(target, dict):
        raise SpecError(where, "selects single values: select the object that holds them")
    elif not isinstance(update, dict):
        raise SpecError(where, "selects an object: the update must be one too")
    else:
        _merge(target, update)


def _merge(target: Json, update: Json) -> None:
    """Objects are merged, lists made longer, and anything else put in the place of what was."""
    for key, value in update.items():
        old = target.get(key)
        if isinstance(old, dict) and isinstance(value, dict):
            _merge(old, value)
        elif isinstance(old, list) and isinstance(value, list):
            old += clone(value)
        else:
            target[key] = clone(value)
