"""Passes that look at one operation at a time, and may leave it out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from scripts.codegen.document import operations
from scripts.codegen.errors import SpecError
from scripts.codegen.findings import OPERATION, Finding
from scripts.codegen.walk import METHODS

if TYPE_CHECKING:
    from collections.abc import Callable

    from scripts.codegen.document import Json


class Pass(Protocol):
    """Changes a document in place; what it leaves out goes to ``findings``."""

    def __call__(self, document: Json, findings: list[Finding] | None = None) -> None: ...


def per_operation(rule: Callable[[Json, str, str, Json], None]) -> Pass:
    """A pass of a rule on (document, method, path, operation); what it refuses is left out.

    Without a list of findings the first refusal is raised.
    """

    def over_all(document: Json, findings: list[Finding] | None = None) -> None:
        for method, path, operation in list(operations(document)):
            try:
                rule(document, method, path, operation)
            except SpecError as error:
                if findings is None:
                    raise
                out = ("paths", path, method)
                findings.append(Finding(error.pointer, error.problem, OPERATION, out))
                leave_out(document, path, method)

    over_all.__doc__ = rule.__doc__
    return over_all


def leave_out(document: Json, path: str, method: str) -> None:
    """Take an operation out of a document, and the path with its last one."""
    item = document["paths"][path]
    del item[method]
    if not item.keys() & set(METHODS):
        del document["paths"][path]
