"""Rate limiters: the protocol and the one for a single process."""

from journeybee.limits.protocol import Permit, RateLimiter
from journeybee.limits.token_bucket import LimiterStats, TokenBucket

__all__ = ["LimiterStats", "Permit", "RateLimiter", "TokenBucket"]
