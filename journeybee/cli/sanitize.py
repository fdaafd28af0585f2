"""What a server sends, made safe to write: for terminals, spreadsheets and strict readers.

JSON of a server may hold half of a surrogate pair, which UTF-8 cannot encode, and Python reads NaN
and numbers beyond all floats, which JSON does not have. Written as they are, they would make the
whole output unreadable; left out in silence, the output would not be complete.
"""

from __future__ import annotations

import codecs
import csv
import json
import math
import re
from collections import Counter
from collections.abc import Sequence
from typing import IO, Any

import click

from journeybee.jsonvalue import is_array, is_object

# Control characters move the cursor or start escape sequences, C1 ones as well as C0; the rest
# here break lines or reorder text. Lone surrogates cannot be written at all.
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
# A spreadsheet takes such a text for a formula, also with full-width signs, and behind what it
# skips: blanks, line breaks, marks without width. One of digits and spaces alone can do no harm.
_SKIPPED = r"[\s\x00-\x20\u200b-\u200f\u2060\ufeff]*"
_FORMULA = re.compile(
    rf"[\t\r\n]|{_SKIPPED}(?:[=@\uff1d\uff20]|[+\-\uff0b\uff0d\u2212](?![\d ().,/-]*\Z))"
)
_NAMED = 10
_INDEX = re.compile(r"\[\d+\]")


def shown(text: str) -> str:
    """The text with everything that acts on a terminal written as an escape, on one line."""
    return _UNSAFE.sub(_escape, text)


def is_text(text: str) -> bool:
    """Whether UTF-8 can encode it: half of a surrogate pair it cannot."""
    return _SURROGATE.search(text) is None


def json_text(value: Any, *, indent: int | None = None, ascii_only: bool = False) -> str:
    """JSON that reads back as the same value, and shows nothing that acts on a terminal."""
    text = json.dumps(value, ensure_ascii=ascii_only, indent=indent)
    # Outside of strings JSON has no character of these but the line breaks of an indent.
    return _UNSAFE.sub(lambda found: "\n" if found[0] == "\n" else _escape(found), text)


def _escape(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"


def command_name(name: str) -> str:
    """What a Python name is called on the command line."""
    return name.replace("_", "-")


class CsvWriter:
    """Writes rows of cells, each line ended by LF."""

    def __init__(self, out: IO[str], *, bom: bool = False) -> None:
        self._out = out
        # Told of both, the writer puts quotes around cells with either kind of line end.
        self._writer = csv.writer(self, lineterminator="\r\n")
        if bom:
            out.write("\ufeff")

    def row(self, cells: Sequence[Any]) -> None:
        """Write a row: column names, or JSON values."""
        self._writer.writerow([csv_cell(cell) for cell in cells])

    def write(self, line: str) -> None:
        """Take a line of the writer."""
        self._out.write(line.removesuffix("\r\n") + "\n")


def csv_cell(value: Any) -> Any:
    """What stands in a cell: nested values as JSON, and no text that would run as a formula.

    Such a text gets an apostrophe in front, which spreadsheets take for "this is text". JSON Lines
    and Parquet keep every value as it is.
    """
    if isinstance(value, dict | list):
        return json_text(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str) and _FORMULA.match(value):
        return f"'{value}"
    return value


class Replacements:
    """Makes rows such that they can be written; says on standard error what it changed.

    Of each field the first ten are named, then they are counted.

    Args:
        encoding: that of the output, in which texts must have their characters.
        of: what the rows are, in front of their numbers.
        before: how many rows came before the first.
    """

    def __init__(self, encoding: str = "utf-8", *, of: str = "", before: int = 0) -> None:
        self._encoding = encoding
        self._of = f"{of} " if of else ""
        self._row = before
        self._counts = Counter[str]()

    def rows(self, rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        """The next rows, with what cannot be written replaced."""
        result = list[dict[str, Any]]()
        for row in rows:
            self._row += 1
            result.append(row if self._fits(row) else self._walk(row, ""))
        return result

    def value(self, value: Any) -> Any:
        """A value that is not one of several rows, with what cannot be written replaced."""
        return value if self._fits(value) else self._walk(value, "")

    def close(self) -> None:
        """Say how many more there were than were named."""
        for what, count in self._counts.items():
            if count > _NAMED:
                _say(f"{self._of}{what} (and {count - _NAMED:,} more)")
        self._counts.clear()

    def _fits(self, value: Any) -> bool:
        try:
            json.dumps(value, ensure_ascii=False, allow_nan=False).encode(self._encoding)
        except ValueError:  # which UnicodeEncodeError is, too
            return False
        return True

    def _walk(self, value: Any, path: str) -> Any:
        if is_object(value):
            result = dict[str, Any]()
            for key, item in value.items():
                at = f"{path}.{key}".lstrip(".")
                name = self._text(key, at)
                while name in result or (name != key and name in value):
                    name += "_"
                result[name] = self._walk(item, at)
            return result
        if is_array(value):
            return [self._walk(item, f"{path}[{index}]") for index, item in enumerate(value)]
        if isinstance(value, float) and not math.isfinite(value):
            self._report(path, f"{value} is written as null")
            return None
        return self._text(value, path) if isinstance(value, str) else value

    def _text(self, text: str, path: str) -> str:
        whole = _SURROGATE.sub("\ufffd", text)
        if whole != text:
            self._report(path, "half of a surrogate pair is written as U+FFFD")
        known = whole.encode(self._encoding, "backslashreplace").decode(self._encoding)
        if known != whole:
            self._report(path, f"what {self._encoding} does not have is written as an escape")
        return known

    def _report(self, path: str, problem: str) -> None:
        field = f"{_INDEX.sub('', path)}: {problem}"
        self._counts[field] += 1
        if self._counts[field] <= _NAMED:
            row = f"{self._of}row {self._row:,}" if self._row else ""
            _say(", ".join(filter(None, [row, path])) + f": {problem}")


def is_unicode(encoding: str) -> bool:
    """Whether an encoding has all characters."""
    return codecs.lookup(encoding).name.startswith("utf")


def _say(text: str) -> None:
    click.echo(f"journeybee: {shown(text)}", err=True)
