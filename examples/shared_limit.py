"""Worker processes that share one limit in Redis, as those of Celery do. Needs JOURNEYBEE_API_KEY.

`python examples/shared_limit.py redis://localhost:6379/0`
"""

import multiprocessing
import os
import sys

from journeybee.blocking import JourneyBee
from journeybee.limits.redis import RedisTokenBucket

LIMIT, PERIOD = 20, 60.0
WORKERS, PAGES = 2, 8


def read_pages(url: str, first: int) -> int:
    """What a worker does; a Celery task would use a client of its module."""
    limiter = RedisTokenBucket(url, key="example", limit=LIMIT, period=PERIOD)
    with JourneyBee(limiter=limiter) as client:
        pages = (client.leads.list(page=first + number).page() for number in range(PAGES))
        return sum(len(page) for page in pages)


def main(url: str) -> None:
    # Fresh processes, which share nothing but Redis.
    with multiprocessing.get_context("spawn").Pool(WORKERS) as pool:
        firsts = range(1, WORKERS * PAGES, PAGES)
        counts = pool.starmap(read_pages, [(url, first) for first in firsts])
    print(f"{sum(counts)} leads by {WORKERS} processes, at most {LIMIT} requests in {PERIOD:g} s")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else os.environ["REDIS_URL"])
