"""Pages and pagers as tables of HTML, which notebooks show."""

from __future__ import annotations

import datetime
import html
import typing
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

from journeybee import introspection
from journeybee_api._runtime import Model
from journeybee_api._runtime.annotations import union_members

if TYPE_CHECKING:
    from journeybee.pagination import Pager

# A cell is for reading: the whole of a row is in its model.
ROWS, LONGEST = 20, 60
_PLAIN = {str, int, float, bool, datetime.date, datetime.datetime}


def table_of(items: Sequence[Any]) -> str:
    """The first rows of a page: the members that are neither objects, lists, nor ids of others."""
    rows = [item.to_dict() if isinstance(item, Model) else item for item in items[:ROWS]]
    names = [name for name in dict.fromkeys(n for row in rows for n in row) if _shown(name, rows)]
    head = "".join(f"<th>{html.escape(name)}</th>" for name in names)
    body = "".join(
        f"<tr>{''.join(f'<td>{_cell(row.get(name))}</td>' for name in names)}</tr>" for row in rows
    )
    more = f", the first {ROWS} of them" if len(items) > ROWS else ""
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    return f"{table}<p>{len(items)} rows{more}</p>"


def outline_of(pager: Pager[Any], text: str) -> str:
    """A list that may not have been fetched: its request, its columns, and what is known of it."""
    operation, style = pager.source
    query = "&".join(f"{name}={value}" for name, value in operation.query)
    request = f"{operation.method} {operation.path}{'?' if query else ''}{query}"
    model = introspection.list_model(operation, style)
    types = introspection.field_types(model) if model else {}
    kinds = {name: _kind_of(hint) for name, hint in types.items() if not name.endswith("_uuid")}
    columns = {name: kind for name, kind in kinds.items() if kind}
    head = "".join(f"<th>{html.escape(name)}</th>" for name in columns)
    row = "".join(f"<td>{kind}</td>" for kind in columns.values())
    table = f"<table><thead><tr>{head}</tr></thead><tbody><tr>{row}</tr></tbody></table>"
    stats = pager.stats
    fetched = f"{stats.items} items fetched in {stats.requests} requests"
    end = fetched if stats.requests else "nothing fetched yet"
    parts = [f"<p>{html.escape(text.strip('<>'))}</p>", table if columns else ""]
    return "".join([*parts, f"<p><code>{html.escape(request)}</code>: {end}</p>"])


def _kind_of(hint: Any) -> str:
    """The name of a plain type, "" for objects, lists and mixtures."""
    kinds = {str if typing.get_origin(m) is Literal else m for m in union_members(hint)}
    kind = kinds.pop() if len(kinds) == 1 else None
    return kind.__name__ if kind in _PLAIN else ""


def _shown(name: str, rows: Sequence[dict[str, Any]]) -> bool:
    nested = any(isinstance(row.get(name), dict | list) for row in rows)
    return not nested and not name.endswith("_uuid")


def _cell(value: Any) -> str:
    text = "" if value is None else str(value)
    return html.escape(text if len(text) <= LONGEST else f"{text[:LONGEST]}...")
