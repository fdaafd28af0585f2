"""Tables for a terminal: as many columns as fit, with the texts of a server escaped."""

from __future__ import annotations

from collections.abc import Sequence
from typing import IO, Any

from rich.cells import cell_len
from rich.table import Table as RichTable
from rich.text import Text

from journeybee.cli.columns import pick
from journeybee.cli.sanitize import json_text, shown
from journeybee.cli.session import note
from journeybee.cli.terminal import console

_WIDEST = 40
_GAP = 2
# What tells one row from another comes first, wherever the spec has it.
_IMPORTANT = (
    "name", "label", "title", "first_name", "last_name", "company_name", "email", "status"
)  # fmt: skip
_ID = "uuid"


class TerminalTable:
    """A table whose first rows decide the columns and their widths, so that it can be streamed."""

    def __init__(self, out: IO[str], fields: list[str], plain: list[str]) -> None:
        self._console = console(out)
        self._fields = fields
        self._plain = plain
        self._widths: dict[str, int] = {}
        self._left_out: list[str] = []

    def write(self, rows: Sequence[dict[str, Any]]) -> None:
        first = not self._widths
        if first and rows:
            self._decide_widths(rows)
        if rows:
            self._console.print(self._part(rows, header=first))

    def close(self) -> None:
        """Report the columns that did not fit."""
        if not self._widths:
            note("No results.")
        if self._left_out:
            names = shown(", ".join(self._left_out))
            note(f"columns left out: {names}. Choose with --fields, or use --format json")

    def _decide_widths(self, rows: Sequence[dict[str, Any]]) -> None:
        names = self._fields or by_importance(
            self._plain or list(dict.fromkeys(name for row in rows for name in row)), rows
        )
        widths = {name: self._width(name, rows) for name in names}
        free, id_width = self._console.width, None
        if not self._fields and widths.get(_ID, free) <= free // 2:
            id_width = widths.pop(_ID)  # kept free: other commands take the id
            free -= id_width + _GAP
        for name, width in widths.items():
            if width > free and self._widths:
                self._left_out.append(name)
                continue
            self._widths[name] = width
            free -= width + _GAP
        if id_width is not None:
            self._widths[_ID] = id_width

    def _width(self, name: str, rows: Sequence[dict[str, Any]]) -> int:
        width = max(cell_len(text) for text in [shown(name), *(cell(r, name) for r in rows)])
        return min(width, _WIDEST, self._console.width)

    def _part(self, rows: Sequence[dict[str, Any]], *, header: bool) -> RichTable:
        table = RichTable(box=None, show_header=header, pad_edge=False, padding=(0, _GAP, 0, 0))
        for name, width in self._widths.items():
            table.add_column(
                Text(shown(name)), width=width, no_wrap=True, overflow="ellipsis", style="none"
            )
        for row in rows:
            table.add_row(*(Text(cell(row, name)) for name in self._widths))
        return table


def by_importance(names: Sequence[str], rows: Sequence[dict[str, Any]]) -> list[str]:
    """Columns in the order in which they get room: names first, ids and empty ones last."""

    def rank(name: str) -> int:
        if name == _ID:
            return 103
        if not any(cell(row, name) for row in rows):
            return 102
        if name.endswith("_at"):
            return 101
        return _IMPORTANT.index(name) if name in _IMPORTANT else 100

    return sorted(names, key=rank)


def show_object(out: IO[str], value: dict[str, Any]) -> None:
    """Write one object, a field in each row."""
    table = RichTable.grid(padding=(0, _GAP, 0, 0))
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    for name in value:
        table.add_row(Text(shown(name)), Text(cell(value, name)))
    console(out).print(table)


def cell(row: dict[str, Any], name: str) -> str:
    """The text of a cell: a text itself, any other value as JSON, nothing for null."""
    value = row[name] if name in row else pick(row, name)
    if value is None:
        return ""
    return shown(value) if isinstance(value, str) else json_text(value)
