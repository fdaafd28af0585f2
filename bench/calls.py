"""What does a client add to raw httpx: in one call, in a drain, and with 64 tasks at once?"""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Awaitable, Callable
from typing import Any

import anyio

from bench.peers import PEERS, RAW, Peer, Run, entered
from bench.server import serving
from bench.table import Table, ratios, spread

Work = Callable[[], Awaitable[object]]

# Seconds for each pair, and the fewest and the most rounds.
BUDGET = 3.0
FEWEST, MOST = 5, 400
TASKS, CALLS_A_TASK = 64, 2


async def timed(work: Work) -> float:
    start = time.perf_counter()
    await work()
    return time.perf_counter() - start


async def alternate(first: Work, second: Work) -> tuple[list[float], list[float]]:
    """Seconds of both, round by round, each as often before the other as after it."""
    await first()
    await second()
    gc.collect()
    # The other SDKs of this process are not to make this one's collections longer.
    gc.freeze()
    times: tuple[list[float], list[float]] = [], []
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


async def compare(peer: Peer, url: str, tables: tuple[Table, Table, Table]) -> None:
    """A row of each table."""
    async with entered(peer.make(url)) as client, RAW.make(url) as raw:
        await fill(peer, client, raw, url, tables)


async def fill(
    peer: Peer, client: Any, raw: Any, url: str, tables: tuple[Table, Table, Table]
) -> None:
    where = url + peer.path
    one, drain, raw_one, raw_drain = peer.fetch(), peer.drained(), RAW.fetch(), RAW.drained()
    if (found := len(await one(client))) != 20:
        raise AssertionError(f"{peer.name} read {found} items of 20")
    if (found := await drain(client)) != 4000:
        raise AssertionError(f"{peer.name} drained {found} items of 4000")
    pairs = (
        (lambda: one(client), lambda: raw_one(raw, where)),
        (lambda: drain(client), lambda: raw_drain(raw, where)),
        (at_once(one, client), at_once(raw_one, raw, where)),
    )
    for table, (work, yardstick) in zip(tables, pairs, strict=True):
        if table is tables[2] and peer.kind == "sync only":
            table.rows.append([f"{peer.name}, {peer.kind}", "", "", ""])
            continue
        mine, theirs = await alternate(work, yardstick)
        times = ratios(mine, theirs)
        table.ratios[peer.name] = statistics.median(times)
        figures = [spread([1000 * t for t in taken]) for taken in (mine, theirs)]
        table.rows.append([f"{peer.name}, {peer.kind}", *figures, spread(times)])


def measure() -> list[Table]:
    """Three tables."""
    against = (
        "against raw httpx with `.json()` on the same URL and body, in turns: median and quartiles"
    )
    headings = ["", "ms", "raw httpx, ms", "times raw httpx"]
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
    )

    async def run(url: str) -> None:
        for peer in PEERS:
            await compare(peer, url, tables)

    with serving() as url:
        anyio.run(run, url)
    return list(tables)
