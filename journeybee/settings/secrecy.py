"""Keeps the API key out of reprs, pickles and quoted responses."""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn

# A shorter one, as in tests, would be replaced within ordinary words.
_SHORTEST_TO_REDACT = 8
_HTML_NAMES = {'"': "quot", "&": "amp", "<": "lt", ">": "gt"}


class Secret:
    """A string whose repr is `***` and which cannot be pickled.

    It hides an argument of any other type too, until that is checked.
    """

    __slots__ = ("_pattern", "_value")

    def __init__(self, value: object) -> None:
        self._value: Any = value
        self._pattern: re.Pattern[str] | None = None

    @classmethod
    def of(cls, value: object) -> Secret | None:
        """Wrap a value that may be None or already wrapped."""
        return value if value is None or isinstance(value, Secret) else cls(value)

    def reveal(self) -> str:
        """Return the string itself; the caller must not keep it in a variable."""
        value: str = self._value
        return value

    def problem(self) -> str | None:
        """Why it cannot be a key, without the value; None if it can."""
        value = self._value
        if not isinstance(value, str):
            return f"must be a str, not {type(value).__name__}"
        if not value:
            return "is empty"
        if not value.isascii():
            return "holds non-ASCII characters: copy the key again"
        if any(not "!" <= character <= "~" for character in value):
            return "holds white space, a line break or a control character: strip it"
        return None

    def __repr__(self) -> str:
        return "***"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a Secret cannot be pickled or copied: it would write the API key in clear")

    def redact(self, text: str) -> str:
        """Replace the secret in a text by `***`, also where JSON, a URL or HTML encodes it.

        A secret of less than 8 characters is left as it is.
        """
        if len(self._value) < _SHORTEST_TO_REDACT:
            return text
        if self._pattern is None:
            self._pattern = re.compile("".join(map(_any_encoding, self._value)))
        return self._pattern.sub("***", text)

    def redact_body(self, content: bytes) -> bytes:
        """Redact a body in any of the encodings that JSON may have; returns UTF-8 if it changed."""
        for encoding in dict.fromkeys(("utf-8", json.detect_encoding(content))):
            text = content.decode(encoding, "surrogateescape" if encoding == "utf-8" else "replace")
            redacted = self.redact(text)
            if redacted != text:
                content = redacted.encode("utf-8", "surrogateescape")
        return content


def _any_encoding(character: str) -> str:
    """A pattern for the character itself, and as JSON, percent-encoding and HTML write it.

    Each may be encoded once more, as JSON in JSON is; the repeats are bounded, so that no text
    takes more than linear time. Every branch begins with a literal: then `re` searches fast.
    """
    code = ord(character)
    branches = [
        rf"\\\\{{0,2}}(?:u00(?i:{code:02x})|{re.escape(character)})",
        re.escape(character),
        f"%(?:25){{0,2}}(?i:{code:02x})",
        f"&(?:amp;){{0,2}}(?:#0{{0,5}}{code}|#[xX]0{{0,5}}(?i:{code:x})|{_HTML_NAMES.get(character)});",
    ]
    return f"(?:{'|'.join(branches)})"
