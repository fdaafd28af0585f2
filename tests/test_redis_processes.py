"""Four processes of eight tasks, one real Redis: one limit, whatever happens on the way."""

from __future__ import annotations

import bisect
import contextlib
import dataclasses
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from journeybee.limits.window import read_window
from tests.busy_machine import in_one_of_three
from tests.programs import valkey_of_the_wheel
from tests.redis_server import PATIENCE, RedisServer, Servers, wait_for
from tests.redis_worker import READY, Job

pytestmark = pytest.mark.thorough

ROOT = Path(__file__).parent.parent
LIMIT, PERIOD, PROCESSES = 100, 2.0, 4


@dataclasses.dataclass
class Fleet:
    """Worker processes, and what they sent when.

    The clock starts when all of them are ready, so that slow imports cost none of them a request.
    """

    server: RedisServer
    jobs: list[Job]
    folder: Path
    seconds: float
    end: float = 0.0
    number: int = 0
    running: list[subprocess.Popen[bytes]] = dataclasses.field(default_factory=list)

    def output(self, number: int) -> Path:
        return self.folder / f"{number}.log"

    def start(self, job: Job) -> subprocess.Popen[bytes]:
        self.number += 1
        with self.output(self.number).open("wb") as output:
            return subprocess.Popen(
                [sys.executable, "-m", "tests.redis_worker", json.dumps(dataclasses.asdict(job))],
                stdin=subprocess.PIPE,
                stdout=output,
                cwd=ROOT,
                env={"PYTHONPATH": f"{ROOT}:{ROOT / 'generated'}"},
            )

    def wait_until_ready(self, process: subprocess.Popen[bytes], number: int) -> None:
        give_up = time.monotonic() + PATIENCE
        while not self.output(number).read_text().startswith(f"{READY}\n"):
            assert process.poll() is None, "a worker ended before it was ready"
            assert time.monotonic() < give_up, "a worker never was ready"
            time.sleep(0.01)

    def let_go(self, process: subprocess.Popen[bytes], end: float = 0.0) -> None:
        assert process.stdin is not None
        with process.stdin as stdin:
            stdin.write(f"{end or self.end!r}\n".encode())

    @contextlib.contextmanager
    def run(self) -> Iterator[None]:
        try:
            for job in self.jobs:
                self.running.append(self.start(job))
            for number, process in enumerate(self.running, start=1):
                self.wait_until_ready(process, number)
            self.end = time.monotonic() + self.seconds
            for process in self.running:
                self.let_go(process)
            yield
            for process in self.running:
                assert process.wait(timeout=self.seconds + PATIENCE) == 0
        finally:
            for process in self.running:
                process.kill()
                process.wait()
                assert process.stdin is not None
                process.stdin.close()

    def kill_and_replace(self) -> None:
        which = random.randrange(len(self.running))
        self.running[which].kill()
        self.running[which].wait()
        self.running[which] = self.start(self.jobs[which])
        self.wait_until_ready(self.running[which], self.number)
        self.let_go(self.running[which])

    def arrivals(self) -> list[list[float]]:
        """Of each process, in their order of starting; the line that a kill cut is dropped."""
        return [
            [float(line) for line in self.output(number + 1).read_text().split("\n")[1:-1]]
            for number in range(self.number)
        ]


def fleet(server: RedisServer, folder: Path, seconds: float, **options: object) -> Fleet:
    job = Job(server.url, LIMIT, PERIOD, **options)  # type: ignore[arg-type]
    return Fleet(server, [dataclasses.replace(job) for _ in range(PROCESSES)], folder, seconds)


def most_in_a_window(arrivals: list[float]) -> int:
    return max(
        bisect.bisect_left(arrivals, first + PERIOD) - index for index, first in enumerate(arrivals)
    )


def check(fleet: Fleet) -> tuple[list[list[float]], float]:
    """At most the limit in each window; returns which part of it was used."""
    each = fleet.arrivals()
    together = sorted(moment for one in each for moment in one)
    assert most_in_a_window(together) <= LIMIT
    possible = (fleet.end - together[0]) / PERIOD * LIMIT
    return each, len(together) / possible


def take_turns(each: list[list[float]]) -> bool:
    """Whether the busiest process got at most 1.5 times what the least busy one got."""
    # Once all are up; before that, those that are get more than their part.
    start = max(one[0] for one in each)
    counts = [len(one) - bisect.bisect_left(one, start) for one in each]
    return max(counts) <= 1.5 * min(counts)


