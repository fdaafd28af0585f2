"""The kinds of rate limits on servers, without a network."""

from __future__ import annotations

import bisect
import math
from collections import deque
from typing import Protocol


class Server(Protocol):
    """Allows `limit` requests in `period` seconds, by its own rule."""

    def retry_after(self, now: float) -> float:
        """0 for a request that is allowed, else seconds until one would be."""
        ...


class Fixed:
    """Counts by the periods of its own clock."""

    def __init__(self, limit: int, period: float) -> None:
        self.limit, self.period = limit, period
        self.window, self.count = -1, 0

    def retry_after(self, now: float) -> float:
        window = math.floor(now / self.period)
        if window != self.window:
            self.window, self.count = window, 0
        if self.count == self.limit:
            return (window + 1) * self.period - now
        self.count += 1
        return 0.0


class Sliding:
    """Looks back a period from every request."""

    def __init__(self, limit: int, period: float) -> None:
        self.limit, self.period = limit, period
        self.accepted: deque[float] = deque()

    def retry_after(self, now: float) -> float:
        while self.accepted and self.accepted[0] <= now - self.period:
            self.accepted.popleft()
        if len(self.accepted) == self.limit:
            return self.accepted[0] + self.period - now
        self.accepted.append(now)
        return 0.0


class Bucket:
    """Has `limit` tokens, and refills as many in a period."""

    def __init__(self, limit: int, period: float) -> None:
        self.limit, self.period = limit, period
        self.tokens, self.time = float(limit), 0.0

    def retry_after(self, now: float) -> float:
        rate = self.limit / self.period
        self.tokens = min(self.limit, self.tokens + (now - self.time) * rate)
        self.time = now
        if self.tokens < 1:
            return (1 - self.tokens) / rate
        self.tokens -= 1
        return 0.0


def most_in_a_window(arrivals: list[float], period: float) -> int:
    """The largest number of arrivals, which are in order, in any window of that length."""
    return max(
        bisect.bisect_left(arrivals, first + period) - index for index, first in enumerate(arrivals)
    )
