"""What does a client add to raw httpx: in one call, in a drain, and with 64 tasks at once?"""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any, NamedTuple

import anyio

from bench.peers import PEERS, RAW, Peer, Run, entered
from bench.server import serving
from bench.table import Table, ratios, spread

Work = Callable[[], Awaitable[object]]

# Seconds for each pair, and the fewest and the most rounds.
BUDGET = 3.0
FEWEST, MOST = 5, 400
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
    # The other SDKs of this process are not to make this one's collections longer.
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


async def compare(peer: Peer, url: str, tables: Sequence[Table]) -> None:
    """A row of each table."""
    async with entered(peer.make(url)) as client, RAW.make(url) as raw:
        await fill(peer, client, raw, url, tables)


async def fill(peer: Peer, client: Any, raw: Any, url: str, tables: Sequence[Table]) -> None:
    where = url + peer.path
    one, drain, raw_one, raw_drain = peer.fetch(), peer.drained(), RAW.fetch(), RAW.drained()
    if (found := len(await one(client))) != 20:
        raise AssertionError(f"{peer.name} read {found} items of 20")
    if (found := await drain(client)) != 4000:
        raise AssertionError(f"{peer.name} drained {found} items of 4000")
    pairs: list[tuple[Work, Work]] = [
        (lambda: one(client), lambda: raw_one(raw, where)),
        (lambda: drain(client), lambda: raw_drain(raw, where)),
        (at_once(one, client), at_once(raw_one, raw, where)),
    ]
    for name in ("three", "every") if peer.three else ():
        touching, raw_touching = (p.drained(getattr(p, name)) for p in (peer, RAW))
        pairs.append((partial(touching, client), partial(raw_touching, raw, where)))
    for table, (work, yardstick) in zip(tables, pairs, strict=False):
        if table is tables[2] and peer.kind == "sync only":
            table.rows.append([f"{peer.name}, {peer.kind}", "", "", "", ""])
            continue
        mine, theirs = await alternate(work, yardstick)
        times = ratios([t.clock for t in mine], [t.clock for t in theirs])
        processor = ratios([t.processor for t in mine], [t.processor for t in theirs])
        table.ratios[peer.name] = statistics.median(times)
        figures = [spread([1000 * t.clock for t in taken]) for taken in (mine, theirs)]
        row = [f"{peer.name}, {peer.kind}", *figures, spread(times), spread(processor)]
        table.rows.append(row)


def measure() -> list[Table]:
    """Five tables."""
    against = (
        "against raw httpx with `.json()` on the same URL and body, in turns: median and quartiles"
    )
    headings = ["", "ms", "raw httpx, ms", "times raw httpx", "of its processor time"]
    tables = (
        Table(
            "One call of a list of 20",
            f"Over loopback, {FEWEST} to {MOST} rounds, {against}. Bodies differ from API "
            "to API, so only the last column compares. Ours reads rich leads of the sandbox's demo "
            "world into models, limiter and retries on.",
            headings,
        ),
        Table("A drain of 40 pages of 100", f"At least {FEWEST} rounds, {against}.", headings),
        Table(
            "64 tasks at once, no limit to wait for",
            f"{TASKS * CALLS_A_TASK} calls of a list of 20, at least {FEWEST} rounds, {against}. "
            "Ours sends at most 10 at a time.",
            headings,
        ),
        Table("The same drain, three fields of each item read", f"As above, {against}.", headings),
        Table("The same drain, all fields of each item read", f"As above, {against}.", headings),
    )

    async def run(url: str) -> None:
        for peer in PEERS:
            await compare(peer, url, tables)

    with serving() as url:
        anyio.run(run, url)
    return list(tables)
