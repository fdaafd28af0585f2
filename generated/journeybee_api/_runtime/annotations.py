"""What the annotations of generated code mean."""

from __future__ import annotations

import datetime
import importlib
import typing
from typing import Any

from .timestamp import Milliseconds
from .unset import Unset


class ModelNames(dict[str, Any]):
    """Resolves the names in annotations: models are loaded from their package when first named."""

    def __init__(self, models: str) -> None:
        super().__init__(Any=Any, Literal=typing.Literal, Unset=Unset, datetime=datetime)
        self.update(Milliseconds=Milliseconds)
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
