"""Refuses references that cannot be followed, and schemas that only lead back to themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scripts.codegen.errors import SpecError
from scripts.codegen.walk import expect, place, shown, unroll, walk

if TYPE_CHECKING:
    from scripts.codegen.document import Json
    from scripts.codegen.walk import Place, Steps

# Through these a schema speaks of the same value, so that a circle of them never says anything.
_SAME_VALUE_LISTS = ("allOf", "anyOf", "oneOf")
_SAME_VALUE = ("not", "if", "then", "else")
MAX_HOPS = 100
MAX_PARTS = 10_000

# What a schema leads to, by identity: the document is a tree, so that each object has one place.
_Edges = dict[int, list[int]]


def check_references(document: Json) -> None:
    """SpecError for the first reference or circle of references that leads nowhere."""
    wanted: dict[int, tuple[str, Steps, str]] = {}
    edges: _Edges = {}
    places: dict[int, Steps] = {}
    for found in walk(document):
        targets = _same_value(found)
        if "$dynamicRef" in found.node and found.kind == "schema":
            raise SpecError(place((found.steps, "$dynamicRef")), "is not followed")
        if "$ref" in found.node and found.kind != "document":
            target = _target(document, found)
            if isinstance(target, dict):
                targets.append(target)
                ref = found.node["$ref"]
                kind, where, _ = wanted.setdefault(id(target), (found.kind, found.steps, ref))
                if kind != found.kind:
                    raise SpecError(
                        place((found.steps, "$ref")),
                        f"{shown(ref)} is taken for a {kind} in {place(where)}",
                    )
        if targets:
            edges[id(found.node)] = [id(t) for t in targets]
            places[id(found.node)] = found.steps
    for found in walk(document):
        kind, steps, ref = wanted.pop(id(found.node), (found.kind, None, ""))
        if kind != found.kind:
            raise SpecError(place((steps, "$ref")), f"{shown(ref)} is not a {kind}")
    for kind, steps, ref in wanted.values():
        raise SpecError(place((steps, "$ref")), f"{shown(ref)} is not a {kind}")
    _check_circles(edges, places)


def _same_value(found: Place) -> list[Any]:
    if found.kind != "schema":
        return []
    node = found.node
    result = [child for key in _SAME_VALUE_LISTS for child in node.get(key, [])]
    result += [node[key] for key in _SAME_VALUE if key in node]
    result += node.get("dependentSchemas", {}).values()
    return [child for child in result if isinstance(child, dict)]


def _target(document: Json, found: Place) -> Any:
    """What the reference of a place names; SpecError if there is no such thing."""
    ref = found.node["$ref"]
    where = place((found.steps, "$ref"))
    expect(ref, str, (found.steps, "$ref"))
    if not ref.startswith("#"):
        raise SpecError(where, f"{shown(ref)} is outside of this document")
    parts = ref.split("/")
    if found.kind == "schema" and parts[:2] in (["#", "$defs"], ["#", "definitions"]):
        base = _enclosing(document, found.steps, parts)
    elif parts[:2] in (["#", "components"], ["#", "paths"]):
        base = document
    else:
        raise SpecError(where, f"{shown(ref)} is not in components or paths")
    node: Any = base
    for part in parts[1:]:
        node = _step(node, part.replace("~1", "/").replace("~0", "~"))
        if node is None:
            raise SpecError(where, f"{shown(ref)} is not there")
    if not isinstance(node, dict) and not (found.kind == "schema" and isinstance(node, bool)):
        raise SpecError(where, f"{shown(ref)} is not a {found.kind}")
    return node


def _step(node: Any, key: str) -> Any:
    """What is below a node under this key; None if nothing is."""
    if isinstance(node, dict):
        return node.get(key)
    if isinstance(node, list) and key.isdecimal() and key.isascii() and len(key) < 9:
        return node[int(key)] if int(key) < len(node) else None
    return None


def _enclosing(document: Json, steps: Steps, parts: list[str]) -> Any:
    """The schema around a place that has the definition; many tools mean that, not the document."""
    node: Any = document
    around = [node]
    for step in unroll(steps):
        node = node[step]
        around.append(node)
    name = parts[2].replace("~1", "/").replace("~0", "~") if len(parts) > 2 else ""
    for node in reversed(around):
        definitions = node.get(parts[1]) if isinstance(node, dict) else None
        if isinstance(definitions, dict) and name in definitions:
            return node
    return document


def _check_circles(edges: _Edges, places: dict[int, Steps]) -> None:
    """Depth first, without recursion: a schema still open when it is met again is a circle.

    Hops and parts bound what any reader that follows or flattens the schemas has to do.
    """
    hops: dict[int, int] = {}
    parts: dict[int, int] = {}
    for start in edges:
        waiting = [start]
        opened: set[int] = set()
        while waiting:
            node = waiting[-1]
            below = edges.get(node, [])
            if node in hops:
                waiting.pop()
            elif node not in opened:
                opened.add(node)
                for target in below:
                    if target in opened and target not in hops:
                        raise SpecError(place(places[node]), "leads back to itself, and to nothing")
                    waiting.append(target)
            else:
                waiting.pop()
                hops[node] = 1 + max((hops[target] for target in below), default=0)
                parts[node] = 1 + sum(parts[target] for target in below)
                if hops[node] > MAX_HOPS:
                    raise SpecError(place(places[node]), f"is more than {MAX_HOPS} steps deep")
                if parts[node] > MAX_PARTS:
                    raise SpecError(place(places[node]), f"has more than {MAX_PARTS:,} parts")
