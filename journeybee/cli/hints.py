"""The types of an operation: those of its arguments, and of what it lists."""

from __future__ import annotations

import types
import typing
from collections.abc import Callable
from typing import Any, cast

import attrs

from journeybee.cli.tree import Call
from journeybee.operations import Paged
from journeybee_api._runtime import Model, Unset
from journeybee_api._runtime.annotations import field_hints, type_hints


def of_builder(builder: Callable[..., Any]) -> dict[str, Any]:
    """The types of a builder's arguments, and of what it returns as `return`."""
    return type_hints(builder)


def of_model(model: type[Model]) -> dict[str, Any]:
    """The types of a model's fields by their JSON names, in the order of the spec."""
    hints = field_hints(model)
    names: list[str] = [field.name for field in attrs.fields(model)]
    names.remove("additional_properties")
    return {model.wire_names.get(name, name): hints[name] for name in names}


def members(hint: Any) -> tuple[Any, ...]:
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


def lists(call: Call) -> bool:
    """Whether a call gives a list, item by item."""
    return isinstance(call, Paged)


def row_model(call: Call) -> type[Model] | None:
    """The model of what a call gives, one by one; None if there is none or several."""
    (body,) = typing.get_args(of_builder(call.builder)["return"])
    path: str = getattr(cast("Paged[..., Any]", call).style, "items", "") if lists(call) else ""
    for name in path.split(".") if path else ():
        inside = next((kind for kind in members(body) if attrs.has(kind)), None)
        body = None if inside is None else field_hints(inside).get(name)
    found = [_item(kind) for kind in members(body)]
    models = cast("list[type[Model]]", [kind for kind in found if attrs.has(kind)])
    return models[0] if len(models) == 1 else None


def _item(kind: Any) -> Any:
    return typing.get_args(kind)[0] if typing.get_origin(kind) is list else kind
