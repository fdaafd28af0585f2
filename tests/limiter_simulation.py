"""The limiter against simulated servers and networks, in virtual time.

The real `TokenBucket` with its real queue runs on a clock that jumps from one event to the next,
so ten minutes of saturated load take a fraction of a second. Run it for the whole table:

    python -m tests.limiter_simulation [seeds] [seconds]
"""

from __future__ import annotations

import bisect
import itertools
import math
import random
import sys
from collections.abc import Callable, Iterator

import anyio
import attrs
import trio  # noqa: TID251 - it has a clock that jumps
import trio.testing  # noqa: TID251

from journeybee.limits import Priority, TokenBucket
from tests.limiting_servers import Bucket, Fixed, Server, Sliding, most_in_a_window

LIMIT, PERIOD, WORKERS = 100, 60.0, 32


Latency = Callable[[random.Random, bool], float]


def cold(chance: random.Random, first: bool) -> float:
    """One way, in seconds: 60 ms in the median, 300 ms more for a connection's first request."""
    return 0.06 * math.exp(chance.gauss(0, 0.5)) + 0.3 * first


def heavy(chance: random.Random, first: bool) -> float:
    """The same, and one request in a hundred is stuck for 1 to 3 s."""
    stuck = chance.uniform(1, 3) if chance.random() < 0.01 else 0.0
    return cold(chance, first) + stuck


MakeServer = Callable[[int, float], Server]
SERVERS: dict[str, MakeServer] = {"fixed": Fixed, "sliding": Sliding, "bucket": Bucket}
LATENCIES: dict[str, Latency] = {"cold": cold, "heavy": heavy}


@attrs.define
class Outcome:
    """What the server saw in a run: times in seconds from its beginning."""

    seconds: float
    arrivals: list[float] = attrs.field(factory=list)
    accepted: list[float] = attrs.field(factory=list)
    grants: list[float] = attrs.field(factory=list)

    @property
    def refused(self) -> int:
        return len(self.arrivals) - len(self.accepted)

    @property
    def most_in_a_window(self) -> int:
        return most_in_a_window(self.arrivals, PERIOD)

    def throughput(self, seconds: float) -> float:
        """What was let in by then, as a share of what the limit allows."""
        return bisect.bisect_right(self.accepted, seconds) / (LIMIT * seconds / PERIOD)

    @property
    def longest_stall(self) -> float:
        return max(after - before for before, after in itertools.pairwise(self.grants))


def simulate(
    server: MakeServer,
    latency: Latency,
    *,
    seed: int,
    seconds: float = 600.0,
    make_limiter: Callable[..., TokenBucket] = TokenBucket,
) -> Outcome:
    """Saturate one server with `WORKERS` workers, which share a limiter and pause after a 429."""
    chance = random.Random(seed)
    outcome = Outcome(seconds)

    async def run() -> None:
        site = server(LIMIT, PERIOD)
        # The server's minute and ours do not begin together.
        phase = chance.uniform(0, PERIOD)
        begin = anyio.current_time()
        limiter = make_limiter(LIMIT, PERIOD, clock=anyio.current_time)

        async def worker() -> None:
            for first in itertools.chain([True], itertools.repeat(False)):
                permit = await limiter.acquire()
                outcome.grants.append(anyio.current_time() - begin)
                await anyio.sleep(latency(chance, first))
                now = anyio.current_time() - begin
                outcome.arrivals.append(now)
                wait = site.retry_after(now + phase)
                if not wait:
                    outcome.accepted.append(now)
                    await anyio.sleep(0.03 * chance.uniform(0.5, 1.5))
                await anyio.sleep(cold(chance, first=False))
                permit.done()
                if wait:
                    limiter.cool_down(math.ceil(wait))

        with anyio.move_on_after(seconds):
            async with anyio.create_task_group() as tasks:
                for _ in range(WORKERS):
                    tasks.start_soon(worker)

    trio.run(run, clock=trio.testing.MockClock(autojump_threshold=0))
    return outcome


@attrs.define
class Lanes:
    """What came of an export that saturates the limit, and of requests that people wait for."""

    seconds: float
    arrivals: list[float] = attrs.field(factory=list)
    waits: list[float] = attrs.field(factory=list)
    exported: list[float] = attrs.field(factory=list)

    @property
    def throughput(self) -> float:
        return len(self.arrivals) / (LIMIT * self.seconds / PERIOD)

    def wait(self, part: float) -> float:
        """The wait that this part of the interactive requests stayed below."""
        return sorted(self.waits)[math.ceil(part * len(self.waits)) - 1]

    @property
    def longest_gap(self) -> float:
        return max(after - before for before, after in itertools.pairwise(self.exported))


def simulate_lanes(
    *, seed: int, per_minute: float, lanes: bool = True, seconds: float = 600.0
) -> Lanes:
    """An export with `WORKERS` workers, and interactive requests at random times."""
    chance = random.Random(seed)
    outcome = Lanes(seconds)

    async def run() -> None:
        begin = anyio.current_time()
        limiter = TokenBucket(LIMIT, PERIOD, clock=anyio.current_time)

        async def send(priority: Priority) -> None:
            permit = await limiter.acquire(priority)
            await anyio.sleep(cold(chance, first=False))
            outcome.arrivals.append(anyio.current_time() - begin)
            await anyio.sleep(cold(chance, first=False))
            permit.done()

        async def export() -> None:
            while True:
                await send("background" if lanes else "normal")
                outcome.exported.append(anyio.current_time() - begin)

        async def click() -> None:
            asked = anyio.current_time()
            permit = await limiter.acquire("interactive" if lanes else "normal")
            outcome.waits.append(anyio.current_time() - asked)
            outcome.arrivals.append(anyio.current_time() - begin)
            await anyio.sleep(cold(chance, first=False))
            permit.done()

        with anyio.move_on_after(seconds):
            async with anyio.create_task_group() as tasks:
                for _ in range(WORKERS):
                    tasks.start_soon(export)
                while True:
                    await anyio.sleep(chance.expovariate(per_minute / 60))
                    tasks.start_soon(click)

    trio.run(run, clock=trio.testing.MockClock(autojump_threshold=0))
    return outcome


