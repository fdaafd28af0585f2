"""Text from a server, made harmless for terminals."""

from __future__ import annotations

import json
import re
from typing import Any

# Control characters move the cursor or start escape sequences, C1 ones as well as C0; the rest
# here break lines or reorder text. Lone surrogates cannot be written at all.
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_SURROGATE = re.compile("[\ud800-\udfff]")


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
