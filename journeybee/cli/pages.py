"""The parameters that say which page of a list is asked for."""

from __future__ import annotations

from typing import Any, cast

from journeybee import introspection
from journeybee.binding import Paged
from journeybee.introspection import Call


def number_parameter(call: Call) -> str | None:
    """The argument with the number of a page, None if the list has none."""
    return _argument(call, "page")


def cursor_parameter(call: Call) -> str | None:
    """The argument with the cursor of a page, None if the list has none."""
    return _argument(call, "cursor")


def _argument(call: Call, attribute: str) -> str | None:
    """The Python name of the parameter that the paging style of a list knows by its JSON name."""
    style: Any = cast("Paged[..., Any]", call).style if introspection.is_list(call) else None
    wire: str = getattr(style, attribute, "")
    for name in introspection.builder_types(call.builder):
        if wire and name.replace("_", "") == wire.replace("_", "").lower():
            return name
    return None
