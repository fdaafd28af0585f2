"""Does a limiter hold the server's limit, how much of it does it use, and how long do tasks wait?

Tasks take a permit from the limiter, and then their request is in flight for a while. Arrivals are
sent to the parent, which replays those of all processes through a server that looks back a period
from every request. Limiters get no notice of a 429 here: the fewer there would be, the better.
"""

from __future__ import annotations

import asyncio  # noqa: TID251 - the limiters that are compared know no other
import itertools
import math
import multiprocessing
import random
import statistics
import time
from multiprocessing.connection import Connection

from bench.limiter_peers import LIMIT, LIMITERS, PERIOD, Share
from bench.table import Table
from tests.limiting_servers import Sliding, most_in_a_window
from tests.redis_server import Servers

WINDOWS = 4
TASKS = 32
# For the processes to start.
LEAD = 8.0

# When a request arrived on the clock of the machine, and how long it had waited for its permit.
Arrival = tuple[float, float]


async def attempt(name: str, share: Share, start: float, seed: int) -> list[Arrival]:
    """What the tasks of one process send from `start` on."""
    chance = random.Random(seed)
    arrivals: list[Arrival] = []
    end = start + WINDOWS * PERIOD

    async with LIMITERS[name](share) as acquire:

        async def task() -> None:
            for number in itertools.count():
                asked = time.monotonic()
                done = await acquire()
                waited = time.monotonic() - asked
                # 60 ms one way in the median, and 300 ms more on a new connection.
                await asyncio.sleep(0.06 * math.exp(chance.gauss(0, 0.5)) + 0.3 * (number == 0))
                arrivals.append((time.monotonic(), waited))
                await asyncio.sleep(0.06 * math.exp(chance.gauss(0, 0.5)))
                done()

        await asyncio.sleep(start - time.monotonic())
        tasks = [asyncio.create_task(task()) for _ in range(TASKS // share.processes)]
        await asyncio.sleep(end - time.monotonic())
        for running in tasks:
            running.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    return arrivals


def work(connection: Connection, name: str, share: Share, start: float, seed: int) -> None:
    connection.send(asyncio.run(attempt(name, share, start, seed)))


def run(processes: int, redis: str | None) -> dict[str, list[Arrival]]:
    """The arrivals of every limiter, all of them tried at the same time."""
    context = multiprocessing.get_context("spawn")
    start = time.monotonic() + LEAD
    found: dict[str, list[Arrival]] = {}
    pipes = []
    for name in LIMITERS:
        for seed in range(processes):
            ours, theirs = context.Pipe()
            share = Share(processes, redis, f"bench-{name}")
            arguments = (theirs, name, share, start, seed)
            process = context.Process(target=work, args=arguments, daemon=True)
            process.start()
            # Or a process that fails would be waited for.
            theirs.close()
            pipes.append((name, ours))
    for name, pipe in pipes:
        found.setdefault(name, []).extend(pipe.recv())
    return {name: sorted((when - start, waited) for when, waited in a) for name, a in found.items()}


def row(name: str, arrivals: list[Arrival]) -> list[str]:
    times = [when for when, _ in arrivals]
    server = Sliding(LIMIT, PERIOD)
    accepted = sum(server.retry_after(when) == 0 for when in times)
    waits = statistics.quantiles([waited for _, waited in arrivals], n=100)
    return [
        name,
        str(most_in_a_window(times, PERIOD)),
        str(len(times) - accepted),
        f"{accepted / (LIMIT * WINDOWS):.0%}",
        f"{waits[49]:.2f}",
        f"{waits[98]:.2f}",
    ]


def measure() -> list[Table]:
    """A table for one process, and one for four, each with a row per limiter."""
    note = (
        f"{LIMIT} requests in any {PERIOD:g} s, {WINDOWS} windows, {TASKS} tasks that always want "
        "more. Requests take 60 ms one way in the median, 360 ms the first of a connection. What "
        "arrives is counted by a server that looks back a period: the worst window must not exceed "
        "the limit, or the rest are 429s. Used is what was let in, of what the limit allows. Waits "
        "in seconds."
    )
    shared = "The processes share a Redis; aiolimiter cannot: each has a quarter of the limit."
    headings = ["", "worst window", "429s", "used", "wait p50", "wait p99"]
    tables: list[Table] = []
    with Servers("redis-server").alone() as server:
        for title, processes, url in (
            ("Limiter of one process", 1, None),
            ("Limiter of four processes", 4, server.url),
        ):
            question = f"{title}: requests in the worst window, of the limit"
            about = note if url is None else f"As above. {shared}"
            table = Table(title, about, headings, yardstick="the limit", question=question)
            for name, arrivals in run(processes, url).items():
                table.rows.append(row(name, arrivals))
                table.ratios[name] = int(table.rows[-1][1]) / LIMIT
            tables.append(table)
    return tables
