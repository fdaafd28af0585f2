"""How the size of pages is asked for where a server departs from the spec."""

from __future__ import annotations

from typing import Any

import attrs

from journeybee_api._runtime import Operation

INTRODUCED_SIZE = "pageSize"
"""The parameter that both published introductions have for the size of a page."""

INTRODUCED_MAX = 50
"""The largest page of the introductions."""


@attrs.frozen
class PageSize:
    """The parameter for the size of a page, in place of the declared one.

    Attributes:
        parameter: the query parameter, "" where none is sent.
        size: the rows asked for, None where none are.
    """

    parameter: str
    size: int | None = None

    def apply(self, operation: Operation[Any], declared: str) -> Operation[Any]:
        """The request with this parameter in place of the declared one."""
        asked = {self.parameter: self.size} if self.parameter else {}
        return operation.with_query(**{declared: None, **asked})


def introduction_size(size: int) -> PageSize:
    """The introduction's parameter, for as many rows as it allows of those wanted."""
    return PageSize(INTRODUCED_SIZE, min(size, INTRODUCED_MAX))
