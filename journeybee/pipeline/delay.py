"""How long to wait before a request is repeated, and what the server says about it."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import UTC, datetime

LONGEST_RETRY_AFTER = 120.0
"""Seconds that are waited for; to wait longer is for the caller to decide."""

LONGEST_PAUSE = 86_400.0
"""A server that asks for more than a day has most likely meant something else."""

# Keeps clients that got the same answer from coming back in the same instant.
_SPREAD = 0.5
# Three years in seconds; a number above it is the time itself.
_LEAST_UNIX_TIME = 1e8


def jitter() -> float:
    """A random number in [0, 1)."""
    # Imported here: most programs repeat nothing.
    from random import random

    return random()  # noqa: S311


def delay_before_retry(
    attempt: int, status: int | None, retry_after: float | None, random: Callable[[], float]
) -> float:
    """Seconds to wait after an attempt, 0 being the first; `random` returns values in [0, 1).

    For 429 it is how long everything that shares the limiter is to pause, which must not be
    nothing: 1, 2, 4 ... 60 seconds when the server does not say.
    """
    if retry_after is not None:
        return min(retry_after, LONGEST_RETRY_AFTER) + _SPREAD * random()
    if status == 429:
        return min(60.0, 2.0 ** min(attempt, 6)) + _SPREAD * random()
    return min(8.0, 0.5 * 2.0 ** min(attempt, 4)) * random()


def parse_retry_after(
    value: str | None, wall_clock: Callable[[], float] = time.time
) -> float | None:
    """Read a Retry-After header: seconds, or an HTTP date (0 when past); None if neither."""
    if value is None:
        return None
    value = value.strip()
    if re.fullmatch(r"[0-9]{1,15}(\.[0-9]*)?", value):
        return float(value)
    from email.utils import parsedate_to_datetime

    return _seconds_until(parsedate_to_datetime, value, wall_clock)


def parse_reset(value: str | None, wall_clock: Callable[[], float] = time.time) -> float | None:
    """Read an x-ratelimit-reset header as seconds from now; None if it has none of its forms.

    Those are seconds, a Unix time, and a date: of HTTP, of ISO 8601, or as JavaScript shows one.
    """
    # `GMT+0530 (India Standard Time)` is what JavaScript writes behind a date.
    plain = value and re.sub(r"GMT([+-]\d\d):?(\d\d).*", r"\1\2", value)
    seconds = parse_retry_after(plain, wall_clock)
    if seconds is not None and seconds > _LEAST_UNIX_TIME:
        return max(0.0, seconds - wall_clock())
    if value is not None and seconds is None:
        return _seconds_until(datetime.fromisoformat, value, wall_clock)
    return seconds


def _seconds_until(
    read: Callable[[str], datetime], value: str, wall_clock: Callable[[], float]
) -> float | None:
    try:
        moment = read(value)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        return max(0.0, moment.timestamp() - wall_clock())
    except (ValueError, OverflowError):
        return None
