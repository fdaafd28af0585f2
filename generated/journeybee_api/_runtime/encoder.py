"""Writes models and other values as JSON."""

from __future__ import annotations

import datetime
import types
from typing import Any

import attrs

from .codec import compiled
from .timestamp import time_text
from .unset import UNSET


def write_model(value: Any) -> dict[str, Any]:
    """The JSON object of a model; ValueError for a datetime without time zone."""
    result = {}
    for name, wire in compiled(type(value)).names:
        item = getattr(value, name)
        if item is not UNSET:
            result[wire] = item if item.__class__ in _PLAIN else to_json(wire, item)
    for wire, item in value.additional_properties.items():
        result[wire] = to_json(wire, item)
    return result


_PLAIN = frozenset({str, int, float, bool, types.NoneType})


def to_json(name: str, value: Any) -> Any:
    """The JSON value of anything an operation takes; errors name the argument ``name``."""
    if value.__class__ in _PLAIN:
        return value
    if attrs.has(type(value)):
        return write_model(value)
    if isinstance(value, dict):
        return {k: to_json(f"{name}.{k}", v) for k, v in value.items() if v is not UNSET}
    if isinstance(value, list | tuple):
        return [to_json(f"{name}[{i}]", v) for i, v in enumerate(value)]
    if hasattr(value, "milliseconds"):
        return value.milliseconds
    if isinstance(value, datetime.datetime):
        return time_text(name, value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, str | int | float):
        return value
    if is_uuid(value):
        return str(value)
    raise TypeError(f"{name}={value!r} cannot be sent as JSON")


def is_uuid(value: object) -> bool:
    """Whether it is a UUID; the module is imported by whoever has one, not by every client."""
    import uuid

    return isinstance(value, uuid.UUID)
