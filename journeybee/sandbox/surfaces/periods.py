"""The time a report covers."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from journeybee.sandbox.errors import invalid

# No report can be asked for more months than this.
MAX_MONTHS = 1200


@dataclass(frozen=True, slots=True)
class DateRange:
    """From the first to the last day, both included."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def to_json(self) -> dict[str, str]:
        """The range as reports state it."""
        return {"start_date": self.first.isoformat(), "end_date": self.last.isoformat()}


def asked_range(query: Mapping[str, Any], today: date) -> DateRange:
    """Both dates, or else the named period (current_year when none is named).

    As documented, one date alone does not replace the period. Raises ApiError 422 for a date that
    is not an ISO date, or a range that ends before it starts.
    """
    first, last = (_date(query, name) for name in ("start_date", "end_date"))
    if first is None or last is None:
        return named_range(query.get("period", "current_year"), today)
    if last < first:
        raise invalid("querystring/end_date: must not be before start_date")
    if (last.year - first.year) * 12 >= MAX_MONTHS:
        raise invalid("querystring/end_date: must be within 100 years of start_date")
    return DateRange(first, last)


def named_range(period: str, today: date) -> DateRange:
    """The days of a period.

    Years, quarters and months are whole calendar ones. `last_30_days` and `last_90_days` are that
    many days up to today; `last_6_months` and `last_12_months` begin on the same day of the month
    that many months ago. Today is included in all four.
    """
    step = -1 if period.startswith("last") else 0
    unit = period.partition("_")[2]
    match unit:
        case "year":
            year = today.year + step
            return DateRange(date(year, 1, 1), date(year, 12, 31))
        case "quarter":
            first = _months_later(
                today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1), 3 * step
            )
            return DateRange(first, _months_later(first, 3) - timedelta(days=1))
        case "month":
            first = _months_later(today.replace(day=1), step)
            return DateRange(first, _months_later(first, 1) - timedelta(days=1))
        case "30_days" | "90_days":
            return DateRange(today - timedelta(days=int(unit[:2]) - 1), today)
        case "6_months" | "12_months":
            return DateRange(_months_later(today, -int(unit.partition("_")[0])), today)
        case _:
            raise invalid("querystring/period: unknown period")


def months_of(days: DateRange) -> list[date]:
    """The first day of each calendar month that the range touches."""
    start = days.first.replace(day=1)
    count = (days.last.year - start.year) * 12 + days.last.month - start.month + 1
    return [_months_later(start, number) for number in range(count)]


def _months_later(day: date, months: int) -> date:
    """The same day of another month, or that month's last day if it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def _date(query: Mapping[str, Any], name: str) -> date | None:
    if name not in query:
        return None
    try:
        return datetime.fromisoformat(str(query[name])).date()
    except ValueError as error:
        raise invalid(f"querystring/{name}: Invalid date") from error
