"""What limiters need to serve several threads, event loops and processes."""

# Annotations are not kept as text here: NamedTuple would compile each of them.

import os
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import anyio

from journeybee.concurrency.loops import Wakeup
from journeybee.limits.lanes import PRIORITIES, Priority
from journeybee.limits.setting import ServerLimit


class LaneStats(NamedTuple):
    """What a lane has done so far; see `LimiterStats`.

    .. versionadded:: 0.1
    """

    granted: int
    waited: float
    waiting: int


class LimiterStats(NamedTuple):
    """What a limiter has done so far.

    Attributes:
        granted: permits handed out.
        waited: seconds that the requests which got a permit had waited for it, all together.
        waiting: requests in the queue now.
        cool_down_until: when the cool-down in force ends, on the limiter's clock, or None.
        lanes: the same of each priority that was used, by its name.
        losses: how often the state of a shared limit was lost, and rebuilt from its processes.
        outages: how often a shared limit became out of reach.
        returns: how often it was back.
        limit: the limit in force.
        server: what the latest answer said about the server's limit, or None.
        used: requests that count in the window now, of all processes that share the limit.
        over: requests above the limit that shadow mode let through.

    .. versionadded:: 0.1
    """

    granted: int
    waited: float
    waiting: int
    cool_down_until: float | None
    lanes: Mapping[Priority, LaneStats] = {}
    losses: int = 0
    outages: int = 0
    returns: int = 0
    limit: int = 0
    server: ServerLimit | None = None
    used: int = 0
    over: int = 0


class WaitCounter:
    """The counters behind `LimiterStats`, by lane; the lock of the limiter guards them."""

    def __init__(self) -> None:
        self.granted = [0] * len(PRIORITIES)
        self.waited = [0.0] * len(PRIORITIES)
        self.waiting = [0] * len(PRIORITIES)

    def grant(self, lane: int, waited: float) -> None:
        """Count a permit that was waited for; negative where a clock was set back."""
        self.granted[lane] += 1
        self.waited[lane] += max(0.0, waited)

    def stats(self, cool_down_until: float | None, **rest: Any) -> LimiterStats:
        each = map(LaneStats, self.granted, self.waited, self.waiting)
        lanes: dict[Priority, LaneStats] = {
            name: lane
            for name, lane in zip(PRIORITIES, each, strict=True)
            if lane.granted or lane.waiting
        }
        return LimiterStats(
            sum(self.granted),
            sum(self.waited),
            sum(self.waiting),
            cool_down_until,
            lanes,
            **rest,
        )


class OncePermit:
    """Closes once, in the process that it was granted to; other calls do nothing."""

    __slots__ = ("_done", "_process", "_unsent")

    def __init__(self, done: Callable[[], None], unsent: Callable[[], None]) -> None:
        self._done = done
        self._unsent = unsent
        self._process = os.getpid()

    def done(self) -> None:
        if self._closes():
            self._done()

    def unsent(self) -> None:
        if self._closes():
            self._unsent()

    def _closes(self) -> bool:
        # A forked process may collect the requests of its parent, which are still under way.
        closes = self._process == os.getpid()
        self._process = 0
        return closes


class LoopHead(Wakeup):
    """The first in line of a lane in an event loop, since a time on the limiter's clock."""

    def __init__(self, loop: Any, lane: int, since: float) -> None:
        super().__init__(loop)
        self.lane = lane
        self.since = since
        self.granted = False


async def wait(changed: anyio.Event, seconds: float) -> None:
    """Wait for the event, but not longer than that."""
    with anyio.move_on_after(seconds):
        await changed.wait()
