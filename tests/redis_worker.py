"""One process of several that share a limit: it sends as fast as it is let, and writes when.

Run as `python tests/redis_worker.py '<JSON of Job>'`. Every line of its output is the time of an
arrival at the API on the clock that all processes of a machine share.
"""

from __future__ import annotations

import dataclasses
import json
import random
import sys
import time

import anyio

from journeybee.limits.redis import RedisTokenBucket

SHARED_CLOCK = time.monotonic


@dataclasses.dataclass
class Job:
    url: str
    limit: int
    period: float
    end: float
    tasks: int = 8
    backend: str = "asyncio"
    skew: float = 0.0
    lease: float = 0.5
    probe_interval: float = 0.5
    socket_timeout: float = 0.2


async def run(job: Job) -> None:
    limiter = RedisTokenBucket(
        job.url,
        job.limit,
        job.period,
        lease=job.lease,
        probe_interval=job.probe_interval,
        socket_timeout=job.socket_timeout,
    )

    async def send() -> None:
        while True:
            permit = await limiter.acquire()
            await anyio.sleep(random.uniform(0.002, 0.015))
            sys.stdout.write(f"{SHARED_CLOCK()!r}\n")
            sys.stdout.flush()
            await anyio.sleep(random.uniform(0.002, 0.015))
            permit.done()

    with anyio.move_on_after(job.end - SHARED_CLOCK()):
        async with anyio.create_task_group() as tasks:
            for _ in range(job.tasks):
                tasks.start_soon(send)
    await limiter.aclose()


def main() -> None:
    job = Job(**json.loads(sys.argv[1]))
    if job.skew:
        skewed, wall = time.monotonic, time.time
        time.monotonic = lambda: skewed() + 1000 * job.skew
        time.time = lambda: wall() + job.skew
    anyio.run(run, job, backend=job.backend)


if __name__ == "__main__":
    main()
