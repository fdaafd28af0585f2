"""The sandbox's own rate limit: a sliding window per API key."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable

from journeybee.limits.lanes import Priority
from journeybee.sandbox.errors import ApiError


class SlidingWindow:
    """At most `limit` requests in any `period` seconds for each key; refused ones do not count."""

    def __init__(self, limit: int | None, period: float, clock: Callable[[], float]) -> None:
        if period <= 0:
            raise ValueError("period must be positive")
        self.limit = limit
        self.period = period
        self._clock = clock
        self._taken: dict[str, deque[tuple[float, Priority]]] = {}

    @property
    def limit(self) -> int | None:
        """Requests per period and key; None for no limit."""
        return self._limit

    @limit.setter
    def limit(self, limit: int | None) -> None:
        if limit is not None and limit < 1:
            raise ValueError("rate_limit must be at least 1, or None")
        self._limit = limit

    def take(self, key: str, priority: Priority = "normal") -> None:
        """Count one request. Raises ApiError 429 with Retry-After (whole seconds, rounded up)."""
        if self._limit is None:
            return
        now = self._clock()
        taken = self._taken.setdefault(key, deque())
        while taken and taken[0][0] <= now - self.period:
            taken.popleft()
        if len(taken) >= self._limit:
            wait = max(1, math.ceil(taken[0][0] + self.period - now))
            raise ApiError(
                429,
                "rate_limit_exceeded",
                f"Rate limit exceeded, retry in {wait} seconds",
                {"retry-after": str(wait)},
            )
        taken.append((now, priority))

    def taken(self, key: str) -> list[tuple[float, Priority]]:
        """The requests that count for a key now, oldest first: their ages in seconds and lanes."""
        now = self._clock()
        found = self._taken.get(key, ())
        return [(now - then, priority) for then, priority in found if then > now - self.period]

    def clear(self) -> None:
        self._taken.clear()
