"""Public names: of operations, modules and models, from a checked-in map and stated rules.

The map remembers every name that users know, by route and by place, so that no edit upstream
renames anything. What it does not know is named by rule:

- ``GET`` of a collection is ``list_<plural>``, of an item ``get_<singular>``; ``POST`` is
  ``create_``, ``PATCH`` ``update_``, ``PUT`` ``replace_``, ``DELETE`` ``delete_``, other methods
  have their own name.
- A collection whose item the path names is singular in what follows: ``/leads/{id}/notes`` is
  ``lead_notes``.
- An operation id of the spec is used where it is a usable name and no other operation has it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

import yaml
from openapi_python_client.strings import ClassName, PythonIdentifier

from scripts.codegen.document import operations, resolve

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from scripts.codegen.document import Json

_VERBS = {"post": "create", "patch": "update", "put": "replace", "delete": "delete", "get": "get"}
_LONGEST = 80


@dataclass
class Names:
    """What users know already: ``operations`` by route, models and enums by ``places``.

    Of the whole API they know the base URL, and the header of the key with what stands before it.
    """

    operations: dict[str, dict[str, str]] = field(default_factory=dict[str, dict[str, str]])
    places: dict[str, str] = field(default_factory=dict[str, str])
    base_url: str = ""
    auth: tuple[str, str] | None = None

    @classmethod
    def read(cls, path: Path) -> Names:
        """Read a map; an absent file is an empty map."""
        if not path.exists():
            return cls()
        data: Any = yaml.load(path.read_text(), Loader=yaml.CSafeLoader)
        auth = data.get("auth")
        return cls(
            data["operations"],
            data["places"],
            data.get("base_url", ""),
            tuple(auth) if auth else None,
        )

    def write(self, path: Path) -> None:
        """Write the map, a line a name, sorted, so that a diff shows what was added."""
        path.parent.mkdir(parents=True, exist_ok=True)
        operations = yaml.safe_dump(
            {"operations": self.operations}, width=1000, default_flow_style=None
        )
        places = yaml.safe_dump({"places": self.places}, width=1000, default_flow_style=False)
        api = {"base_url": self.base_url} if self.base_url else {}
        known = yaml.safe_dump(api | ({"auth": [*self.auth]} if self.auth else {})) if api else ""
        path.write_text(
            "# The names that users know: `make spec` adds, nothing renames.\n"
            f"{known}{operations}{places}"
        )


def route(method: str, path: str) -> str:
    """The key of an operation: the names of its parameters and a last slash do not count."""
    return f"{method.upper()} {re.sub(r'{[^}]*}', '{}', path).rstrip('/') or '/'}"


def identify_operations(document: Json, names: Names) -> None:
    """Give every operation its public id and the one tag that names its module."""
    taken: set[str] = set()
    entries = sorted(operations(document), key=lambda entry: entry[1::-1])
    routes = routes_of(document)
    names.operations |= _moved(entries, routes, names)
    # A name that users know means one thing, also while no operation has it.
    reserved = {entry["id"] for entry in names.operations.values()}
    stem = stem_of(document["paths"])
    for known in (True, False):  # known names first, so that no newcomer takes one of them
        for method, path, operation in entries:
            entry = names.operations.get(routes[method, path])
            if entry and entry["id"] not in taken:
                if known:
                    operation.update(operationId=entry["id"], tags=[entry["tag"]])
                    taken.add(entry["id"])
                    operation["x-named"] = True
            elif not known and "x-named" not in operation:
                others = taken | reserved
                name = usable(operation.get("operationId"), others)
                plain = path.removeprefix(stem)
                name = name or _free(derive_id(document, method, plain, operation), others)
                taken.add(name)
                operation.update(operationId=name, tags=[derive_tag(plain, operation)])
    for method, path, operation in entries:
        operation.pop("x-named", None)
        entry = {"id": operation["operationId"], "tag": operation["tags"][0]}
        names.operations.setdefault(routes[method, path], entry)


def _moved(
    entries: list[tuple[str, str, Json]], routes: dict[tuple[str, str], str], names: Names
) -> dict[str, dict[str, str]]:
    """What users know of operations that moved to another route, by the new one.

    One that is gone is the same as a new one of its shape if that has the id that it had, or its
    path but for what stands before it. The shape is the method and where its path has parameters.
    """
    gone = {key: entry for key, entry in names.operations.items() if key not in routes.values()}
    alike: list[tuple[bool, int, str, str]] = []
    for method, path, operation in entries if gone else ():
        new = routes[method, path]
        own_id = usable(operation.get("operationId"), set())
        for key in gone if new not in names.operations else ():
            same_id = gone[key]["id"] == own_id
            same = same_id or _is_prefixed(key, new) or _is_prefixed(new, key)
            if same and _shape_of(key) == _shape_of(new):
                alike.append((not same_id, abs(len(key) - len(new)), new, key))
    found: dict[str, dict[str, str]] = {}
    # A prefix before all paths is the shortest that makes two paths one.
    for *rank, new, key in sorted(alike):
        rivals = [k for *r, n, k in alike if (r, n) == (rank, new) and k in gone]
        if new not in found and rivals == [key]:
            found[new] = gone.pop(key)
    return found


def _shape_of(route: str) -> tuple[str, int, bool]:
    return route.partition(" ")[0], route.count("{}"), route.endswith("{}")


def _is_prefixed(route: str, other: str) -> bool:
    path = other.partition(" ")[2]
    return path != "/" and route.partition(" ")[2].endswith(path)


def stem_of(paths: Iterable[str]) -> str:
    """What all paths begin with, as far as it names nothing: `/api/v1`."""
    known = [*paths]
    found = re.match(r"(/(api|rest|v\d+))*", known[0] if known else "")
    stem = found[0] if found else ""
    while stem and not all(path.startswith(f"{stem}/") for path in known):
        stem = stem.rpartition("/")[0]
    return stem


def routes_of(document: Json) -> dict[tuple[str, str], str]:
    """The key of each operation; of paths that differ in names alone the later ones have theirs."""
    found: dict[tuple[str, str], str] = {}
    for method, path, _ in sorted(operations(document), key=lambda entry: entry[1::-1]):
        key = route(method, path)
        taken = key in found.values()
        found[method, path] = f"{method.upper()} {path}" if taken else key
    return found


def usable(name: object, taken: set[str]) -> str | None:
    """The operation id of a spec as a Python name, or None if it is none or not free."""
    if not isinstance(name, str):
        return None
    snake = snake_case(name)
    if snake in taken or len(snake) > _LONGEST or not is_python_name(snake):
        return None
    return snake


def is_python_name(name: str) -> bool:
    """Whether the generator takes a name for a function as it is; it changes those of builtins."""
    return name.isascii() and name.isidentifier() and PythonIdentifier(name, "") == name


def derive_id(document: Json, method: str, path: str, operation: Json) -> str:
    """The name of an operation by method and path, as told at the top of this module."""
    words, singular = _words(path)
    if method == "get" and not singular and _gives_list(document, operation):
        verb = "list"
    else:
        verb = _VERBS.get(method, method)
        if words and (singular or method == "post"):
            words[-1] = singular_of(words[-1])
    return snake_case("_".join([verb, *words]))[:_LONGEST].strip("_") or verb


def derive_tag(path: str, operation: Json) -> str:
    """The first tag of the spec, or the collections that the path names."""
    for tag in operation.get("tags", []):
        if str(tag).isascii() and is_python_name(snake_case(str(tag))):
            return str(tag)
    # An item is in the module of its collection.
    words, _ = _words(re.sub(r"(/[^/]*{[^/]*)*/?$", "", path))
    return " ".join(words).title() or "Root"


def _words(path: str) -> tuple[list[str], bool]:
    """The static segments, singular where an item follows; and whether an item is the last."""
    words: list[str] = []
    item = False
    for segment in path.split("/"):
        if "{" in segment:
            if words:
                words[-1] = singular_of(words[-1])
            item = True
        elif segment:
            words.append(snake_case(segment))
            item = False
    return [word for word in words if word], item


def _gives_list(document: Json, operation: Json) -> bool:
    for response in operation.get("responses", {}).values():
        for media in response.get("content", {}).values():
            schema = resolve(document, media.get("schema", {}))
            data = resolve(document, schema.get("properties", {}).get("data", {}))
            return "array" in (schema.get("type"), data.get("type"))
    return False


def _free(name: str, taken: set[str]) -> str:
    number = 2
    free = name
    while free in taken or not is_python_name(free):
        free, number = f"{name}_{number}", number + 1
    return free


def singular_of(word: str) -> str:
    """The singular of an English plural, by its ending."""
    for ending, other in (
        ("ies", "y"),
        ("sses", "ss"),
        ("xes", "x"),
        ("ches", "ch"),
        ("shes", "sh"),
    ):
        if word.endswith(ending) and len(word) > len(ending) + 1:
            return word.removesuffix(ending) + other
    kept = word.endswith(("ss", "us", "is")) or len(word) < 4
    return word if kept else word.removesuffix("s")


@cache
def snake_case(text: str) -> str:
    """``listLeads``, ``list-leads`` and ``List leads`` all as ``list_leads``; other signs go."""
    text = re.sub(r"(?<=[A-Z])(?=[A-Z][a-z])|(?<=[a-z0-9])(?=[A-Z])", "_", text)
    text = re.sub(r"[\W_]+", "_", text, flags=re.ASCII).strip("_").lower()
    return f"n{text}" if text[:1].isdigit() else text


# What generated modules import: a class of that name would stand in its way.
_IMPORTED = {
    "any",
    "field",
    "literal",
    "model",
    "operation",
    "unset",
    "typealias",
    "datetime",
    "file",
}


def class_name(text: str, taken: set[str]) -> str:
    """The class that the generator makes of a component so named; ``taken`` holds lower-case names.

    Names that differ in case alone would be one file on some machines, and count as one.
    """
    name = str(ClassName(text[:_LONGEST], "Schema"))
    name = (
        name if name.isascii() and name.isidentifier() else f"Schema{pascal_case(text)[:_LONGEST]}"
    )
    if name.lower() in _IMPORTED:
        name += "Model"
    number, free = 2, name
    while free.lower() in taken:
        free, number = f"{name}{number}", number + 1
    return free


@cache
def pascal_case(text: str) -> str:
    """``lead_notes`` as ``LeadNotes``."""
    return "".join(word[:1].upper() + word[1:] for word in snake_case(text).split("_"))
