"""Rate limiters: the protocol, and those for one process."""

from journeybee.limits.protocol import FarsightedRateLimiter, Permit, RateLimiter
from journeybee.limits.thread_safe import ThreadSafeTokenBucket
from journeybee.limits.token_bucket import LimiterStats, TokenBucket

__all__ = [
    "FarsightedRateLimiter",
    "LimiterStats",
    "Permit",
    "RateLimiter",
    "ThreadSafeTokenBucket",
    "TokenBucket",
]
