"""Finds references that cannot be followed, and schemas that only lead back to themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scripts.codegen.errors import steps_of
from scripts.codegen.findings import (
    RESPONSE,
    Finding,
    dropped,
    ignored,
    place_of,
    unsendable,
    untyped,
)
from scripts.codegen.walk import mismatch, shown, unroll, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scripts.codegen.document import Json
    from scripts.codegen.walk import Place, Steps

# Through these a schema speaks of the same value, so that a circle of them never says anything.
_SAME_VALUE_LISTS = ("allOf", "anyOf", "oneOf")
_SAME_VALUE = ("not", "if", "then", "else")
MAX_HOPS = 100
MAX_PARTS = 10_000

# What a schema leads to, by identity: the document is a tree, so that each object has one place.
_Edges = dict[int, list[int]]


def check_references(document: Json) -> Iterator[Finding]:
    """A finding for each reference or circle of references that leads nowhere."""
    wanted: dict[int, list[tuple[str, Steps, str]]] = {}
    edges: _Edges = {}
    places: dict[int, Place] = {}
    sound = True
    for found in walk(document):
        targets = _same_value(found)
        problem = ""
        if "$dynamicRef" in found.node and found.kind == "schema":
            yield untyped((*unroll(found.steps), "$dynamicRef"), "is not followed",
                          (*unroll(found.steps),))  # fmt: skip
            sound = False
        if "$ref" in found.node and found.kind != "document":
            target, problem = _target(document, found)
            if problem:
                yield _leads_nowhere(found.kind, found.steps, problem)
                sound = False
            elif isinstance(target, dict):
                targets.append(target)
                told = wanted.setdefault(id(target), [])
                told.append((found.kind, found.steps, found.node["$ref"]))
        if targets:
            edges[id(found.node)] = [id(t) for t in targets]
            places[id(found.node)] = found
    yield from _of_other_kinds(document, wanted)
    if sound:
        yield from _circles(edges, places)


def _of_other_kinds(
    document: Json, wanted: dict[int, list[tuple[str, Steps, str]]]
) -> Iterator[Finding]:
    """References to what is of another kind than they need."""
    kinds = {id(found.node): found.kind for found in walk(document) if id(found.node) in wanted}
    for target, told in wanted.items():
        first, where, _ = told[0]
        is_a = kinds.get(target, first if target in kinds else "")
        for kind, steps, ref in told:
            if is_a == kind:
                continue
            taken = f"is taken for a {first} in {place_of((*unroll(where),))}"
            problem = f"is not a {kind}" if kind == first else taken
            yield _leads_nowhere(kind, steps, f"{shown(ref)} {problem}")


def _leads_nowhere(kind: str, steps: Steps, problem: str) -> Finding:
    out = (*unroll(steps),)
    if kind == "schema":
        return untyped((*out, "$ref"), problem, out)
    if kind == "response":
        return dropped((*out, "$ref"), problem, RESPONSE, out)
    if kind in {"callback", "encoding", "media"} or "headers" in out:
        return dropped((*out, "$ref"), problem, "note", out)
    return unsendable((*out, "$ref"), problem)


def _same_value(found: Place) -> list[Any]:
    if found.kind != "schema":
        return []
    node = found.node
    result = [child for key in _SAME_VALUE_LISTS for child in node.get(key, [])]
    result += [node[key] for key in _SAME_VALUE if key in node]
    result += node.get("dependentSchemas", {}).values()
    return [child for child in result if isinstance(child, dict)]


def _target(document: Json, found: Place) -> tuple[Any, str]:
    """What the reference of a place names, or what is wrong with it."""
    ref = found.node["$ref"]
    if problem := mismatch(ref, str):
        return None, problem
    if not ref.startswith("#"):
        return None, f"{shown(ref)} is outside of this document"
    parts = ref.split("/")
    if found.kind == "schema" and parts[:2] in (["#", "$defs"], ["#", "definitions"]):
        base = _enclosing(document, found.steps, parts)
    elif parts[:2] in (["#", "components"], ["#", "paths"]):
        base = document
    else:
        return None, f"{shown(ref)} is not in components or paths"
    node: Any = base
    for part in steps_of(ref):
        node = step_into(node, part)
        if node is None:
            return None, f"{shown(ref)} is not there"
    if not isinstance(node, dict) and not (found.kind == "schema" and isinstance(node, bool)):
        return None, f"{shown(ref)} is not a {found.kind}"
    return node, ""


def step_into(node: Any, key: str) -> Any:
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
    name = steps_of("/".join(parts))[1] if len(parts) > 2 else ""
    for node in reversed(around):
        definitions = node.get(parts[1]) if isinstance(node, dict) else None
        if isinstance(definitions, dict) and name in definitions:
            return node
    return document


def _circles(edges: _Edges, places: dict[int, Place]) -> Iterator[Finding]:
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
                        yield _circle(places[node])
                    else:
                        waiting.append(target)
            else:
                waiting.pop()
                hops[node] = 1 + max((hops.get(target, 0) for target in below), default=0)
                parts[node] = 1 + sum(parts.get(target, 0) for target in below)
                steps = (*unroll(places[node].steps),) if node in places else ()
                if hops[node] > MAX_HOPS:
                    yield untyped(steps, f"is more than {MAX_HOPS} steps deep")
                    hops[node] = 1
                if parts[node] > MAX_PARTS:
                    yield untyped(steps, f"has more than {MAX_PARTS:,} parts")
                    parts[node] = 1


def _circle(found: Place) -> Finding:
    """A schema that is one of its own alternatives says no more than without it."""
    steps = (*unroll(found.steps),)
    problem = "leads back to itself, and to nothing"
    if found.kind != "schema":
        return _leads_nowhere(found.kind, found.steps, problem)
    if len(steps) > 1 and steps[-2] in _SAME_VALUE_LISTS and steps[:2] == ("components", "schemas"):
        return ignored(steps, problem)
    return untyped(steps, problem)
