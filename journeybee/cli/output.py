"""Rows on standard output: a table, JSON, JSON Lines or CSV."""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Sequence
from typing import IO, Any, Protocol

import click

from journeybee.cli.columns import Columns, pick
from journeybee.cli.text import csv_cell, json_text, shown
from journeybee.jsonvalue import is_array, is_object

FORMATS = ("table", "json", "jsonl", "csv")


class Sink(Protocol):
    """Takes rows as they come."""

    def write(self, rows: Sequence[dict[str, Any]]) -> None:
        """Show some more rows."""
        ...

    def close(self) -> None:
        """Show what belongs behind the last row."""
        ...


class Output:
    """What a command shows, as the line asks for it."""

    def __init__(self, format_name: str | None, fields: str | None, columns: Columns) -> None:
        self._out = sys.stdout
        self._terminal = self._out.isatty()
        self._format = format_name or ("table" if self._terminal else "jsonl")
        self._fields = [name.strip() for name in fields.split(",")] if fields else []
        self._columns = columns
        known = columns.types
        for name in self._fields if known else ():
            if name.partition(".")[0] not in known:
                names = ", ".join(known)
                raise click.BadParameter(
                    f"no field {name!r}: there are {names}", param_hint="--fields"
                )

    def rows(self) -> Sink:
        """Where the rows of a list go."""
        if self._format == "json":
            return _JsonArray(self._out, self._chosen)
        if self._format == "jsonl":
            return _JsonLines(self._out, self._chosen)
        if self._format == "csv":
            safe: Callable[[str], str] = shown if self._terminal else str
            return _Csv(self._out, self._fields, self._columns, safe)
        from journeybee.cli.table import Table

        return Table(self._out, self._fields, self._columns.plain)

    def value(self, value: Any) -> None:
        """Show one value, which need not be an object; None is nothing to show."""
        if value is None:
            return
        if self._format == "table" and is_object(value):
            from journeybee.cli.table import show_object

            show_object(self._out, self._chosen(value))
        elif self._format in {"table", "json"}:
            chosen = self._chosen(value) if is_object(value) else value
            self._out.write(f"{json_text(chosen, indent=2)}\n")
        else:
            sink = self.rows()
            for row in value if is_array(value) else [value]:
                sink.write([row if is_object(row) else {"value": row}])
            sink.close()

    def _chosen(self, row: dict[str, Any]) -> dict[str, Any]:
        return {name: pick(row, name) for name in self._fields} if self._fields else row


class _JsonLines:
    def __init__(self, out: IO[str], chosen: Callable[[dict[str, Any]], Any]) -> None:
        self._out = out
        self._chosen = chosen

    def write(self, rows: Sequence[dict[str, Any]]) -> None:
        for row in rows:
            self._out.write(f"{json_text(self._chosen(row))}\n")
        self._out.flush()

    def close(self) -> None: ...


class _JsonArray:
    def __init__(self, out: IO[str], chosen: Callable[[dict[str, Any]], Any]) -> None:
        self._out = out
        self._chosen = chosen
        self._before = "["

    def write(self, rows: Sequence[dict[str, Any]]) -> None:
        for row in rows:
            self._out.write(f"{self._before}\n{json_text(self._chosen(row), indent=2)}")
            self._before = ","

    def close(self) -> None:
        self._out.write("[]\n" if self._before == "[" else "\n]\n")


class _Csv:
    def __init__(
        self, out: IO[str], fields: list[str], columns: Columns, safe: Callable[[str], str]
    ) -> None:
        self._writer = csv.writer(out, lineterminator="\n")
        self._fields = fields
        self._columns = columns
        self._safe = safe
        self._begun = False

    def write(self, rows: Sequence[dict[str, Any]]) -> None:
        if not self._begun:
            self._begin(rows[0] if rows else {})
        for row in rows:
            item = row if not self._columns.types else {**row, **self._columns.row(row)}
            cells = [csv_cell(pick(item, name)) for name in self._fields]
            self._writer.writerow(
                [self._safe(cell) if isinstance(cell, str) else cell for cell in cells]
            )

    def _begin(self, first: dict[str, Any]) -> None:
        self._fields = self._fields or (self._columns.names if self._columns.types else [*first])
        self._writer.writerow([self._safe(name) for name in self._fields])
        self._begun = True

    def close(self) -> None:
        if not self._begun:
            self._begin({})
