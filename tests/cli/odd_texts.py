"""Texts and numbers from servers that cause problems in formats, terminals or readers."""

from __future__ import annotations

import json
from typing import Any

HALVES = {
    "high": "x \ud83d",
    "low": "\ude00 y",
    "swapped": "\ude00\ud83d",
}
"""Texts with half of a surrogate pair, which no encoding has."""

TEXTS = {
    "empty": "",
    "spaces": "  both ends  ",
    "emoji": "Zoë 東京 👩‍💻 Łukasz",
    "combining": "e\u0301 \u1e9b\u0323",
    "controls": "".join(map(chr, range(1, 32))) + "\x7f\x85\x9b",
    "nul": "a\0b",
    "bidi": "\u202eevil\u202c \u2066x\u2069",
    "lines": "a\nb\r\nc\rd\u2028e\u2029f",
    "mark": "\ufeffx\ufeff",
    "last": "\U0010ffff \ufffe \uffff",
    "quotes": "'\"\"' , ; \\ \\n",
    "null": "null",
    "number": "007",
    "nan": "NaN",
    "json": '{"a": [1]}',
    "long": "ü" * 500_000,
}

FORMULAS = (
    "=1+1",
    "+1-cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "  =1+1",
    "\ufeff=1",
    "\u200b=1",
    "\uff1d1+1",
    "\uff0b1+a",
    "\uff0d1+a",
    "\uff20a",
)


def whole(text: str) -> str:
    """The text as it must be read back."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def no_constant(name: str) -> None:
    raise AssertionError(f"{name} is not JSON")


def strict_json(text: str | bytes) -> Any:
    return json.loads(text, parse_constant=no_constant)