@pytest.mark.parametrize(("loop", "skew"), [("asyncio", 0.5), ("trio", 0.0)])
def test_one_limit_for_all_and_turns_for_each(
    servers: Servers, tmp_path: Path, loop: str, skew: float
) -> None:
    def use() -> dict[str, bool]:
        with servers.alone() as server, tempfile.TemporaryDirectory(dir=tmp_path) as folder:
            group = fleet(server, Path(folder), 5.5, backend=loop)
            group.jobs[0].skew = group.jobs[1].skew = skew
            with group.run():
                time.sleep(3)
                server.admin.script_flush()
            each, used = check(group)
            calls = server.script_calls() / sum(map(len, each))
        return {f"{used=}": used >= 0.95, "turns": take_turns(each), f"{calls=}": calls <= 1.2}

    in_one_of_three(use)


def restart(group: Fleet) -> None:
    group.server.kill()
    time.sleep(0.3)
    group.server.start()


def pause(group: Fleet) -> None:
    group.server.pause()
    time.sleep(1.5)
    group.server.resume()


def lose_everything(group: Fleet) -> None:
    group.server.admin.flushall()


def kill_a_client_every_second(group: Fleet) -> None:
    while time.monotonic() < group.end - 1.5:
        group.kill_and_replace()
        time.sleep(1)


@pytest.mark.parametrize(
    ("fault", "throughput"),
    [(lose_everything, 0.95), (restart, 0.85), (pause, 0.85), (kill_a_client_every_second, 0.95)],
)
def test_the_limit_holds_through_faults(
    servers: Servers, tmp_path: Path, fault: Callable[[Fleet], None], throughput: float
) -> None:
    def use() -> dict[str, bool]:
        with servers.alone() as server, tempfile.TemporaryDirectory(dir=tmp_path) as folder:
            group = fleet(server, Path(folder), 6.5)
            with group.run():
                time.sleep(2.5)
                fault(group)
            _, used = check(group)
        return {f"{used=}": used >= throughput}

    in_one_of_three(use)


def test_a_rolling_deploy_keeps_to_the_smaller_limit_until_all_agree(tmp_path: Path) -> None:
    """100, then 50, then 100 again, in two processes that are replaced one after another."""

    def use() -> dict[str, bool]:
        with tempfile.TemporaryDirectory(dir=tmp_path) as folder:
            return deploy(Path(folder))

    in_one_of_three(use)


def deploy(folder: Path) -> dict[str, bool]:
    with Servers(valkey_of_the_wheel()).alone() as server:
        group = fleet(server, folder, 8.0)
        limits = [LIMIT, LIMIT // 2, LIMIT]
        jobs = [dataclasses.replace(job, limit=limit) for limit in limits for job in group.jobs[:2]]
        workers = [group.start(job) for job in jobs]
        try:
            for number, worker in enumerate(workers, start=1):
                group.wait_until_ready(worker, number)
            begin = time.monotonic()
            # Each generation ends when the next one begins.
            begins = [begin + 2.5 * generation + 0.3 * n for generation in range(3) for n in (0, 1)]
            ends = [*begins[2:], begin + 8, begin + 8]
            for worker, start, end in zip(workers, begins, ends, strict=True):
                time.sleep(max(0.0, start - time.monotonic()))
                group.let_go(worker, end)
            # When the last with the lower limit is gone, the higher one is in force.
            wait_for(lambda: (window := read_window(server.url)) and window.limit == LIMIT)
            assert all(worker.wait(PATIENCE) == 0 for worker in workers)
        finally:
            for worker in workers:
                worker.kill()
                worker.wait()
                assert worker.stdin is not None
                worker.stdin.close()
    each = group.arrivals()
    arrivals = sorted(moment for one in each for moment in one)
    assert most_in_a_window(arrivals) <= LIMIT
    # From the first request with the lower limit until the last process that has it is gone.
    lowered, agreed = min(each[2][0], each[3][0]), ends[3]
    low = [moment for moment in arrivals if lowered <= moment < agreed]
    assert 0 < most_in_a_window(low) <= LIMIT // 2
    after = bisect.bisect(arrivals, agreed + PERIOD) - bisect.bisect(arrivals, agreed)
    return {f"{after=}": after >= 85}
