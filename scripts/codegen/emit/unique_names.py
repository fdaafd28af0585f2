"""Names that no two fields of a model, and no two parameters of an operation, share in Python.

The generator makes a Python name of each wire name, drops the signs in it, and refuses a model in
which two come out alike: `+1` and `-1`, `a` and `a[]`, `DateCreated<` and `DateCreated>`. Here such
fields get a name that differs, and the templates are told the wire name of each.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from openapi_python_client.strings import PythonIdentifier

from scripts.codegen.document import below, operations
from scripts.codegen.walk import clone

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scripts.codegen.document import Json

# Under this key a schema has the wire names of the fields that were renamed, a parameter its own.
WIRE = "x-wire-names"
_SIGNS = {
    "+": "plus", "-": "minus", "<": "before", ">": "after", "[": "list", "*": "any", "!": "not",
    "@": "at", "$": "dollar", "#": "hash", "=": "equals", "~": "like", "%": "percent", "&": "and",
}  # fmt: skip
_PREFIX = "field_"


def with_unique_names(document: Json) -> Json:
    """A copy in which the Python names of fields and of parameters differ."""
    result = clone(document)
    for schema in result["components"]["schemas"].values():
        _rename_fields(schema)
    for _, _, operation in operations(result):
        for media in operation.get("requestBody", {}).get("content", {}).values():
            for schema in below(media.get("schema", {})):
                _rename_fields(schema)
        for response in operation["responses"].values():
            for media in response.get("content", {}).values():
                for schema in below(media.get("schema", {})):
                    _rename_fields(schema)
        _rename_parameters(operation)
    return result


def _rename_fields(schema: Json) -> None:
    for part in below(schema):
        fields = part.get("properties")
        if not isinstance(fields, dict):
            continue
        new = unique_names(fields)
        if new:
            part["properties"] = {new.get(name, name): field for name, field in fields.items()}
            part["required"] = [new.get(name, name) for name in part.get("required", [])]
            part[WIRE] = {renamed: name for name, renamed in new.items()}


def _rename_parameters(operation: Json) -> None:
    """Names are compared over all places: the builder takes them as arguments of one function."""
    parameters = operation.get("parameters", [])
    for place in ("query", "header", "cookie"):
        here = [p for p in parameters if p["in"] == place]
        new = unique_names([p["name"] for p in here])
        for parameter in here:
            if parameter["name"] in new:
                parameter[WIRE] = parameter["name"]
                parameter["name"] = new[parameter["name"]]


def unique_names(names: Iterable[str]) -> dict[str, str]:
    """New names for those that would come out like another one, or like none."""
    by_identifier: dict[str, list[str]] = {}
    for name in names:
        by_identifier.setdefault(_identifier(name), []).append(name)
    taken = set(by_identifier)
    found: dict[str, str] = {}
    for identifier, alike in sorted(by_identifier.items()):
        says_something = bool(identifier.removeprefix(_PREFIX).strip("_"))
        if len(alike) == 1 and says_something:
            continue
        plain = [name for name in alike if says_something and not _signs_of(name)]
        kept = min(plain, default=None)
        for name in sorted(alike):
            if name != kept:
                found[name] = _free(_spelt_out(name), taken)
                taken.add(_identifier(found[name]))
    return found


@cache
def _identifier(name: str) -> str:
    return str(PythonIdentifier(name, _PREFIX)).rstrip("_")


def _signs_of(name: str) -> set[str]:
    """The signs that tell a name from another; hyphens between words do not."""
    return _SIGNS.keys() & {*name[:1], *name.replace("-", "")}


def _spelt_out(name: str) -> str:
    words = "".join(f"_{_SIGNS[sign]}_" if sign in _SIGNS else sign for sign in name)
    plain = str(PythonIdentifier(words.strip("_"), _PREFIX)).strip("_")
    return plain if plain.isascii() and plain.removeprefix(_PREFIX) else "field"


def _free(name: str, taken: set[str]) -> str:
    number, free = 2, name
    while _identifier(free) in taken:
        free, number = f"{name}_{number}", number + 1
    return free
