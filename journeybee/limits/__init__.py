"""Rate limiters: the protocol, and those for one process."""

from journeybee.limits.local import ThreadSafeTokenBucket, TokenBucket
from journeybee.limits.protocol import FarsightedRateLimiter, Permit, RateLimiter
from journeybee.limits.threads import LimiterStats

__all__ = [
    "FarsightedRateLimiter",
    "LimiterStats",
    "Permit",
    "RateLimiter",
    "ThreadSafeTokenBucket",
    "TokenBucket",
]
