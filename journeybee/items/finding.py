"""Finding items of a list by the values of their fields."""

from __future__ import annotations

from typing import Any, TypeVar

import attrs

from journeybee import introspection
from journeybee.errors import UsageError
from journeybee.hints import did_you_mean
from journeybee.pagination import Pager
from journeybee_api._runtime import UNSET, keep_origin

T = TypeVar("T")
# More are not for reading.
NAMED = 10


async def find(pager: Pager[T], fields: dict[str, Any]) -> T | None:
    """The first item with these values; see `Pager.find`."""
    _check(pager, fields)
    async for item in pager:
        if _matches(item, fields):
            keep_origin(item)
            return item
    return None


async def find_only(pager: Pager[T], fields: dict[str, Any]) -> T | None:
    """The one item with these values; see `Pager.find_only`."""
    _check(pager, fields)
    found = [item async for item in pager if _matches(item, fields)]
    if len(found) > 1:
        ids = [str(_value(item, "uuid") or _value(item, "id")) for item in found[:NAMED]]
        more = ", ..." if len(found) > NAMED else ""
        wanted = ", ".join(f"{name}={value!r}" for name, value in fields.items())
        raise UsageError(f"{len(found)} items have {wanted}: {', '.join(ids)}{more}")
    for item in found:
        keep_origin(item)
    return found[0] if found else None


def _check(pager: Pager[Any], fields: dict[str, Any]) -> None:
    if not fields:
        raise UsageError("name the fields to find an item by, as in find(email=...)")
    model = introspection.list_model(*pager.source)
    known = {field.name for field in attrs.fields(model)} if model else fields.keys()
    for name in fields.keys() - known:
        raise UsageError(f"items have no field {name}{did_you_mean(name, known)}")


def _matches(item: Any, fields: dict[str, Any]) -> bool:
    return all(_value(item, name) == value for name, value in fields.items())


def _value(item: Any, name: str) -> Any:
    row: Any = item
    return row.get(name, UNSET) if isinstance(item, dict) else getattr(item, name, UNSET)
