"""How models are shown: the fields that hold something, in the order of their declaration."""

from __future__ import annotations

import datetime
from typing import Any

from .definition import field_names, is_model
from .unset import UNSET

# Enough for a uuid, an address and most names; and for the first of many rows.
LONGEST_TEXT = 60
MOST_ITEMS = 3
# Servers may nest without end.
DEEPEST = 4


def short_repr(model: Any) -> str:
    """The class and its fields; times in ISO 8601, long texts and lists shortened."""
    return _shown(model, 0)


def _shown(value: Any, depth: int) -> str:
    if isinstance(value, str):
        return repr(value) if len(value) <= LONGEST_TEXT else f"{value[:LONGEST_TEXT]!r}..."
    if isinstance(value, datetime.date):
        return value.isoformat()
    shows_fields = is_model(type(value))
    if not shows_fields and not isinstance(value, list | tuple | dict):
        return repr(value)
    if depth == DEEPEST:
        return "..."
    if shows_fields:
        values = ((name, getattr(value, name)) for name in field_names(type(value)))
        # `additional_properties` is declared first and shown last.
        pairs = sorted(values, key=lambda pair: pair[0] == "additional_properties")
        shown = [f"{name}={_shown(v, depth + 1)}" for name, v in pairs if not _is_empty(v)]
        return f"{type(value).__name__}({', '.join(shown)})"
    if isinstance(value, dict):
        members = [f"{k!r}: {_shown(v, depth + 1)}" for k, v in list(value.items())[:MOST_ITEMS]]
        return f"{{{_shortened(members, len(value))}}}"
    return f"[{_shortened([_shown(v, depth + 1) for v in value[:MOST_ITEMS]], len(value))}]"


def _is_empty(value: Any) -> bool:
    return value is None or value is UNSET or (isinstance(value, list | dict | str) and not value)


def _shortened(shown: list[str], count: int) -> str:
    return ", ".join(shown) + (f", ... {count} in all" if count > len(shown) else "")
