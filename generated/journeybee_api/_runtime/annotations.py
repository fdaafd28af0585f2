"""What the annotations of generated code mean."""

from __future__ import annotations

import datetime
import importlib
import sys
import types
import typing
from collections.abc import Callable
from typing import Any

from .definition import is_model


class ModelNames(dict[str, Any]):
    """Resolves the names in annotations: models are loaded from their package when first named."""

    def __init__(self, models: str) -> None:
        super().__init__(Any=Any, Literal=typing.Literal, datetime=datetime)
        runtime: Any = importlib.import_module(__package__)
        self.update((name, getattr(runtime, name)) for name in runtime.__all__)
        # Of any JSON nothing can be found wrong.
        self.update(Json=Any)
        self.package = importlib.import_module(models)

    def __missing__(self, name: str) -> Any:
        try:
            return getattr(self.package, name)
        except AttributeError:
            raise KeyError(name) from None


def resolve(expression: str, models: str) -> Any:
    """What a type expression means, its models taken from the package ``models``."""
    # Annotations are generated code, which quotes nothing of a spec but checked class names.
    return eval(expression, {}, ModelNames(models))  # noqa: S307


def field_hints(model: type[Any]) -> dict[str, Any]:
    """The types of a model's fields; the alias of JSON, which holds itself, is any object.

    As by ``typing.get_type_hints``, which takes five times as long. A program's own subclasses may
    have types in place of texts.
    """
    hints: dict[str, Any] = {}
    for kind in reversed(model.__mro__):
        own: dict[str, Any] = getattr(kind, "__annotations__", {})
        if not all(isinstance(hint, str) for hint in own.values()):
            return typing.get_type_hints(model, localns={"Json": object})
        texts = ",".join(own.values())
        scope = vars(sys.modules[kind.__module__])
        found = eval(f"({texts},)", scope, {"Json": object}) if own else ()  # noqa: S307
        hints.update(
            (n, types.NoneType if t is None else t) for n, t in zip(own, found, strict=True)
        )
    return hints


def type_hints(builder: Callable[..., Any]) -> dict[str, Any]:
    """The types of a builder's arguments, and of what it returns as ``return``."""
    models = f"{builder.__module__.rpartition('.operations.')[0]}.models"
    return typing.get_type_hints(builder, localns=ModelNames(models))


def union_members(hint: Any) -> tuple[Any, ...]:
    """The members of a union without None and Unset; of any other type, that type.

    `UnlistedStr` and `UnlistedInt` are given as the plain types that they are at run time.
    """
    union = typing.get_origin(hint) in {types.UnionType, typing.Union}
    unset = importlib.import_module(__package__).Unset
    return tuple(
        getattr(kind, "__supertype__", kind)
        for kind in (typing.get_args(hint) if union else (hint,))
        if kind not in {types.NoneType, unset}
    )


def item_type(builder: Callable[..., Any], path: str) -> Any:
    """The type of an operation's result, or of the items of the list at a dotted path of it.

    Any if there is none or several.
    """
    (body,) = typing.get_args(type_hints(builder)["return"])
    for name in path.split(".") if path else ():
        inside = next((kind for kind in union_members(body) if is_model(kind)), None)
        body = None if inside is None else field_hints(inside).get(name)
    found = [
        typing.get_args(kind)[0] if typing.get_origin(kind) is list else kind
        for kind in union_members(body)
        if kind is not None
    ]
    return found[0] if len(found) == 1 else Any
