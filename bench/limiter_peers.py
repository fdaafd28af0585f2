"""The limiters that are compared, each behind the same function: wait, then say when it is done."""

from __future__ import annotations

import asyncio  # noqa: TID251 - the limiters that are compared know no other
import datetime
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Any

LIMIT, PERIOD = 100, 6.0

# Called when the response headers are there.
Done = Callable[[], None]
Acquire = Callable[[], Awaitable[Done]]


@dataclass(frozen=True)
class Share:
    """How many processes there are, and the Redis that they share, if they share one."""

    processes: int
    redis: str | None
    key: str


def nothing() -> None:
    pass


@asynccontextmanager
async def journeybee(share: Share) -> AsyncIterator[Acquire]:
    from journeybee.limits import TokenBucket
    from journeybee.limits.redis import RedisTokenBucket

    async def acquire() -> Done:
        return (await limiter.acquire()).done

    if share.redis is None:
        limiter: Any = TokenBucket(LIMIT, PERIOD)
        yield acquire
        return
    limiter = RedisTokenBucket(share.redis, key=share.key, limit=LIMIT, period=PERIOD)
    yield acquire
    await limiter.aclose()


@asynccontextmanager
async def aiolimiter(share: Share) -> AsyncIterator[Acquire]:
    from aiolimiter import AsyncLimiter

    limiter = AsyncLimiter(LIMIT / share.processes, PERIOD)

    async def acquire() -> Done:
        await limiter.acquire()
        return nothing

    yield acquire


@asynccontextmanager
async def pyrate(share: Share) -> AsyncIterator[Acquire]:
    from pyrate_limiter import InMemoryBucket, Limiter, Rate, RedisBucket
    from redis.asyncio import Redis

    rates = [Rate(LIMIT, round(PERIOD * 1000))]
    bucket: Any = InMemoryBucket(rates)
    if share.redis:
        bucket = await RedisBucket.init(rates, Redis.from_url(share.redis), share.key)
    limiter = Limiter(bucket)

    async def acquire() -> Done:
        await limiter.try_acquire_async("key")
        return nothing

    yield acquire


@asynccontextmanager
async def limits(share: Share) -> AsyncIterator[Acquire]:
    from limits import RateLimitItemPerSecond
    from limits.aio.storage import MemoryStorage, RedisStorage
    from limits.aio.strategies import MovingWindowRateLimiter

    store: Any = MemoryStorage()
    if share.redis:
        store = RedisStorage(f"async+{share.redis}", implementation="redispy")
    limiter = MovingWindowRateLimiter(store)
    item = RateLimitItemPerSecond(LIMIT, round(PERIOD))

    async def acquire() -> Done:
        # It says yes or no; waiting is left to the caller.
        while not await limiter.hit(item, share.key):
            reset = (await limiter.get_window_stats(item, share.key)).reset_time
            await asyncio.sleep(max(0.01, reset - time.time()))
        return nothing

    yield acquire


@asynccontextmanager
async def throttled(share: Share) -> AsyncIterator[Acquire]:
    from throttled.asyncio import MemoryStore, RedisStore, Throttled, rate_limiter

    quota = rate_limiter.per_duration(datetime.timedelta(seconds=PERIOD), LIMIT)
    store: Any = RedisStore(server=share.redis) if share.redis else MemoryStore()
    limiter = Throttled(key=share.key, quota=quota, store=store, timeout=60)

    async def acquire() -> Done:
        while (await limiter.limit()).limited:
            pass
        return nothing

    yield acquire


MakeLimiter = Callable[[Share], AbstractAsyncContextManager[Acquire]]
LIMITERS: dict[str, MakeLimiter] = {
    "journeybee": journeybee,
    "aiolimiter": aiolimiter,
    "pyrate-limiter": pyrate,
    "limits": limits,
    "throttled-py": throttled,
}
