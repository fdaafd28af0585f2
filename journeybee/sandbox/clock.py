"""The clock of a sandbox, which tests may set."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import UTC, datetime, timedelta


class Clock:
    """The time used for timestamps, reports and the rate limit's window.

    Args:
        now: A fixed time, which only `advance` changes; None for the actual time.
        seconds: Monotonic seconds, for the rate limit.
    """

    def __init__(self, now: datetime | None, seconds: Callable[[], float]) -> None:
        if now is not None and now.tzinfo is None:
            raise ValueError("now must have a time zone")
        self._now = now
        self._seconds = seconds
        self._advanced = 0.0

    def now(self) -> datetime:
        """The current time of the sandbox, with a time zone."""
        return (self._now or datetime.now(UTC)) + timedelta(seconds=self._advanced)

    def seconds(self) -> float:
        """Monotonic seconds of the sandbox's time."""
        return self._seconds() + self._advanced

    def advance(self, seconds: float) -> None:
        """Move the clock forward by some seconds, for timestamps and the rate limit alike.

        Raises ValueError for a negative or infinite number.
        """
        if not 0 <= seconds < math.inf:
            raise ValueError("seconds must be a finite number, 0 or more")
        self._advanced += seconds
