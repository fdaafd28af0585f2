"""Finding items of a list by the values of their fields."""

from __future__ import annotations

import datetime
import inspect
import typing
from collections.abc import Mapping
from typing import Any, Literal, TypeVar

from journeybee import introspection
from journeybee.errors import UsageError
from journeybee.hints import did_you_mean
from journeybee.pagination import Pager
from journeybee_api._runtime import UNSET, keep_origin, to_json
from journeybee_api._runtime.annotations import field_hints, union_members

T = TypeVar("T")
# More are not for reading.
NAMED = 10
_TIMES = {datetime.datetime, datetime.date}
_PLAIN = {str, int, float, bool, *_TIMES}


async def find(pager: Pager[T], fields: dict[str, Any]) -> T | None:
    """The first item with these values; see `Pager.find`."""
    _check(pager, fields)
    async for item in narrowed(pager, fields):
        if _matches(item, fields):
            keep_origin(item)
            return item
    return None


async def find_only(pager: Pager[T], fields: dict[str, Any]) -> T | None:
    """The one item with these values; see `Pager.find_only`."""
    _check(pager, fields)
    found = [item async for item in narrowed(pager, fields) if _matches(item, fields)]
    return only(found, fields)


def only(found: list[T], fields: Mapping[str, Any]) -> T | None:
    """The one item of those found, None if there is none; UsageError names several."""
    if len(found) > 1:
        ids = [str(value_of(item, "uuid") or value_of(item, "id")) for item in found[:NAMED]]
        more = ", ..." if len(found) > NAMED else ""
        wanted = ", ".join(f"{name}={value!r}" for name, value in fields.items())
        raise UsageError(f"{len(found)} items have {wanted}: {', '.join(ids)}{more}")
    for item in found:
        keep_origin(item)
    return found[0] if found else None


def narrowed(pager: Pager[T], fields: Mapping[str, Any]) -> Pager[T]:
    """The pager with those fields as parameters that its operation has under the same names.

    A parameter that the call set stays, and a list that is resumed stays as it was.
    """
    operation, style = pager.source
    if pager.resumed or operation.method != "GET":
        return pager
    builder = introspection.builder_of(operation)
    model = introspection.list_model(operation, style)
    hints, wire_names = introspection.builder_types(builder), model.wire_names if model else {}
    sent = {name for name, _ in operation.query}
    query = {
        wire_names.get(name, name): fields[name]
        for name, parameter in inspect.signature(builder).parameters.items()
        if parameter.kind is parameter.KEYWORD_ONLY
        and isinstance(fields.get(name), str)
        and str in union_members(hints[name])
    }
    return pager.with_query(**{name: query[name] for name in query.keys() - sent})


def same(there: Any, value: Any) -> bool:
    """Whether a field of an item has a value, which may be text where the field is a time."""
    if there == value or there is UNSET:
        return there is not UNSET
    if isinstance(there, datetime.date) or isinstance(value, datetime.date):
        left, right = _time(there), _time(value)
        if left is None or right is None:
            return False
        if isinstance(left, datetime.datetime) is isinstance(right, datetime.datetime):
            return left == right
        return str(left)[:10] == str(right)[:10]
    return bool(to_json("", there) == to_json("", value))


def _time(value: Any) -> datetime.date | None:
    """The date or time that a value is, or is the text of."""
    if not isinstance(value, str):
        return value if isinstance(value, datetime.date) else None
    try:
        read = datetime.date if len(value) == len("2025-08-20") else datetime.datetime
        return read.fromisoformat(value)
    except ValueError:
        return None


def value_of(item: Any, name: str) -> Any:
    """A field of an item, UNSET if it has none of that name."""
    row: Any = item
    return row.get(name, UNSET) if isinstance(item, dict) else getattr(item, name, UNSET)


def _check(pager: Pager[Any], fields: dict[str, Any]) -> None:
    if not fields:
        raise UsageError("name the fields to find an item by, as in find(email=...)")
    model = introspection.list_model(*pager.source)
    hints = field_hints(model) if model else dict.fromkeys(fields)
    for name, value in fields.items():
        if name not in hints:
            raise UsageError(f"items have no field {name}{did_you_mean(name, hints)}")
        _check_value(name, value, hints[name])


def _check_value(name: str, value: Any, hint: Any) -> None:
    """UsageError for a value that no item can have, such as 5 in a field of text."""
    kinds = {str if typing.get_origin(m) is Literal else m for m in union_members(hint)}
    if not kinds <= _PLAIN or type(value) not in _PLAIN:
        return
    accepted = {*kinds, int} if float in kinds else kinds
    accepted = _PLAIN - {bool, int, float} if kinds & _TIMES else accepted
    if type(value) not in accepted:
        wanted = " or ".join(sorted(kind.__name__ for kind in kinds))
        raise UsageError(f"no item has {name}={value!r}, which is not a {wanted}")
    if isinstance(value, datetime.datetime) and value.tzinfo is None:
        raise UsageError(f"{name}={value!r} has no time zone: pass an aware datetime")


def _matches(item: Any, fields: Mapping[str, Any]) -> bool:
    return all(same(value_of(item, name), value) for name, value in fields.items())
