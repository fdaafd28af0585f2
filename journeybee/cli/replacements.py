"""What a server sends but strict readers refuse, replaced and reported by row and field.

JSON of a server may hold half of a surrogate pair, which no UTF-8 has, and Python reads NaN, and
numbers beyond all floats as infinities, which no JSON has. Written as they are, they would make
the whole output unreadable; left out in silence, it would not be complete.
"""

from __future__ import annotations

import codecs
import json
import math
import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

import click

from journeybee.cli.text import shown
from journeybee.jsonvalue import is_array, is_object

_NAMED = 10
_SURROGATE = re.compile("[\ud800-\udfff]")
_INDEX = re.compile(r"\[\d+\]")


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
