"""What a limiter reports on its own: a full window, what shadow mode lets through, forks."""

from __future__ import annotations

import logging
import math
import os
from collections.abc import Callable

from journeybee.limits.threads import LimiterStats, OncePermit

_log = logging.getLogger("journeybee.limits")

# A window is full from the first part on, until it is below the second one.
_HIGH, _LOW = 0.8, 0.6


class Watch:
    """Reports a full window once, and requests above the limit once in a period."""

    def __init__(self, period: float, on_high_use: Callable[[LimiterStats], object] | None) -> None:
        self._period = period
        self._on_high_use = on_high_use
        self.is_high = False
        self._reported = -math.inf
        self.over = 0

    def note(self, used: int, limit: int) -> bool:
        """Note how many requests count now; True if that is much, for the first time."""
        if used >= _HIGH * limit:
            was, self.is_high = self.is_high, True
            return not was
        self.is_high = self.is_high and used >= _LOW * limit
        return False

    def report(self, stats: LimiterStats) -> None:
        """Report that the window is nearly full."""
        _log.info("%d of %d requests in %g s are used", stats.used, stats.limit, self._period)
        if self._on_high_use is not None:
            try:
                self._on_high_use(stats)
            except Exception:  # noqa: BLE001 - the request has its permit
                _log.exception("on_high_use failed")

    def let_through(self, now: float) -> OncePermit:
        """Count a request that a limiter would hold back, and return a permit that does nothing."""
        self.over += 1
        if now - self._reported >= self._period:
            self._reported = now
            _log.warning("shadow mode: %d requests were above the limit so far", self.over)
        return OncePermit(_nothing, _nothing)


def _nothing() -> None:
    pass


def warn_of_fork(limit: int, period: float) -> None:
    """Warn that this process, which was forked, counts its requests alone."""
    _log.warning(
        "a TokenBucket is used in a forked process, %d: this process counts its requests alone,"
        " so with the parent and its other children up to %d of each may arrive in %g s;"
        " share a journeybee.limits.redis.RedisTokenBucket, or give each process its part",
        os.getpid(),
        limit,
        period,
    )
