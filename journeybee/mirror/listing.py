"""What a mirror needs to know of a list before it is read: its name, its filters, its columns."""

from __future__ import annotations

from typing import Any, TypeVar

from journeybee import introspection
from journeybee.jsonvalue import is_object
from journeybee.mirror.rows import text_of
from journeybee.pagination import Pager, Style
from journeybee_api._runtime import Model, Operation, query_text
from journeybee_api._runtime.annotations import union_members

T = TypeVar("T")
_TYPES = {int: "INTEGER", float: "REAL", str: "TEXT", bool: "BOOLEAN"}


def refetched(pager: Pager[T]) -> Pager[T]:
    """The pager by which no row is lost that was there throughout, where its API can do that."""
    try:
        return pager.with_options(on_shift="refetch")
    except ValueError:
        return pager


def scope_of(operation: Operation[Any], style: Style) -> str:
    """Path and filters of a list, without what only divides it into pages."""
    paging = {getattr(style, name, None) for name in ("page", "size", "cursor", "limit")}
    query = query_text(pair for pair in operation.query if pair[0] not in paging)
    scope = f"{operation.path}?{query}" if query else operation.path
    body: object = operation.body
    if is_object(body):
        filters = {name: value for name, value in body.items() if name not in paging}
        scope += f" {text_of(filters)}"
    return scope


def columns_of(model: type[Model] | None) -> dict[str, str]:
    """The type of the column of each field."""
    types = introspection.field_types(model) if model else {}
    return {name: _column(hint) for name, hint in types.items()}


def _column(hint: Any) -> str:
    kinds = union_members(hint)
    return _TYPES.get(kinds[0], "") if len(kinds) == 1 else ""
