"""The resources of a client, their operations, and the types of these, for programs that list them.

Nothing is loaded before it is asked for.
"""

from __future__ import annotations

import importlib
import inspect
import re
import types
import typing
from collections.abc import Callable, Iterator
from typing import Any, Protocol, TypeAlias, cast, runtime_checkable

import attrs

from journeybee.binding import Nested, Paged, Resource
from journeybee.client import Client
from journeybee_api._runtime import Model, Operation, Unset
from journeybee_api._runtime.annotations import field_hints, type_hints

_ARGUMENT = re.compile(r"^    (\w+): ((?:.*)(?:\n {8}.*)*)", re.MULTILINE)

Table: TypeAlias = type[Client] | type[Resource]


@runtime_checkable
class Call(Protocol):
    """An operation in a table, of whatever kind."""

    @property
    def builder(self) -> Callable[..., Operation[Any]]:
        """The generated function that describes a call of it."""
        ...


def names(table: Table) -> Iterator[str]:
    """The names of what a table holds; tables that are loaded on first use are not loaded."""
    if issubclass(table, Client):
        yield from _lazy_tables(table)
    for name, value in vars(table).items():
        if isinstance(value, Call | Nested):
            yield name


def member(table: Table, name: str) -> Call | type[Resource] | None:
    """What a table holds under a name, None if it holds nothing there."""
    value = vars(table).get(name)
    if isinstance(value, Nested):
        return cast("Nested[Resource]", value).resource
    if isinstance(value, Call):
        return value
    if issubclass(table, Client) and (class_name := _lazy_tables(table).get(name)):
        found: type[Resource] = getattr(
            importlib.import_module(f"journeybee.resources.{name}"), class_name
        )
        return found
    return None


def calls(table: Table, path: str = "") -> Iterator[tuple[str, Call]]:
    """Every operation of a table and of those below it, by its dotted path; loads them all."""
    for name in names(table):
        found = member(table, name)
        below = f"{path}.{name}".lstrip(".")
        if isinstance(found, Call):
            yield below, found
        elif found is not None:
            yield from calls(found, below)


def builder_types(builder: Callable[..., Any]) -> dict[str, Any]:
    """The types of a builder's arguments, and of what it returns as `return`."""
    return type_hints(builder)


def described(builder: Callable[..., Any]) -> tuple[str, dict[str, str]]:
    """The description of an operation in its builder's docstring, and that of each argument."""
    text, _, arguments = (inspect.getdoc(builder) or "").partition("\nArgs:\n")
    return text.strip(), {name: " ".join(it.split()) for name, it in _ARGUMENT.findall(arguments)}


def field_types(model: type[Model]) -> dict[str, Any]:
    """The types of a model's fields by their JSON names, in the order of the spec."""
    hints = field_hints(model)
    names: list[str] = [field.name for field in attrs.fields(model)]
    names.remove("additional_properties")
    return {model.wire_names.get(name, name): hints[name] for name in names}


def union_members(hint: Any) -> tuple[Any, ...]:
    """The types that a union allows, without None and Unset; of any other type, that type.

    What stands for the values beside a listed one is the plain type that it is at run time.
    """
    union = typing.get_origin(hint) in {types.UnionType, typing.Union}
    return tuple(
        getattr(kind, "__supertype__", kind)
        for kind in (typing.get_args(hint) if union else (hint,))
        if kind not in {types.NoneType, Unset}
    )


def takes_null(hint: Any) -> bool:
    """Whether None is a value that can be sent: of what may be left out, so is Unset."""
    return {types.NoneType, Unset} <= set(typing.get_args(hint))


def takes_none(hint: Any) -> bool:
    """Whether None is a value of an argument."""
    return hint is Any or types.NoneType in typing.get_args(hint)


def is_list(call: Call) -> bool:
    """Whether a call gives a list, item by item."""
    return isinstance(call, Paged)


def page_parameter(call: Call) -> str | None:
    """The argument with the number of a page, None if the list has none."""
    return _paging_parameter(call, "page")


def cursor_parameter(call: Call) -> str | None:
    """The argument with the cursor of a page, None if the list has none."""
    return _paging_parameter(call, "cursor")


def item_model(call: Call) -> type[Model] | None:
    """The model of what a call gives, one by one; None if there is none or several."""
    (body,) = typing.get_args(builder_types(call.builder)["return"])
    path: str = getattr(cast("Paged[..., Any]", call).style, "items", "") if is_list(call) else ""
    for name in path.split(".") if path else ():
        inside = next((kind for kind in union_members(body) if attrs.has(kind)), None)
        body = None if inside is None else field_hints(inside).get(name)
    found = [_item(kind) for kind in union_members(body)]
    models = cast("list[type[Model]]", [kind for kind in found if attrs.has(kind)])
    return models[0] if len(models) == 1 else None


def _lazy_tables(client: type[Client]) -> dict[str, str]:
    # What a client annotates of its own are the tables that it loads on first use.
    return inspect.get_annotations(client)


def _item(kind: Any) -> Any:
    return typing.get_args(kind)[0] if typing.get_origin(kind) is list else kind


def _paging_parameter(call: Call, attribute: str) -> str | None:
    """The Python name of the parameter that the paging style of a list knows by its JSON name."""
    style: Any = cast("Paged[..., Any]", call).style if is_list(call) else None
    wire: str = getattr(style, attribute, "")
    for name in builder_types(call.builder):
        if wire and name.replace("_", "") == wire.replace("_", "").lower():
            return name
    return None
