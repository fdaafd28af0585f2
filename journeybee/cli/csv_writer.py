"""CSV that spreadsheets and strict readers take alike."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from typing import IO, Any

from journeybee.cli.text import json_text

# A spreadsheet takes such a text for a formula, also with full-width signs, and behind what it
# skips: blanks, line breaks, marks without width. One of digits and spaces alone can do no harm.
_SKIPPED = r"[\s\x00-\x20\u200b-\u200f\u2060\ufeff]*"
_FORMULA = re.compile(
    rf"[\t\r\n]|{_SKIPPED}(?:[=@\uff1d\uff20]|[+\-\uff0b\uff0d\u2212](?![\d ().,/-]*\Z))"
)


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
