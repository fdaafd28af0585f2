"""Times as the wire has them: a ``datetime`` that remembers its own text, and the way back."""

from __future__ import annotations

import datetime
from typing import Any


class Timestamp(datetime.datetime):
    """An aware ``datetime`` read from a response, written back as exactly the text it came as.

    Arithmetic and ``replace`` give values without a text, which are written in UTC like any other.
    """

    __slots__ = ("text",)

    text: str

    @classmethod
    def parse(cls, text: str) -> Timestamp:
        """Read an ISO 8601 time with an offset; ValueError for anything else, dates included."""
        value = cls.fromisoformat(text)
        if value.tzinfo is None:
            raise ValueError(f"{text!r} has no offset from UTC")
        value.text = text
        return value

    def __reduce_ex__(self, protocol: Any) -> Any:
        text = getattr(self, "text", None)
        return super().__reduce_ex__(protocol) if text is None else (Timestamp.parse, (text,))


def iso_date(text: str) -> datetime.date:
    """Read a date written as YYYY-MM-DD; ValueError for any other form, which would change."""
    value = datetime.date.fromisoformat(text)
    if value.isoformat() != text:
        raise ValueError(f"{text!r} is not written as YYYY-MM-DD")
    return value


def time_text(name: str, value: datetime.datetime) -> str:
    """ISO 8601 in UTC with ``Z``; ValueError that names the argument if it has no time zone."""
    text: str | None = getattr(value, "text", None)
    if text is not None:
        return text
    if value.utcoffset() is None:
        raise ValueError(
            f"{name}={value!r} has no time zone: give an aware datetime, "
            "for example value.replace(tzinfo=datetime.timezone.utc)"
        )
    return value.astimezone(datetime.UTC).isoformat().replace("+00:00", "Z")
