"""A shared limit without the state it shares: answers as they are told, time and timers by hand."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import anyio
import anyio.lowlevel
import attrs

from journeybee.limits.shared.bucket import FallbackBucket
from journeybee.limits.shared.state import Limits, SharedStateClient
from tests.pipeline_harness import FakeTime

LIMITS = Limits(limit=100, period=60.0, burst=20, lease=10.0)
PROBE_INTERVAL = 2.0
SECOND = 1_000_000


@attrs.frozen
class Call:
    """What the script was asked."""

    limits: dict[str, int]
    client: str
    permit: str
    known: str
    more: bool
    late: int
    reports: list[tuple[str, str, int]]


@attrs.define
class Timer:
    seconds: float
    state: SharedStateClient
    runs: bool = True

    def cancel(self) -> None:
        self.runs = False


def down() -> Exception:
    """A new one each time: an exception keeps alive what its frames held."""
    return ConnectionError("gone")


class Elsewhere:
    """In place of the script: gives its answers in turn, and then grants."""

    def __init__(self) -> None:
        self.clock = FakeTime()
        self.answers: list[tuple[str, int, int, str, int] | Exception] = []
        self.calls: list[Call] = []
        self.timers: list[Timer] = []
        self.waits: list[float] = []

    @property
    def last(self) -> Call:
        return self.calls[-1]

    @property
    def running(self) -> list[float]:
        """In how many seconds each timer fires, as it was started."""
        return [timer.seconds for timer in self.timers if timer.runs]

    def __call__(self, ask: Mapping[str, Any]) -> Mapping[str, Any]:
        names = [field.name for field in attrs.fields(Call)][1:]
        limits = {name: value for name, value in ask.items() if name not in names}
        call = Call(limits, **{name: ask[name] for name in names})
        self.calls.append(call)
        answer = self.answers.pop(0) if self.answers else ("GRANTED", 0, 0, "one", 90)
        if isinstance(answer, Exception):
            raise answer
        return dict(zip(("answer", "wait", "gate", "name", "free"), answer, strict=True))

    def later(self, seconds: float, state: SharedStateClient) -> Any:
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
            (OSError,),
            limits,
            probe_interval=PROBE_INTERVAL,
            clock=self.clock,
            _later=self.later,
        )

    def bucket(self, limits: Limits = LIMITS, *, raises: bool = False) -> FallbackBucket:
        return FallbackBucket(
            self,
            (OSError,),
            limits,
            raises=raises,
            probe_interval=PROBE_INTERVAL,
            clock=self.clock,
            _later=self.later,
            _wait=self.wait,
        )
