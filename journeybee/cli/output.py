"""Rows on standard output: a table, JSON, JSON Lines or CSV."""

from __future__ import annotations

import functools
import importlib
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import IO, Any, Protocol

import click

from journeybee.cli.columns import Columns, as_row, pick
from journeybee.cli.failures import LocalError
from journeybee.cli.sanitize import CsvWriter, Replacements, is_text, is_unicode, json_text, shown
from journeybee.jsonvalue import is_array, is_object

FORMATS = ("table", "json", "jsonl", "csv")


def jmespath_of(expression: str) -> Callable[[Any], Any]:
    """What a JMESPath expression selects of a JSON value."""
    jmespath: Any = importlib.import_module("jmespath")

    def attempt(step: Callable[[Any], Any], value: Any) -> Any:
        try:
            return step(value)
        except (jmespath.exceptions.JMESPathError, ValueError) as error:
            # The text may quote what a server wrote; errors of this kind are shown escaped.
            raise LocalError(f"--transform: {str(error).partition(chr(10))[0]}") from None

    return functools.partial(attempt, attempt(jmespath.compile, expression).search)


def format_options() -> Iterator[click.Option]:
    yield click.Option(
        ["--format", "cli_format"],
        type=click.Choice(FORMATS),
        help="By default a table in a terminal, else JSON Lines.",
    )
    yield click.Option(
        ["--fields", "cli_fields"], metavar="A,B.C", help="Only these, nested ones with dots."
    )
    yield click.Option(
        ["--bom", "cli_bom"],
        is_flag=True,
        default=None,
        help="Begin CSV with a byte order mark, for Excel.",
    )
    yield click.Option(
        ["--json", "cli_json"],
        is_flag=False,
        flag_value="",
        metavar="[A,B.C]",
        help="JSON of these fields, as gh writes it; without a value, of all.",
    )
    yield click.Option(
        ["--transform", "cli_transform"],
        metavar="JMESPATH",
        help="JSON of what this JMESPath expression selects, such as '[].email'.",
    )
    yield click.Option(
        ["--raw", "-r", "cli_raw"],
        is_flag=True,
        default=None,
        help="With --transform: texts without quotes, a line for each item of a list.",
    )


class Sink(Protocol):
    """Writes rows as they come, and at the end what follows them."""

    def write(self, rows: Sequence[dict[str, Any]]) -> None: ...
    def close(self) -> None: ...


