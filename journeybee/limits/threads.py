"""What limiters need to serve several threads, event loops and processes."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import anyio
import attrs

from journeybee.loops import Wakeup


@attrs.frozen
class LimiterStats:
    """What a limiter has done so far.

    Attributes:
        granted: permits handed out.
        waited: seconds that the requests which got a permit had waited for it, all together.
        waiting: requests in the queue now.
        cool_down_until: when the cool-down in force ends, on the limiter's clock, or None.
        losses: how often the state of a shared limit was lost, and rebuilt from its processes.
        outages: how often a shared limit became out of reach.
        returns: how often it was back.

    .. versionadded:: 0.1
    """

    granted: int
    waited: float
    waiting: int
    cool_down_until: float | None
    losses: int = 0
    outages: int = 0
    returns: int = 0


@attrs.define
class WaitCounter:
    """The counters behind `LimiterStats`; the lock of the limiter guards them."""

    granted: int = 0
    waited: float = 0.0
    waiting: int = 0

    def grant(self, waited: float) -> None:
        """Count a permit that was waited for; negative where a clock was set back."""
        self.granted += 1
        self.waited += max(0.0, waited)

    def stats(self, cool_down_until: float | None) -> LimiterStats:
        return LimiterStats(self.granted, self.waited, self.waiting, cool_down_until)


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
    """The first in line of an event loop."""

    def __init__(self, loop: Any) -> None:
        super().__init__(loop)
        self.granted = False


async def wait(changed: anyio.Event, seconds: float) -> None:
    """Wait for the event, but not longer than that."""
    with anyio.move_on_after(seconds):
        await changed.wait()
