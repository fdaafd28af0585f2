"""Rate limiters: when a request may be sent, and nothing about how.

`protocol` is what the pipeline asks for; `slots` the arithmetic; `threads` what serves several
threads and loops; `local` the limiter of one process; `shared` one for many, `redis` its Redis.
Imports `journeybee.concurrency` and `errors`; only `redis` and
`redis_connections` import redis-py.
"""

from journeybee.limits.lanes import Priority
from journeybee.limits.local import ThreadSafeTokenBucket, TokenBucket
from journeybee.limits.protocol import (
    FarsightedRateLimiter,
    ObservantRateLimiter,
    Permit,
    PriorityRateLimiter,
    RateLimiter,
)
from journeybee.limits.setting import Policy, ServerLimit
from journeybee.limits.threads import LaneStats, LimiterStats

__all__ = [
    "FarsightedRateLimiter",
    "LaneStats",
    "LimiterStats",
    "ObservantRateLimiter",
    "Permit",
    "Policy",
    "Priority",
    "PriorityRateLimiter",
    "RateLimiter",
    "ServerLimit",
    "ThreadSafeTokenBucket",
    "TokenBucket",
]
