"""What does a client add to raw httpx: in one call, in a drain, and with 64 tasks at once?"""

from __future__ import annotations

import gc
import json
import statistics
import sys
import time
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, NamedTuple

import anyio

from bench.environments import run_in
from bench.peers import PEERS, RAW, Peer, Run, entered
from bench.table import Table, ratios, spread

# The median of the times, and the cells beside the name.
Row = tuple[float, list[str]]
Work = Callable[[], Awaitable[object]]

# Seconds for each pair, and the fewest and the most rounds: of ten, a median is off by a tenth.
BUDGET = 3.0
FEWEST, MOST = 25, 400
TASKS, CALLS_A_TASK = 64, 2


class Taken(NamedTuple):
    """Seconds that passed, and those that this process was on a processor."""

    clock: float
    processor: float


async def timed(work: Work) -> Taken:
    clock, processor = time.perf_counter(), time.process_time()
    await work()
    return Taken(time.perf_counter() - clock, time.process_time() - processor)


async def alternate(first: Work, second: Work) -> tuple[list[Taken], list[Taken]]:
    """What both take, round by round, each as often before the other as after it."""
    await first()
    await second()
    gc.collect()
    gc.freeze()
    times: tuple[list[Taken], list[Taken]] = [], []
    enough = time.perf_counter() + BUDGET
    for number in range(MOST):
        if number >= FEWEST and time.perf_counter() > enough:
            break
        if number % 2:
            times[0].append(await timed(first))
            times[1].append(await timed(second))
        else:
            times[1].append(await timed(second))
            times[0].append(await timed(first))
    return times


def at_once(run: Run, *arguments: Any) -> Work:
    """The same call from many tasks."""

    async def task() -> None:
        for _ in range(CALLS_A_TASK):
            await run(*arguments)

    async def burst() -> None:
        async with anyio.create_task_group() as tasks:
            for _ in range(TASKS):
                tasks.start_soon(task)

    return burst


async def compare(peer: Peer, url: str) -> list[Row]:
    """What a peer takes for each of the tables, in their order."""
    async with entered(peer.make(url)) as client, RAW.make(url) as raw:
        return [await row(first, second) for first, second in await pairs(peer, client, raw, url)]


async def pairs(peer: Peer, client: Any, raw: Any, url: str) -> list[tuple[Work, Work]]:
    """The work of a peer, and the same by raw httpx."""
    where = url + peer.path
    one, drain, raw_one, raw_drain = peer.fetch(), peer.drained(), RAW.fetch(), RAW.drained()
    if (found := len(await one(client))) != 20:
        raise AssertionError(f"{peer.name} read {found} items of 20")
    if (found := await drain(client)) != 4000:
        raise AssertionError(f"{peer.name} drained {found} items of 4000")
    works: list[tuple[Work, Work]] = [
        (partial(one, client), partial(raw_one, raw, where)),
        (partial(drain, client), partial(raw_drain, raw, where)),
    ]
    if peer.kind == "sync only":
        return works
    for touch, raw_touch in ((peer.three, peer.three), (peer.every, RAW.every)):
        touching, raw_touching = peer.drained(touch), peer.drained_raw(raw_touch)
        works.append((partial(touching, client), partial(raw_touching, raw, where)))
    works.append((at_once(one, client), at_once(raw_one, raw, where)))
    return works


async def row(work: Work, yardstick: Work) -> Row:
    mine, theirs = await alternate(work, yardstick)
    times = ratios([t.clock for t in mine], [t.clock for t in theirs])
    processor = ratios([t.processor for t in mine], [t.processor for t in theirs])
    figures = [spread([1000 * t.clock for t in taken]) for taken in (mine, theirs)]
    return statistics.median(times), [*figures, spread(times), spread(processor)]


def measure() -> list[Table]:
    """Five tables, a process in its own environment for each row of all."""
    against = (
        "against raw httpx with `.json()` on the same URL and body, in turns: median and quartiles"
    )
    headings = ["", "ms", "raw httpx, ms", "times raw httpx", "of its processor time"]
    tables = (
        Table(
            "One call of a list of 20",
            f"Over loopback, {FEWEST} to {MOST} rounds, {against}. Bodies differ from API "
            "to API, so only the last columns compare. Ours reads rich leads of the sandbox's demo "
            "world into models, limiter and retries on.",
            headings,
            question="One call that lists 20 items: time, of that of raw httpx",
        ),
        Table(
            "A drain of 40 pages of 100",
            f"At least {FEWEST} rounds, {against}.",
            headings,
            question="All 4,000 items of a list, page by page: time, of that of raw httpx",
        ),
        Table("The same drain, three fields of each item read", f"As above, {against}.", headings),
        Table("The same drain, all fields of each item read", f"As above, {against}.", headings),
        Table(
            "64 tasks at once, no limit to wait for",
            f"{TASKS * CALLS_A_TASK} calls of a list of 20, at least {FEWEST} rounds, {against}. "
            "Ours sends at most 10 at a time.",
            headings,
            question="128 calls by 64 tasks at once: time, of that of raw httpx",
        ),
    )
    from bench.server import serving

    with serving() as url:
        for peer in PEERS:
            rows: list[Row] = json.loads(run_in(peer, "-m", "bench.calls", peer.name, url))
            for table, (median, cells) in zip(tables, rows, strict=False):
                table.ratios[peer.name] = median
                table.rows.append([f"{peer.name}, {peer.kind}", *cells])
    return list(tables)


if __name__ == "__main__":
    name, url = sys.argv[1:]
    peer = next(peer for peer in PEERS if peer.name == name)
    print(json.dumps(anyio.run(compare, peer, url)))
