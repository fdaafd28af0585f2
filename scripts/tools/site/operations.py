"""What the pages of a surface say: its operations by the names they have on the client."""

from __future__ import annotations

import importlib
import inspect
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import attrs

from journeybee.operations import Resource
from scripts.codegen.report.facts import Facts, Field, facts_of
from scripts.codegen.surfaces import GENERATED, SURFACES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from journeybee_api._runtime import OperationInfo

# The client of each surface, and what it needs to be made.
CLIENTS = {
    "v1": ("journeybee", "JourneyBee", {}),
    "legacy": ("journeybee.legacy", "LegacyJourneyBee", {"user_id": 1}),
    "saleshandy": ("journeybee.saleshandy", "Saleshandy", {}),
}
ARGUMENT = re.compile(r"^    (\w+): (.*(?:\n {8,}.*)*)", re.MULTILINE)


@dataclass(frozen=True)
class Parameter:
    """A parameter of a method; `place` is path, query or body."""

    name: str
    place: str
    type: str
    field: Field
    text: str


@dataclass(frozen=True)
class Entry:
    """An operation as the reference shows it; `call` is `client.leads.list`, say."""

    info: OperationInfo
    call: str
    text: str
    gives: str
    many: bool
    parameters: list[Parameter]


@dataclass(frozen=True)
class Pages:
    """All that is known of a surface."""

    name: str
    client: str
    document: Any
    facts: Facts
    entries: list[Entry]


def surfaces() -> list[Pages]:
    """All surfaces that are generated."""
    return [_surface(surface.name) for surface in SURFACES]


def _surface(name: str) -> Pages:
    module, class_name, arguments = CLIENTS[name]
    client = getattr(importlib.import_module(module), class_name)("key", **arguments)
    calls = dict(_bound(client, "client"))
    document = json.loads((GENERATED / name / "openapi.json").read_text())
    classes = importlib.import_module(f"journeybee_api.{name}.models").__all__
    facts = facts_of(document)
    # A name for any JSON, say, is no class.
    facts.models = {model: facts.models[model] for model in facts.models if model in classes}
    index = importlib.import_module(f"journeybee_api.{name}.operations").OPERATIONS
    entries = [_entry(info, *calls[info.id], facts) for info in index]
    return Pages(name, class_name, document, facts, entries)


def _bound(owner: Any, path: str) -> Iterator[tuple[str, tuple[str, Any]]]:
    """Of everything bound below an object: operation id, path from the client, method."""
    for name in {**type(owner).__annotations__, **vars(type(owner))}:
        member: Any = None if name.startswith("_") else getattr(owner, name, None)
        if isinstance(member, Resource):
            yield from _bound(member, f"{path}.{name}")
        elif isinstance(owner, Resource) and hasattr(member, "__signature__"):
            yield member.__name__, (f"{path}.{name}", member)


def _entry(info: OperationInfo, call: str, method: Any, facts: Facts) -> Entry:
    operation = facts.operations[info.id]
    whole = inspect.getdoc(info.builder) or ""
    text, _, rest = whole.partition("Args:\n")
    texts = {name: " ".join(words.split()) for name, words in ARGUMENT.findall(rest)}
    text = " ".join(text.replace(f"{info.method} {info.path}", "").split())
    fields = {(place, plain(name)): field for (place, name), field in operation.arguments.items()}
    parameters = [
        Parameter(name, place, type_, fields[place, key], texts.get(name, ""))
        for name, type_ in _signature(info)
        for place, key in [_place(fields, name, info)]
    ]
    result = operation.result
    gives = "None" if result.kind == "nothing" else str(result.shape)
    if result.kind in ("paged", "listed"):
        gives = f"Pager[{gives}]"
    return Entry(info, call, text, gives, hasattr(method, "many"), parameters)


def _signature(info: OperationInfo) -> Iterator[tuple[str, str]]:
    for parameter in inspect.signature(info.builder).parameters.values():
        type_ = str(parameter.annotation).replace(" | Unset", "")
        # In a query None stands for "not sent", and is no value.
        yield parameter.name, type_.removesuffix(" | None") if parameter.default is None else type_


def _place(fields: dict[tuple[str, str], Field], name: str, info: OperationInfo) -> tuple[str, str]:
    for key in fields:
        if key[1] == plain(name):
            return key
    raise LookupError(f"{info.id}: the spec has no parameter that reads as {name!r}")


def python_types(surface: str, model: str) -> dict[str, tuple[str, str]]:
    """Name and type of each field of a model in Python, by its plain name; {} for an enum."""
    found = getattr(importlib.import_module(f"journeybee_api.{surface}.models"), model)
    if not attrs.has(found):
        return {}
    return {
        plain(field.name): (field.name, str(field.type).replace(" | Unset", ""))
        for field in attrs.fields(found)
    }


def plain(name: str) -> str:
    """A name without what naming conventions change of it."""
    return re.sub(r"[^a-z0-9]", "", name.lower())
