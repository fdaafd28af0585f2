"""What the annotations of generated code mean."""

from __future__ import annotations

import datetime
import importlib
import typing
from collections.abc import Callable
from typing import Any


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
    """The types of a model's fields; the alias of JSON, which holds itself, is any object."""
    return typing.get_type_hints(model, localns={"Json": object})


def type_hints(builder: Callable[..., Any]) -> dict[str, Any]:
    """The types of a builder's arguments, and of what it returns as ``return``."""
    models = f"{builder.__module__.rpartition('.operations.')[0]}.models"
    return typing.get_type_hints(builder, localns=ModelNames(models))
