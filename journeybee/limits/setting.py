"""The limit that a process is set to, or the smaller one that its server announces."""

# Annotations are not kept as text here: NamedTuple would compile each of them.

import logging
import math
from typing import Any, NamedTuple

from journeybee.errors import ConfigurationError

_log = logging.getLogger("journeybee.limits")
_LONGEST_WINDOW = 60.0
# More than any server announces.
NO_LIMIT = 10**9


class Policy(NamedTuple):
    """Requests in a window of so many seconds; None where the server does not say how many.

    .. versionadded:: 0.1
    """

    limit: int
    window: float | None = None


class ServerLimit(NamedTuple):
    """What the headers of an answer say about the server's limit.

    They are `RateLimit` and `RateLimit-Policy` (IETF draft), `RateLimit-Limit` and so on (its
    earlier versions), and `X-RateLimit-Limit` and so on.

    Attributes:
        policies: the limits, of which a server may have several.
        remaining: requests that the server still accepts in this window, or None.
        reset: seconds until the next window, or None.
        retry_after: seconds, from Retry-After, or None.

    .. versionadded:: 0.1
    """

    policies: tuple[Policy, ...] = ()
    remaining: int | None = None
    reset: float | None = None
    retry_after: float | None = None

    def allowed(self, period: float) -> int | None:
        """Requests in a period of that length, or None where nothing says.

        A limit without a window is one for the period. Quotas for windows longer than the period,
        and than a minute, do not count: spread over an hour, they would slow short work down.
        """
        longest = max(period, _LONGEST_WINDOW)
        each = [
            max(1, int(limit * period / (window or period) + 1e-6))
            for limit, window in self.policies
            if limit >= 1 and (window or period) <= longest
        ]
        return min(each, default=None)


class LimitSetting:
    """The limit of a process and what its server announces. The lock of the limiter guards it.

    Attributes:
        own: the limit that was set.
        server: what the latest answer said.
        announced: the limit of the server that counts.
    """

    def __init__(self, limit: int, period: float, *, follow_server: bool) -> None:
        self.own = limit
        self.server: ServerLimit | None = None
        self._period = period
        self._follows = follow_server
        self.announced = NO_LIMIT
        self._announced_at = -math.inf

    @property
    def limit(self) -> int:
        """The smaller one."""
        return min(self.own, self.announced)

    def observe(self, server: ServerLimit, now: float) -> None:
        """Note what an answer says.

        Servers may have a limit for each path: the smallest of the last period counts.
        """
        self.server = server
        allowed = server.allowed(self._period) if self._follows else None
        if allowed is None:
            return
        if allowed <= self.announced or now - self._announced_at > self._period:
            self.announced, self._announced_at = allowed, now


def log_change(limit: int, period: float, reason: str) -> None:
    """Log a limit that is in force from now on."""
    _log.info("the rate limit is now %d in %g s, %s", limit, period, reason)


def check_limit(limit: Any, name: str) -> None:
    """Refuse what is not a number of requests.

    Raises:
        ConfigurationError: it is not an integer of at least 1.
    """
    if not isinstance(limit, int) or isinstance(limit, bool) or limit < 1:
        raise ConfigurationError(f"{name}={limit!r}: must be an integer of at least 1")


def check_limits(limit: Any, period: Any, burst: Any) -> None:
    """Refuse what no limiter could keep.

    Raises:
        ConfigurationError: a value is not positive, or `burst` is above `limit`.
    """
    check_limit(limit, "limit")
    check_limit(burst, "burst")
    if burst > limit:
        raise ConfigurationError(f"burst ({burst}) is above limit ({limit}): lower it")
    if not (isinstance(period, int | float) and math.isfinite(period) and period > 0):
        raise ConfigurationError(f"period={period!r}: must be positive seconds")
