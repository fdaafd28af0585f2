"""The content of the pages of a surface: its operations by their names on the client."""

from __future__ import annotations

import importlib
import inspect
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import attrs

from journeybee.introspection import BoundOperation, bound_operations, described
from journeybee.operations import Write
from journeybee.surfaces import SURFACES, Surface
from scripts.codegen.report.facts import Facts, Field, facts_of

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


@dataclass(frozen=True)
class Entry:
    """An operation as the reference shows it; `call` is, for example, `client.leads.list`."""

    info: OperationInfo
    call: str
    text: str
    gives: str
    many: bool
    parameters: list[Parameter]


@dataclass(frozen=True)
class Pages:
    """The content of the pages of a surface."""

    name: str
    client: str
    document: Any
    facts: Facts
    entries: list[Entry]


def surfaces() -> list[Pages]:
    """The pages of all surfaces."""
    return [_pages(surface) for surface in SURFACES.values()]


def _pages(surface: Surface) -> Pages:
    tables = {
        bound.builder.__name__: (path, bound) for path, bound in bound_operations(surface.client)
    }
    document = surface.document
    classes = importlib.import_module(f"journeybee_api.{surface.name}.models").__all__
    facts = facts_of(document)
    # A name for any JSON, for example, is not a class.
    facts.models = {model: facts.models[model] for model in facts.models if model in classes}
    entries = [_entry(info, *tables[info.id], facts) for info in surface.operations.values()]
    return Pages(surface.name, surface.client.__name__, document, facts, entries)


def _entry(info: OperationInfo, path: str, bound: BoundOperation, facts: Facts) -> Entry:
    operation = facts.operations[info.id]
    text, texts = described(info.builder)
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
    return Entry(info, f"client.{path}", text, gives, isinstance(bound, Write), parameters)


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
