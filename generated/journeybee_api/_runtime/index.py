"""What is known of an operation before it is called."""

# Annotations are not kept as text here: NamedTuple would compile each of them.

import importlib
from collections.abc import Callable
from typing import Any, NamedTuple

from .operation import Operation


class OperationInfo(NamedTuple):
    """One operation of the spec; ``evidence`` is documented, observed, mentioned or inferred."""

    id: str
    method: str
    path: str
    tag: str
    evidence: str
    module: str

    @property
    def builder(self) -> Callable[..., Operation[Any]]:
        """The generated function that builds a call of it."""
        builder: Callable[..., Operation[Any]] = getattr(
            importlib.import_module(self.module), self.id
        )
        return builder
