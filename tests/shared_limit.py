"""A shared limit without the state it shares: answers are set, time and timers moved by hand."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import anyio
import anyio.lowlevel
import attrs

from journeybee.limits.shared.bucket import FallbackBucket
from journeybee.limits.shared.contact import Limits, UnavailableError
from journeybee.limits.shared.state import SharedStateClient
from journeybee.limits.shared.timer import Ticking
from tests.pipeline_harness import FakeTime

LIMITS = Limits(limit=100, period=60.0, burst=20, lease=10.0)
PROBE_INTERVAL = 2.0
PATIENCE = 1.5
SECOND = 1_000_000


@attrs.define
class Timer:
    seconds: float
    state: Ticking
    runs: bool = True

    def cancel(self) -> None:
        self.runs = False


def down() -> Exception:
    """A new one each time: an exception keeps alive what its frames held."""
    return UnavailableError("ConnectionError: gone")


class Elsewhere:
    """In place of the script: gives its answers in turn, and then grants.

    An answer holds what differs from a permit granted at once.
    """

    def __init__(self) -> None:
        self.clock = FakeTime()
        self.answers: list[dict[str, Any] | Exception] = []
        self.calls: list[Mapping[str, Any]] = []
        self.timers: list[Timer] = []
        self.waits: list[float] = []
        # What the state is ahead of the clock of the process.
        self.ahead = 0.0

    @property
    def last(self) -> Mapping[str, Any]:
        return self.calls[-1]

    @property
    def running(self) -> list[float]:
        """In how many seconds each timer fires, as it was started."""
        return [timer.seconds for timer in self.timers if timer.runs]

    def __call__(self, ask: Mapping[str, Any]) -> Mapping[str, Any]:
        self.calls.append(dict(ask))
        answer = self.answers.pop(0) if self.answers else {}
        if isinstance(answer, Exception):
            raise answer
        reply = {"answer": "GRANTED", "wait": 0, "gate": 0, "epoch": "one", "grants": 0}
        reply |= {"lent": 10, "tokens": 0.0, "share": 25, "limit": ask["limit"]}
        reply |= {"own": ask["limit"], "set": 0, "age": 0}
        reply["now"] = str(round((1000 + self.clock.now + self.ahead) * SECOND))
        return reply | answer

    def later(self, seconds: float, state: Ticking) -> Any:
        self.timers.append(Timer(seconds, state))
        return self.timers[-1]

    def fire(self) -> None:
        """What the only timer does when its time has come."""
        (timer,) = (timer for timer in self.timers if timer.runs)
        timer.runs = False
        timer.state.tick()

    async def wait(self, changed: anyio.Event, seconds: float) -> None:
        self.waits.append(seconds)
        await anyio.wait_all_tasks_blocked()
        # What wakes it comes by way of the loop.
        await anyio.lowlevel.checkpoint()
        if seconds == math.inf:
            await changed.wait()
        elif not changed.is_set():
            self.clock.now += seconds

    def state(self, limits: Limits = LIMITS) -> SharedStateClient:
        return SharedStateClient(
            self,
            limits,
            probe_interval=PROBE_INTERVAL,
            patience=PATIENCE,
            clock=self.clock,
            _later=self.later,
        )

    def bucket(
        self, limits: Limits = LIMITS, *, raises: bool = False, shadow: bool = False
    ) -> FallbackBucket:
        return FallbackBucket(
            self,
            limits,
            raises=raises,
            shadow=shadow,
            probe_interval=PROBE_INTERVAL,
            patience=PATIENCE,
            clock=self.clock,
            _later=self.later,
            _wait=self.wait,
        )