class Output:
    """What a command shows, in the format that its options ask for."""

    def __init__(
        self,
        format_name: str | None,
        fields: str | None,
        columns: Columns,
        *,
        bom: bool = False,
        transform: Callable[[Any], Any] | None = None,
        raw: bool = False,
    ) -> None:
        self._out = sys.stdout
        self._terminal = self._out.isatty()
        self._format = format_name or ("table" if self._terminal else "jsonl")
        self._fields = [name.strip() for name in fields.split(",")] if fields else []
        self._columns = columns
        self._encoding: str = getattr(self._out, "encoding", None) or "utf-8"
        # JSON can escape every character that an encoding does not have.
        self._json = functools.partial(json_text, ascii_only=not is_unicode(self._encoding))
        self._bom = bom
        self._transform = transform
        self._raw = raw
        self._check()

    @classmethod
    def of(cls, values: dict[str, Any], columns: Columns, default: str | None = None) -> Output:
        """The output that `format_options` ask for, which are removed from the values."""
        names = ("format", "fields", "bom", "json", "transform", "raw")
        kind, fields, bom, json, expression, raw = (values.pop(f"cli_{name}") for name in names)
        whole = expression is not None or json is not None
        if whole and (kind or fields):
            raise click.UsageError("--json and --transform each exclude --format and --fields")
        if raw and expression is None:
            raise click.UsageError("--raw goes with --transform")
        transform = None if expression is None else jmespath_of(expression)
        kind = "json" if whole else kind or default
        return cls(kind, json or fields, columns, bom=bool(bom), transform=transform, raw=bool(raw))

    @property
    def is_table(self) -> bool:
        return self._format == "table"

    @property
    def is_reduced(self) -> bool:
        """Whether only some fields are shown."""
        return bool(self._fields)

    def rows(self, *, complete: bool = False) -> Sink:
        """A sink for the rows of a list; if it is complete, they are written all at once."""
        if self._transform is not None:
            return _Collected(self.value)
        if self._format == "table":
            from journeybee.cli.table import TerminalTable

            return TerminalTable(self._out, self._fields, self._columns.plain)
        if self._format == "csv":
            safe: Callable[[str], str] = shown if self._terminal else str
            self._out.write("\ufeff" if self._bom else "")
            encoding, columns = self._encoding, self._columns
            return _Csv(self._out, self._fields, columns, safe, encoding, complete=complete)
        return _Json(self._out, self._text, array=self._format == "json")

    def value(self, value: Any) -> None:
        """Show one value, which need not be an object; for None, nothing."""
        if value is None:
            return
        if self._transform is not None:
            self._write_selected(self._transform(self._reduced(value)))
        elif self._format == "table" and is_object(value):
            from journeybee.cli.table import show_object

            show_object(self._out, self._chosen(value))
        elif self._format in {"table", "json"}:
            self._write_json(self._chosen(value) if is_object(value) else value)
        else:
            sink = self.rows(complete=True)
            sink.write([as_row(row) for row in (value if is_array(value) else [value])])
            sink.close()

    def _reduced(self, value: Any) -> Any:
        if is_array(value):
            return [self._reduced(item) for item in value]
        return self._chosen(value) if is_object(value) else value

    def _write_json(self, value: Any) -> None:
        replacements = Replacements()
        self._out.write(f"{self._json(replacements.value(value), indent=2)}\n")
        replacements.close()

    def _write_selected(self, value: Any) -> None:
        if not self._raw:
            self._write_json(value)
            return
        safe: Callable[[str], str] = shown if self._terminal else str
        for item in value if is_array(value) else [value]:
            text = item if isinstance(item, str) and is_text(item) else self._json(item)
            self._out.write(f"{safe(text)}\n")

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

    def _text(self, row: dict[str, Any], **options: Any) -> str:
        return self._json(self._chosen(row), **options)

    def _chosen(self, row: dict[str, Any]) -> dict[str, Any]:
        return {name: pick(row, name) for name in self._fields} if self._fields else row


class _Collected:
    """Shows all rows as one value."""

    def __init__(self, show: Callable[[Any], None]) -> None:
        self._show = show
        self._rows: list[dict[str, Any]] = []

    def write(self, rows: Sequence[dict[str, Any]]) -> None:
        self._rows += rows

    def close(self) -> None:
        self._show(self._rows)


class _Json:
    """One array, or a line for each row."""

    def __init__(self, out: IO[str], text: Callable[..., str], *, array: bool) -> None:
        self._out = out
        self._text = text
        self._array = array
        self._before = "["
        self._replacements = Replacements()

    def write(self, rows: Sequence[dict[str, Any]]) -> None:
        for row in self._replacements.rows(rows):
            if self._array:
                self._out.write(f"{self._before}\n{self._text(row, indent=2)}")
                self._before = ","
            else:
                self._out.write(f"{self._text(row)}\n")
        self._out.flush()

    def close(self) -> None:
        if self._array:
            self._out.write("[]\n" if self._before == "[" else "\n]\n")
        self._replacements.close()


class _Csv:
    def __init__(
        self,
        out: IO[str],
        fields: list[str],
        columns: Columns,
        safe: Callable[[str], str],
        encoding: str,
        *,
        complete: bool,
    ) -> None:
        self._writer = CsvWriter(out)
        self._replacements = Replacements(encoding)
        self._fields = fields
        self._complete = complete
        self._columns = columns
        self._safe = safe
        self._begun = False

    def write(self, rows: Sequence[dict[str, Any]]) -> None:
        rows = self._replacements.rows(rows)
        if not self._begun:
            self._begin(rows)
        for row in rows:
            item = {**row, **self._columns.row(row)}
            cells = [pick(item, name) for name in self._fields]
            self._writer.row([self._safe(it) if isinstance(it, str) else it for it in cells])

    def _begin(self, rows: Sequence[dict[str, Any]]) -> None:
        names = self._columns.names
        if not self._columns.types:
            # The columns are known from the rows alone, and later rows may have more.
            self._columns = Columns({name: Any for row in rows for name in row})
            names = [*self._columns.types] if self._complete else self._columns.names
        self._fields = self._fields or names
        self._writer.row([self._safe(name) for name in self._fields])
        self._begun = True

    def close(self) -> None:
        if not self._begun:
            self._begin([])
        self._replacements.close()
