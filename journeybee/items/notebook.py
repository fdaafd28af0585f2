"""Pages as tables of HTML, which notebooks show."""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import Any

from journeybee_api._runtime import Model

# A cell is for reading: the whole of a row is in its model.
ROWS, LONGEST = 20, 60


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


def _shown(name: str, rows: Sequence[dict[str, Any]]) -> bool:
    nested = any(isinstance(row.get(name), dict | list) for row in rows)
    return not nested and not name.endswith("_uuid")


def _cell(value: Any) -> str:
    text = "" if value is None else str(value)
    return html.escape(text if len(text) <= LONGEST else f"{text[:LONGEST]}...")
