"""One process of several that share a limit: it sends as fast as it is let, and writes when.

Run as `python -m tests.redis_worker '<JSON of Job>'`. It writes READY once all is imported, and
then reads a line: the time at which to stop. Every other line of its output is the time of an
arrival at the API. The clock is the one that all processes of a machine share.
"""

from __future__ import annotations

import dataclasses
import importlib
import json
import random
import sys
import time

import anyio

from journeybee.limits.redis import RedisTokenBucket

SHARED_CLOCK = time.monotonic
READY = "ready"


@dataclasses.dataclass
class Job:
    url: str
    limit: int
    period: float
    tasks: int = 8
    backend: str = "asyncio"
    skew: float = 0.0
    lease: float = 0.5
    probe_interval: float = 0.5
    socket_timeout: float = 0.2


async def run(job: Job, end: float) -> None:
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

    with anyio.move_on_after(end - SHARED_CLOCK()):
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
    # The event loop's own imports are a part of what is waited for.
    importlib.import_module(job.backend)
    sys.stdout.write(f"{READY}\n")
    sys.stdout.flush()
    anyio.run(run, job, float(sys.stdin.readline()), backend=job.backend)


if __name__ == "__main__":
    main()
