"""The columns of a list in the order of the spec, and the row of each item."""

from __future__ import annotations

import typing
from typing import Any

import attrs

from journeybee import introspection
from journeybee.introspection import BoundOperation
from journeybee.items.frames import EXTRA
from journeybee.jsonvalue import is_array, is_object
from journeybee_api._runtime import Model
from journeybee_api._runtime.annotations import union_members


@attrs.frozen
class Columns:
    """The columns in the spec; none where it does not describe the items.

    Attributes:
        types: the type of each column, by its JSON name.
    """

    types: dict[str, Any]

    @classmethod
    def of(cls, bound: BoundOperation) -> Columns:
        """The columns of the items that an operation returns."""
        model = introspection.item_model(bound)
        return cls(introspection.field_types(model) if model else {})

    @property
    def names(self) -> list[str]:
        """The columns of a file: those of the spec, and `_extra`."""
        return [*self.types, EXTRA]

    @property
    def plain(self) -> list[str]:
        """The columns that a table may show: neither nested values nor ids of other objects."""
        return [
            name
            for name, kind in self.types.items()
            if not _is_nested(kind) and not name.endswith("_uuid")
        ]

    def row(self, item: dict[str, Any]) -> dict[str, Any]:
        """The item with its columns in order, and the other fields in `_extra`."""
        row = {name: item[name] for name in self.types if name in item}
        extra = {name: value for name, value in item.items() if name not in self.types}
        return {**row, EXTRA: extra} if extra else row


def plain(item: Any) -> Any:
    """The JSON value of a result."""
    if isinstance(item, Model):
        return item.to_dict()
    return [plain(inner) for inner in item] if is_array(item) else item


def as_row(item: Any) -> dict[str, Any]:
    """The item if it is an object, else a row with it as `value`."""
    return item if is_object(item) else {"value": item}


def pick(item: Any, path: str) -> Any:
    """The value at a dotted path or None; of a list, the values in its items."""
    for position, name in enumerate(names := path.split(".")):
        if is_array(item):
            rest = ".".join(names[position:])
            return [pick(inner, rest) for inner in item]
        item = item.get(name) if is_object(item) else None
    return item


def _is_nested(kind: Any) -> bool:
    return any(
        attrs.has(member) or typing.get_origin(member) in {list, dict} or member is Any
        for member in union_members(kind)
    )
