"""Lists the resources of a client, their operations and the types of these.

Tables that a client loads on first use are loaded only when they are asked for.
"""

from __future__ import annotations

import importlib
import inspect
import re
import types
import typing
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, cast, runtime_checkable

from journeybee.client import Client
from journeybee.operations import Nested, Paged, Resource
from journeybee_api._runtime import Model, Operation, Unset, field_names, is_model
from journeybee_api._runtime.annotations import (
    field_hints,
    item_type,
    type_hints,
)

if TYPE_CHECKING:
    from journeybee.pagination import Style

_ARGUMENT = re.compile(r"^    (\w+): ((?:.*)(?:\n {8}.*)*)", re.MULTILINE)

ResourceTable: TypeAlias = type[Client] | type[Resource[Any]]


@runtime_checkable
class BoundOperation(Protocol):
    """An operation in a table, of any kind."""

    @property
    def builder(self) -> Callable[..., Operation[Any]]:
        """The generated function that makes a request of its arguments."""
        ...


def names(table: ResourceTable) -> Iterator[str]:
    """The names of the operations and tables in a table, without loading any."""
    for base in table.__mro__:
        for name, value in vars(base).items():
            if isinstance(value, BoundOperation | Nested):
                yield name


def member(table: ResourceTable, name: str) -> BoundOperation | type[Resource[Any]] | None:
    """The operation or table of a name, None if there is none."""
    value = inspect.getattr_static(table, name, None)
    if isinstance(value, Nested):
        return value.resource
    return value if isinstance(value, BoundOperation) else None


def is_nested(table: ResourceTable, name: str) -> bool:
    """Whether a name in a table is a table too; loads none."""
    return isinstance(inspect.getattr_static(table, name), Nested)


def bound_operations(table: ResourceTable, path: str = "") -> Iterator[tuple[str, BoundOperation]]:
    """Every operation of a table and of the tables below it, by its dotted path; loads them all."""
    for name in names(table):
        found = member(table, name)
        below = f"{path}.{name}".lstrip(".")
        if isinstance(found, BoundOperation):
            yield below, found
        elif found is not None:
            yield from bound_operations(found, below)


def operations_by_id(table: ResourceTable) -> dict[str, tuple[str, BoundOperation]]:
    """The dotted path of every operation, and the operation, by the id in the spec; loads all."""
    return {bound.builder.__name__: (path, bound) for path, bound in bound_operations(table)}


def builder_types(builder: Callable[..., Any]) -> dict[str, Any]:
    """The types of a builder's arguments, and its result type as `return`."""
    return type_hints(builder)


def described(builder: Callable[..., Any]) -> tuple[str, dict[str, str]]:
    """The description of an operation in its builder's docstring, and that of each argument."""
    text, _, arguments = (inspect.getdoc(builder) or "").partition("\nArgs:\n")
    return text.strip(), {name: " ".join(it.split()) for name, it in _ARGUMENT.findall(arguments)}


def field_types(model: type[Model]) -> dict[str, Any]:
    """The types of a model's fields by their JSON names, in the order of the spec."""
    hints = field_hints(model)
    names = list(field_names(model))
    names.remove("additional_properties")
    return {model.wire_names.get(name, name): hints[name] for name in names}


def takes_null(hint: Any) -> bool:
    """Whether an optional argument can be sent as null: then None and Unset are in its type."""
    return {types.NoneType, Unset} <= set(typing.get_args(hint))


def takes_none(hint: Any) -> bool:
    """Whether None is in the type of an argument."""
    return hint is Any or types.NoneType in typing.get_args(hint)


def is_list(bound: BoundOperation) -> bool:
    """Whether an operation returns a pager."""
    return isinstance(bound, Paged)


def page_parameter(bound: BoundOperation) -> str | None:
    """The argument for the number of the page, None if the list has none."""
    return _paging_parameter(bound, "page")


def cursor_parameter(bound: BoundOperation) -> str | None:
    """The argument for the cursor of the page, None if the list has none."""
    return _paging_parameter(bound, "cursor")


def item_model(bound: BoundOperation) -> type[Model] | None:
    """The model of the result, or of the items of a list; None if there is none or several."""
    style: Any = getattr(bound, "style", None)
    kind = item_type(bound.builder, getattr(style, "rows_path", ""))
    return cast("type[Model]", kind) if is_model(kind) else None


def builder_of(operation: Operation[Any]) -> Callable[..., Operation[Any]]:
    """The generated function that made an operation."""
    builder: Callable[..., Operation[Any]]
    builder = getattr(importlib.import_module(operation.module), operation.id)
    return builder


def list_model(operation: Operation[Any], style: Style) -> type[Model] | None:
    """The model of the items of the list that an operation reads; None as for `item_model`."""
    return item_model(cast("Any", Paged(builder_of(operation), style)))


def _paging_parameter(bound: BoundOperation, attribute: str) -> str | None:
    """The Python name of the parameter that the paging style of a list knows by its JSON name."""
    style: Any = cast("Paged[..., Any]", bound).style if is_list(bound) else None
    wire: str = getattr(style, attribute, "")
    for name in builder_types(bound.builder):
        if wire and name.replace("_", "") == wire.replace("_", "").lower():
            return name
    return None
