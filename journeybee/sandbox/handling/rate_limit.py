"""The sandbox's own rate limit: a sliding window per API key."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable

from journeybee.sandbox.errors import ApiError


class SlidingWindow:
    """At most `limit` requests in any `period` seconds for each key; refused ones do not count."""

    def __init__(self, limit: int | None, period: float, clock: Callable[[], float]) -> None:
        if period <= 0:
            raise ValueError("period must be positive")
        self.limit = limit
        self.period = period
        self._clock = clock
        self._taken: dict[str, deque[float]] = {}

    @property
    def limit(self) -> int | None:
        """Requests per period and key; None for no limit."""
        return self._limit

    @limit.setter
    def limit(self, limit: int | None) -> None:
        if limit is not None and limit < 1:
            raise ValueError("rate_limit must be at least 1, or None")
        self._limit = limit

    def take(self, key: str) -> None:
        """Count one request. Raises ApiError 429 with Retry-After (whole seconds, rounded up)."""
        if self._limit is None:
            return
        now = self._clock()
        taken = self._taken.setdefault(key, deque())
        while taken and taken[0] <= now - self.period:
            taken.popleft()
        if len(taken) >= self._limit:
            wait = max(1, math.ceil(taken[0] + self.period - now))
            raise ApiError(
                429,
                "rate_limit_exceeded",
                f"Rate limit exceeded, retry in {wait} seconds",
                {"retry-after": str(wait)},
            )
        taken.append(now)

    def ages(self, key: str) -> list[float]:
        """How many seconds ago the requests were that count for a key now, oldest first."""
        now = self._clock()
        return [now - then for then in self._taken.get(key, ()) if then > now - self.period]

    def clear(self) -> None:
        self._taken.clear()
