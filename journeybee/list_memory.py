"""What a client learned of how the server pages each of its lists."""

from __future__ import annotations

import logging
from collections.abc import Callable

_log = logging.getLogger("journeybee.paging")


def _ignore(_model: str, _field: str, _problem: str) -> None:
    pass


class ListMemory:
    """What a client learned of its lists, by operation id; views of the client share it.

    Attributes:
        report: notes that a response differs from the spec: model, field and problem. Raises
            DecodeError if the client is strict.
        parameters: the query parameter that sets the size of a page where the server departs from
            the spec, "" where none is known.
        refused: parameters that the server refused, each with its operation.
    """

    def __init__(self, report: Callable[[str, str, str], None] = _ignore) -> None:
        self.report = report
        self.parameters: dict[str, str] = {}
        self.refused: set[tuple[str, str]] = set()
        self._logged: set[tuple[str, str]] = set()

    def note(self, operation_id: str, field: str, problem: str) -> None:
        """Report a departure from the spec, on `journeybee.paging` only the first time."""
        if (operation_id, field) not in self._logged:
            self._logged.add((operation_id, field))
            _log.warning("%s departs from the spec: %s", operation_id, problem)
        self.report(operation_id, field, problem)
