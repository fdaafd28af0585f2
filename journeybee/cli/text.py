"""Text from a server, made harmless for terminals and spreadsheets."""

from __future__ import annotations

import json
import re
from typing import Any

# Control characters move the cursor or start escape sequences, C1 ones as well as C0; the rest
# here break lines or reorder text. Lone surrogates cannot be written at all.
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
# A spreadsheet takes such a cell for a formula; one of digits and spaces alone can do no harm.
_FORMULA = re.compile(r"[=@\t\r]|[+-](?![\d ().,/-]*\Z)")


def shown(text: str) -> str:
    """The text with everything that acts on a terminal written as an escape, on one line."""
    return _UNSAFE.sub(_escape, text)


def json_text(value: Any, *, indent: int | None = None) -> str:
    """JSON that reads back as the same value, and shows nothing that acts on a terminal."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    # Outside of strings JSON has no character of these but the line breaks of an indent.
    return _UNSAFE.sub(lambda found: "\n" if found[0] == "\n" else _escape(found), text)


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


def _escape(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"
