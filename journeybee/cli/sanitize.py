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

import attrs
import click

from journeybee.jsonvalue import is_array, is_object

# Control characters move the cursor or start escape sequences, C1 ones as well as C0; the rest
# here break lines or reorder text. Lone surrogates cannot be written at all.
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
# A spreadsheet runs such a text as a formula, also with full-width signs, and after characters that
# it skips: blanks, line breaks, zero-width marks. Digits and spaces alone are harmless.
_SKIPPED = r"[\s\x00-\x20\u200b-\u200f\u2060\ufeff]*"
_FORMULA = re.compile(
    rf"[\t\r\n]|{_SKIPPED}(?:[=@\uff1d\uff20]|[+\-\uff0b\uff0d\u2212](?![\d ().,/-]*\Z))"
)
_NAMED = 10
_INDEX = re.compile(r"\[\d+\]")


def shown(text: str) -> str:
    """The text on one line, with every character that acts on a terminal escaped."""
    return _UNSAFE.sub(_escape, text)


def is_text(text: str) -> bool:
    """Whether UTF-8 can encode it, which half of a surrogate pair prevents."""
    return _SURROGATE.search(text) is None


def json_text(value: Any, *, indent: int | None = None, ascii_only: bool = False) -> str:
    """JSON that reads back as the same value, with characters that act on a terminal escaped."""
    text = json.dumps(value, ensure_ascii=ascii_only, indent=indent)
    # Outside of strings, JSON contains none of these characters but the line breaks of an indent.
    return _UNSAFE.sub(lambda found: "\n" if found[0] == "\n" else _escape(found), text)


def _escape(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"


def command_name(name: str) -> str:
    """The name on the command line of a Python name."""
    return name.replace("_", "-")


@attrs.frozen
class CsvWriter:
    """Writes rows of cells, each line ended by LF."""

    _out: IO[str]

    def row(self, cells: Sequence[Any]) -> None:
        # With CR and LF as line end, the writer quotes cells with either of them.
        csv.writer(self, lineterminator="\r\n").writerow([csv_cell(cell) for cell in cells])

    def write(self, line: str) -> None:
        self._out.write(line.removesuffix("\r\n") + "\n")


def csv_cell(value: Any) -> Any:
    """The value of a cell: nested values as JSON, and a text that would run as a formula escaped.

    Such a text gets an apostrophe in front, which marks text in spreadsheets. JSON Lines and
    Parquet keep every value unchanged.
    """
    if isinstance(value, dict | list):
        return json_text(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str) and _FORMULA.match(value):
        return f"'{value}"
    return value


class Replacements:
    """Replaces values that a format cannot hold, and reports each on standard error.

    The first ten of each field are reported one by one, the rest as a number.

    Args:
        encoding: the encoding of the output.
        of: the name of the list, in front of the row numbers.
        before: the number of rows before the first.
    """

    def __init__(self, encoding: str = "utf-8", *, of: str = "", before: int = 0) -> None:
        self._encoding = encoding
        self._of = f"{of} " if of else ""
        self._row = before
        self._counts = Counter[str]()

    def rows(self, rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        result = list[dict[str, Any]]()
        for row in rows:
            self._row += 1
            result.append(row if self._fits(row) else self._walk(row, ""))
        return result

    def value(self, value: Any) -> Any:
        return value if self._fits(value) else self._walk(value, "")

    def close(self) -> None:
        """Report the number of those that were not reported one by one."""
        for what, count in self._counts.items():
            if count > _NAMED:
                _warn(f"{self._of}{what} (and {count - _NAMED:,} more)")
        self._counts.clear()

    def _fits(self, value: Any) -> bool:
        try:
            json.dumps(value, ensure_ascii=False, allow_nan=False).encode(self._encoding)
        except ValueError:  # UnicodeEncodeError is one, too
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
            self._report(
                path, f"characters that {self._encoding} does not have are written as escapes"
            )
        return known

    def _report(self, path: str, problem: str) -> None:
        field = f"{_INDEX.sub('', path)}: {problem}"
        self._counts[field] += 1
        if self._counts[field] <= _NAMED:
            row = f"{self._of}row {self._row:,}" if self._row else ""
            _warn(", ".join(filter(None, [row, path])) + f": {problem}")


def is_unicode(encoding: str) -> bool:
    return codecs.lookup(encoding).name.startswith("utf")


def _warn(text: str) -> None:
    click.echo(f"journeybee: {shown(text)}", err=True)
