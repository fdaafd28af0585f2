"""Rows on standard output: a table, JSON, JSON Lines or CSV."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Sequence
from typing import IO, Any, Protocol

import click

from journeybee.cli.columns import Columns, as_row, pick
from journeybee.cli.sanitize import CsvWriter, Replacements, is_unicode, json_text, shown
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

    def __init__(
        self, format_name: str | None, fields: str | None, columns: Columns, *, bom: bool = False
    ) -> None:
        self._out = sys.stdout
        self._terminal = self._out.isatty()
        self._format = format_name or ("table" if self._terminal else "jsonl")
        self._fields = [name.strip() for name in fields.split(",")] if fields else []
        self._columns = columns
        self._encoding: str = getattr(self._out, "encoding", None) or "utf-8"
        # JSON can spell out whatever an encoding does not have.
        self._json = functools.partial(json_text, ascii_only=not is_unicode(self._encoding))
        self._bom = bom
        self._check()

    def rows(self, *, complete: bool = False) -> Sink:
        """Where the rows of a list go; if it is complete, all at once."""
        if self._format == "table":
            from journeybee.cli.table import Table

            return Table(self._out, self._fields, self._columns.plain)
        if self._format == "csv":
            safe: Callable[[str], str] = shown if self._terminal else str
            csv = CsvWriter(self._out, bom=self._bom)
            sink: Sink = _Csv(csv, self._fields, self._columns, safe, complete=complete)
            return _Strict(sink, Replacements(self._encoding))
        kind = _JsonArray if self._format == "json" else _JsonLines
        return _Strict(kind(self._out, self._chosen, self._json), Replacements())

    def value(self, value: Any) -> None:
        """Show one value, which need not be an object; None is nothing to show."""
        if value is None:
            return
        if self._format == "table" and is_object(value):
            from journeybee.cli.table import show_object

            show_object(self._out, self._chosen(value))
        elif self._format in {"table", "json"}:
            replacements = Replacements()
            chosen = replacements.value(self._chosen(value) if is_object(value) else value)
            self._out.write(f"{self._json(chosen, indent=2)}\n")
            replacements.close()
        else:
            sink = self.rows(complete=True)
            sink.write([as_row(row) for row in (value if is_array(value) else [value])])
            sink.close()

    def _check(self) -> None:
        if self._bom and self._format != "csv":
            raise click.UsageError("--bom is for --format csv")
        if self._bom and not is_unicode(self._encoding):
            raise click.UsageError(f"--bom is for UTF-8, and the output is {self._encoding}")
        known = self._columns.types
        for name in self._fields if known else ():
            if name.partition(".")[0] not in known:
                names = ", ".join(known)
                raise click.BadParameter(
                    f"no field {name!r}: there are {names}", param_hint="--fields"
                )

    def _chosen(self, row: dict[str, Any]) -> dict[str, Any]:
        return {name: pick(row, name) for name in self._fields} if self._fields else row


class _Strict:
    """Hands on rows that the format can hold."""

    def __init__(self, sink: Sink, replacements: Replacements) -> None:
        self._sink = sink
        self._replacements = replacements

    def write(self, rows: Sequence[dict[str, Any]]) -> None:
        self._sink.write(self._replacements.rows(rows))

    def close(self) -> None:
        self._sink.close()
        self._replacements.close()


class _JsonLines:
    def __init__(
        self, out: IO[str], chosen: Callable[[dict[str, Any]], Any], text: Callable[..., str]
    ) -> None:
        self._out = out
        self._chosen = chosen
        self._text = text

    def write(self, rows: Sequence[dict[str, Any]]) -> None:
        for row in rows:
            self._out.write(f"{self._text(self._chosen(row))}\n")
        self._out.flush()

    def close(self) -> None: ...


class _JsonArray:
    def __init__(
        self, out: IO[str], chosen: Callable[[dict[str, Any]], Any], text: Callable[..., str]
    ) -> None:
        self._out = out
        self._chosen = chosen
        self._text = text
        self._before = "["

    def write(self, rows: Sequence[dict[str, Any]]) -> None:
        for row in rows:
            self._out.write(f"{self._before}\n{self._text(self._chosen(row), indent=2)}")
            self._before = ","

    def close(self) -> None:
        self._out.write("[]\n" if self._before == "[" else "\n]\n")


class _Csv:
    def __init__(
        self,
        writer: CsvWriter,
        fields: list[str],
        columns: Columns,
        safe: Callable[[str], str],
        *,
        complete: bool,
    ) -> None:
        self._writer = writer
        self._fields = fields
        self._complete = complete
        self._columns = columns
        self._safe = safe
        self._begun = False

    def write(self, rows: Sequence[dict[str, Any]]) -> None:
        if not self._begun:
            self._begin(rows)
        for row in rows:
            item = {**row, **self._columns.row(row)}
            cells = [pick(item, name) for name in self._fields]
            self._writer.row([self._safe(it) if isinstance(it, str) else it for it in cells])

    def _begin(self, rows: Sequence[dict[str, Any]]) -> None:
        names = self._columns.names
        if not self._columns.types:
            # Only the rows tell what an item is, and later ones may have more.
            self._columns = Columns({name: Any for row in rows for name in row})
            names = [*self._columns.types] if self._complete else self._columns.names
        self._fields = self._fields or names
        self._writer.row([self._safe(name) for name in self._fields])
        self._begun = True

    def close(self) -> None:
        if not self._begun:
            self._begin([])
