"""Writes models and other values as JSON."""

from __future__ import annotations

import datetime
import functools
import types
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from .codec import compiled
from .definition import is_model
from .timestamp import time_text
from .unset import UNSET

_PLAIN = frozenset({str, int, float, bool, types.NoneType})
_Container: TypeAlias = dict[Any, Any] | list[Any]
_Path: TypeAlias = tuple["_Path | None", Any, int]
_INSTEAD = {
    "Decimal": ": pass a float",
    "dict_keys": ": pass a list",
    "dict_values": ": pass a list",
    "frozenset": ": pass a list",
    "generator": ": pass a list",
    "set": ": pass a list",
}
# Deeper than any JSON parser goes; a deeper value contains itself.
_DEEPEST = 100_000


_Part: TypeAlias = tuple[_Container, Any, Any, _Path]
"""Where something is still to be written, the key there, the value, and where it was found."""


def write_model(value: Any) -> dict[str, Any]:
    """The JSON object of a model; ValueError for a datetime without time zone."""
    result: dict[str, Any] = to_json(type(value).__name__, value)
    return result


def to_json(name: str, value: Any) -> Any:
    """The JSON value of anything an operation takes; errors name the argument ``name``.

    Raises TypeError for what has no JSON form, ValueError for a datetime without time zone and for
    a value that holds itself.
    """
    if value.__class__ in _PLAIN:
        return value
    # No recursion: what a server nests deeply can be read, so it can be written too.
    top: list[Any] = [None]
    left: list[_Part] = [(top, 0, value, (None, name, 0))]
    while left:
        target, key, item, path = left.pop()
        if path[2] > _DEEPEST:
            raise ValueError(f"{name} holds itself, or is nested more than {_DEEPEST:,} deep")
        target[key] = _writer(item.__class__)(item, path, left)
    return top[0]


def json_default(value: Any) -> Any:
    """For ``json.dumps(rows, default=json_default)``: models, times, dates and UUIDs as JSON.

    Raises TypeError for any other object, ValueError for a datetime without time zone.

    .. versionadded:: 0.1
    """
    return to_json("value", value)


@functools.cache
def _writer(kind: type) -> Callable[[Any, _Path, list[_Part]], Any]:
    if is_model(kind):
        return _write_model
    if issubclass(kind, dict):
        return _write_dict
    return _write_list if issubclass(kind, list | tuple) else _write_scalar


def _write_model(value: Any, path: _Path, left: list[_Part]) -> dict[str, Any]:
    fields = {wire: getattr(value, name) for name, wire in compiled(value.__class__).names}
    return _write_dict(fields | value.additional_properties, path, left)


def _write_dict(value: dict[Any, Any], path: _Path, left: list[_Part]) -> dict[Any, Any]:
    written = {key: item for key, item in value.items() if item is not UNSET}
    for key, item in written.items():
        if item.__class__ not in _PLAIN:
            _write_member(written, key, item, path, left)
    return written


def _write_list(value: Sequence[Any], path: _Path, left: list[_Part]) -> list[Any]:
    written = list(value)
    for index, item in enumerate(written):
        if item.__class__ not in _PLAIN:
            _write_member(written, index, item, path, left)
    return written


def _write_member(target: _Container, key: Any, item: Any, path: _Path, left: list[_Part]) -> None:
    here = (path, key, path[2] + 1)
    write = _writer(item.__class__)
    if write is _write_scalar:
        target[key] = _write_scalar(item, here, left)
    else:
        left.append((target, key, item, here))


def _write_scalar(value: Any, path: _Path, _left: list[_Part]) -> Any:
    if value.__class__ in _PLAIN:
        return value
    if hasattr(value, "milliseconds"):
        return value.milliseconds
    if isinstance(value, datetime.datetime):
        return time_text(_text_of(path), value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, str | int | float):
        return value
    if is_uuid(value):
        return str(value)
    instead = _INSTEAD.get(value.__class__.__name__, "")
    raise TypeError(f"{_text_of(path)}={value!r} cannot be sent as JSON{instead}")


def _text_of(path: _Path) -> str:
    """The place as `body.rows[3].name`."""
    outer, step, _ = path
    steps: list[str] = []
    while outer is not None:
        steps.append(f"[{step}]" if isinstance(step, int) else f".{step}")
        outer, step, _ = outer
    return "".join([step, *reversed(steps)])


def is_uuid(value: object) -> bool:
    """Whether it is a UUID; checked by name, so that clients do not import ``uuid``."""
    import uuid

    return isinstance(value, uuid.UUID)
