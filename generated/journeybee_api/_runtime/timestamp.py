"""Times as the wire has them: a ``datetime`` that remembers its own text, and the way back."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any


class Timestamp(datetime.datetime):
    """An aware ``datetime`` of a response that is written back as exactly the text it came as.

    Times written as ``2025-08-20T12:00:00.000Z`` are plain ``datetime`` instead, which databases
    and encoders take; of a Timestamp, ``datetime.fromtimestamp(t.timestamp(), UTC)`` is one.
    Arithmetic and ``replace`` give values without a text, which are written in UTC like any other.
    """

    __slots__ = ("text",)

    text: str

    @staticmethod
    def parse(text: str) -> datetime.datetime:
        """Read an ISO 8601 time with an offset; ValueError for anything else, dates included."""
        # What servers write most, and what is written for whole milliseconds; a pattern is slower.
        separators = len(text) == 24 and text[4:20:3] == "--T::." and text[23] == "Z"
        if separators and text[11:13] != "24":
            return datetime.datetime.fromisoformat(text)
        value = Timestamp.fromisoformat(text)
        if value.tzinfo is None:
            raise ValueError(f"{text!r} has no offset from UTC")
        value.text = text
        return value

    def __reduce_ex__(self, protocol: Any) -> Any:
        text = getattr(self, "text", None)
        return super().__reduce_ex__(protocol) if text is None else (Timestamp.parse, (text,))


class Milliseconds(datetime.datetime):
    """An aware ``datetime`` that came as Unix time in milliseconds, kept as ``milliseconds``.

    It is written back as that number. Arithmetic and ``replace`` give values without it.
    """

    __slots__ = ("milliseconds",)

    milliseconds: float

    @classmethod
    def parse(cls, number: float) -> Milliseconds:
        """Read a number of milliseconds; ValueError beyond the years 1 to 9999."""
        try:
            value = _EPOCH + datetime.timedelta(milliseconds=number)
        except OverflowError:
            raise ValueError(f"{number!r} is not a time") from None
        result = cls.combine(value.date(), value.timetz())
        result.milliseconds = number
        return result

    def __reduce_ex__(self, protocol: Any) -> Any:
        number = getattr(self, "milliseconds", None)
        return super().__reduce_ex__(protocol) if number is None else (type(self).parse, (number,))


_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)


def json_form(kind: type[datetime.date]) -> tuple[tuple[type, ...], Callable[[Any], Any], str]:
    """How a kind of time comes in JSON: the types, what reads them, and its name in reports."""
    if issubclass(kind, Milliseconds):
        return (int, float), Milliseconds.parse, "time in milliseconds"
    if issubclass(kind, datetime.datetime):
        return (str,), Timestamp.parse, "date-time"
    return (str,), iso_date, "date"


def iso_date(text: str) -> datetime.date:
    """Read a date written as YYYY-MM-DD; ValueError for any other form, which would change."""
    value = datetime.date.fromisoformat(text)
    if value.isoformat() != text:
        raise ValueError(f"{text!r} is not written as YYYY-MM-DD")
    return value


def time_text(name: str, value: datetime.datetime) -> str:
    """ISO 8601 in UTC with ``Z``, in milliseconds unless there are microseconds.

    Raises ValueError, which names the argument, if it has no time zone.
    """
    text: str | None = getattr(value, "text", None)
    if text is not None:
        return text
    if value.utcoffset() is None:
        raise ValueError(
            f"{name}={value!r} has no time zone: give an aware datetime, "
            "for example value.replace(tzinfo=datetime.timezone.utc)"
        )
    precision = "microseconds" if value.microsecond % 1000 else "milliseconds"
    return value.astimezone(datetime.UTC).isoformat(timespec=precision).replace("+00:00", "Z")