def lanes_table(seeds: int = 20, seconds: float = 600.0) -> Iterator[str]:
    """The same for requests in lanes."""
    yield ""
    yield f"An export with {WORKERS} workers, and interactive requests at random times"
    yield ""
    yield "|interactive a minute|lanes|wait s: 50 %|99 %|worst|in 60 s|throughput|longest gap s|"
    yield "|---" * 8 + "|"
    for per_minute, lanes in itertools.product((10, 60, 200), (True, False)):
        runs = [
            simulate_lanes(seed=seed, per_minute=per_minute, lanes=lanes, seconds=seconds)
            for seed in range(seeds)
        ]
        whole = Lanes(seconds, waits=[wait for run in runs for wait in run.waits])
        yield (
            f"|{per_minute}|{'yes' if lanes else 'no'}|{whole.wait(0.5):.2f}|{whole.wait(0.99):.2f}"
            f"|{whole.wait(1):.2f}|{max(most_in_a_window(run.arrivals, PERIOD) for run in runs)}"
            f"|{min(run.throughput for run in runs):.3f}"
            f"|{max(run.longest_gap for run in runs):.1f}|"
        )


@attrs.define
class Change:
    """What came of a limit that was halved and set back, each for three minutes."""

    before: list[float] = attrs.field(factory=list)
    halved: list[float] = attrs.field(factory=list)
    after: list[float] = attrs.field(factory=list)

    def rate(self, name: str, limit: int, skipped: int) -> float:
        """The part of the limit that was used after so many periods."""
        arrivals: list[float] = getattr(self, name)
        used = [moment for moment in arrivals if moment >= skipped * PERIOD]
        return len(used) / (limit * (3 - skipped))

    @property
    def most_in_a_window(self) -> int:
        together = [*self.before, *(moment + 3 * PERIOD for moment in self.halved)]
        together += [moment + 6 * PERIOD for moment in self.after]
        return most_in_a_window(together, PERIOD)


def simulate_change(*, seed: int) -> Change:
    """`WORKERS` workers that saturate the limit while it changes."""
    chance = random.Random(seed)
    outcome = Change()

    async def run() -> None:
        limiter = TokenBucket(LIMIT, PERIOD, clock=anyio.current_time)

        async def worker(arrivals: list[float], begin: float) -> None:
            while True:
                permit = await limiter.acquire()
                await anyio.sleep(cold(chance, first=False))
                arrivals.append(anyio.current_time() - begin)
                await anyio.sleep(cold(chance, first=False))
                permit.done()

        for arrivals, limit in (
            (outcome.before, LIMIT),
            (outcome.halved, LIMIT // 2),
            (outcome.after, LIMIT),
        ):
            limiter.set_limit(limit)
            with anyio.move_on_after(3 * PERIOD):
                async with anyio.create_task_group() as tasks:
                    for _ in range(WORKERS):
                        tasks.start_soon(worker, arrivals, anyio.current_time())

    trio.run(run, clock=trio.testing.MockClock(autojump_threshold=0))
    return outcome


def changes_table(seeds: int = 20) -> Iterator[str]:
    """A limit that changes."""
    yield ""
    yield f"{LIMIT} a minute, {LIMIT // 2}, and {LIMIT} again, three minutes each"
    yield ""
    yield "|in any 60 s|while halved|its use|use in the first minute after|then|"
    yield "|---" * 5 + "|"
    runs = [simulate_change(seed=seed) for seed in range(seeds)]
    yield (
        f"|{max(run.most_in_a_window for run in runs)}"
        f"|{max(most_in_a_window(run.halved, PERIOD) for run in runs)}"
        f"|{min(run.rate('halved', LIMIT // 2, 1) for run in runs):.3f}"
        f"|{min(sum(m < PERIOD for m in run.after) / LIMIT for run in runs):.3f}"
        f"|{min(run.rate('after', LIMIT, 1) for run in runs):.3f}|"
    )


def table(seeds: int = 20, seconds: float = 600.0) -> Iterator[str]:
    """The lines of the table: sums and worst values of all seeds."""
    yield f"{seeds} seeds, {seconds:g} s each, {WORKERS} workers, worst of all seeds"
    yield ""
    yield "|server|latency|429s|in any 60 s|throughput at 60 s|throughput|longest stall s|"
    yield "|---" * 7 + "|"
    for (server, kind), (name, latency) in itertools.product(SERVERS.items(), LATENCIES.items()):
        runs = [simulate(kind, latency, seed=seed, seconds=seconds) for seed in range(seeds)]
        yield (
            f"|{server}|{name}|{sum(run.refused for run in runs)}"
            f"|{max(run.most_in_a_window for run in runs)}"
            f"|{min(run.throughput(min(seconds, PERIOD)) for run in runs):.3f}"
            f"|{min(run.throughput(seconds) for run in runs):.3f}"
            f"|{max(run.longest_stall for run in runs):.1f}|"
        )


if __name__ == "__main__":
    numbers = [int(argument) for argument in sys.argv[1:]]
    for line in itertools.chain(
        table(*numbers), lanes_table(*numbers), changes_table(*numbers[:1])
    ):
        print(line, flush=True)  # noqa: T201 - a program prints
