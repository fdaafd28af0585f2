"""The content of the pages of a surface: its operations by their names on the client."""

from __future__ import annotations

import importlib
import inspect
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import attrs

from journeybee.introspection import BoundOperation, described, member, operations_by_id
from journeybee.operations import Write
from journeybee.surfaces import SURFACES, Surface
from scripts.codegen.document import operations
from scripts.codegen.report.facts import Facts, Field, arguments_of, facts_of
from scripts.tools.site import calls
from scripts.tools.site.homes import homes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from journeybee_api._runtime import OperationInfo


@dataclass(frozen=True)
class Parameter:
    """A parameter of a method; `place` is path, query or body."""

    name: str
    place: str
    type: str
    field: Field
    text: str
    schema: Any
    bounds: str


@dataclass(frozen=True)
class Entry:
    """An operation as the reference shows it; `call` is, for example, `client.leads.list`."""

    info: OperationInfo
    call: str
    text: str
    gives: str
    many: bool
    parameters: list[Parameter]
    errors: dict[str, str]
    example: str
    command: str

    @property
    def resource(self) -> str:
        """The part of the call after `client`: `leads` of `client.leads.notes.list`."""
        return self.call.split(".")[1]


@dataclass(frozen=True)
class Pages:
    """The content of the pages of a surface."""

    name: str
    client: str
    document: Any
    facts: Facts
    entries: list[Entry]
    # For each model the operations that give or take it, the models that it has fields of, and the
    # resource on whose page it is.
    used: dict[str, list[Entry]]
    parts: dict[str, list[str]]
    homes: dict[str, str]


def surfaces() -> list[Pages]:
    """The pages of all surfaces."""
    return [_pages(surface) for surface in SURFACES.values()]


def _pages(surface: Surface) -> Pages:
    tables = operations_by_id(surface.client)
    document = surface.document
    classes = importlib.import_module(f"journeybee_api.{surface.name}.models").__all__
    facts = facts_of(document)
    # A name for any JSON, for example, is not a class.
    facts.models = {model: facts.models[model] for model in facts.models if model in classes}
    nodes = {node["operationId"]: (path, node) for _, path, node in operations(document)}
    entries = [
        _entry(info, *tables[info.id], facts, _Described(surface, document, *nodes[info.id]))
        for info in surface.operations.values()
    ]
    used = {name: list[Entry]() for name in facts.models}
    for entry in entries:
        types = [entry.gives, *(parameter.type for parameter in entry.parameters)]
        for name in _models_in(types, facts):
            used[name].append(entry)
    parts = {name: _models_in(_types_of(surface.name, name, facts), facts) for name in facts.models}
    resources = {name: {entry.resource for entry in found} for name, found in used.items()}
    return Pages(
        surface.name,
        surface.client.__name__,
        document,
        facts,
        entries,
        used,
        parts,
        homes(parts, resources),
    )


def _models_in(types: list[str], facts: Facts) -> list[str]:
    """The models that are named in types."""
    names = re.findall(r"\w+", " ".join(types))
    return [name for name in dict.fromkeys(names) if name in facts.models]


def _types_of(surface: str, model: str, facts: Facts) -> list[str]:
    """The types of a model's fields, or what stands for a model without fields."""
    types = [type_ for _, type_ in python_types(surface, model).values()]
    return types or [str(facts.models[model].shape)]


@dataclass(frozen=True)
class _Described:
    """An operation in the spec of its surface."""

    surface: Surface
    document: Any
    path: str
    node: Any

    def schemas(self) -> dict[tuple[str, str], Any]:
        """The schema of each argument by its place and name."""
        return {
            (place, plain(name)): schema
            for place, name, schema, _, _ in arguments_of(self.document, self.path, self.node)
        }


def _entry(
    info: OperationInfo, path: str, bound: BoundOperation, facts: Facts, spec: _Described
) -> Entry:
    operation = facts.operations[info.id]
    text, texts = described(info.builder)
    text = " ".join(text.replace(f"{info.method} {info.path}", "").split())
    fields = {(place, plain(name)): field for (place, name), field in operation.arguments.items()}
    schemas = spec.schemas()
    parameters = [
        Parameter(
            name,
            place,
            type_,
            fields[place, key],
            texts.get(name, ""),
            schema := schemas[place, key],
            calls.bounds(spec.document, schema),
        )
        for name, type_ in _signature(info)
        for place, key in [_place(fields, name, info)]
    ]
    result = operation.result
    gives = "None" if result.kind == "nothing" else str(result.shape)
    if result.kind in ("paged", "listed"):
        gives = f"Pager[{gives}]"
    call = f"client.{path}"
    return Entry(
        info,
        call,
        text,
        gives,
        isinstance(bound, Write),
        parameters,
        dict(calls.errors(spec.node)),
        calls.example(
            call,
            calls.kind_of(bound, gives),
            calls.example_values(parameters, spec.document),
            _positional(info),
        ),
        calls.command_line(bound, path, spec.surface),
    )


def _positional(info: OperationInfo) -> list[str]:
    parameters = inspect.signature(info.builder).parameters.values()
    return [it.name for it in parameters if it.kind is not it.KEYWORD_ONLY]


def _signature(info: OperationInfo) -> Iterator[tuple[str, str]]:
    for parameter in inspect.signature(info.builder).parameters.values():
        type_ = str(parameter.annotation).replace(" | Unset", "")
        # In a query, None means "not sent".
        yield parameter.name, type_.removesuffix(" | None") if parameter.default is None else type_


def _place(fields: dict[tuple[str, str], Field], name: str, info: OperationInfo) -> tuple[str, str]:
    for key in fields:
        if key[1] == plain(name):
            return key
    raise LookupError(f"{info.id}: the spec has no parameter that reads as {name!r}")


def has_upsert(entry: Entry) -> bool:
    """Whether the table of an operation that creates has a call that creates or updates."""
    _, *way, name = entry.call.split(".")
    if name != "create" or entry.info not in SURFACES["v1"].operations.values():
        return False
    table: Any = SURFACES["v1"].client
    for step in way:
        table = member(table, step)
    return hasattr(table, "upsert")


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
    """A name without case and separators, which naming conventions change."""
    return re.sub(r"[^a-z0-9]", "", name.lower())
