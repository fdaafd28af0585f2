"""The clock of a sandbox, which tests may set, and which waits may move."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import anyio
import anyio.lowlevel

# Tasks that are about to wait for less get so many steps of their event loop to do it.
_STEPS = 20


class Clock:
    """The time used for timestamps, reports and the rate limit's window.

    Args:
        now: A fixed time, which only `advance` and skipped waits change; None for the actual time.
        seconds: Monotonic seconds, for the rate limit.
        skip_waits: Whether waits on this clock end at once and move it.

    Attributes:
        skip_waits: The same; may be set at any time.
    """

    def __init__(
        self, now: datetime | None, seconds: Callable[[], float], *, skip_waits: bool = False
    ) -> None:
        if now is not None and now.tzinfo is None:
            raise ValueError("now must have a time zone")
        self._now = now
        self._seconds = seconds
        self._advanced = 0.0
        self._ends: list[float] = []
        self._lock = threading.Lock()
        self.skip_waits = skip_waits

    def now(self) -> datetime:
        """The current time of the sandbox, with a time zone."""
        return (self._now or datetime.now(UTC)) + timedelta(seconds=self._advanced)

    def seconds(self) -> float:
        """Monotonic seconds of the sandbox's time."""
        return self._seconds() + self._advanced

    def advance(self, seconds: float) -> None:
        """Move the clock forward by some seconds, for timestamps and the rate limit alike.

        Raises ValueError for a negative or infinite number.
        """
        if not 0 <= seconds < math.inf:
            raise ValueError("seconds must be a finite number, 0 or more")
        with self._lock:
            self._advanced += seconds

    async def sleep(self, seconds: float, at_most: float = math.inf) -> None:
        """Wait on this clock; raises TimeoutError, `at_most` seconds later, for more than those."""
        if not self.skip_waits:
            await anyio.sleep(seconds)
            return
        await self._skip(anyio.Event(), min(seconds, at_most))
        if seconds > at_most:
            raise TimeoutError

    async def wait(self, event: anyio.Event, seconds: float) -> None:
        """Wait for the event, but not longer than that on this clock."""
        if self.skip_waits and seconds < math.inf:
            await self._skip(event, seconds)
            return
        with anyio.move_on_after(seconds):
            await event.wait()

    async def _skip(self, event: anyio.Event, seconds: float) -> None:
        """Move the clock to the end of a wait once it is the first to end, and not otherwise."""
        end = self.seconds() + seconds
        with self._lock:
            self._ends.append(end)
        try:
            while self.seconds() < end and not event.is_set():
                for _ in range(_STEPS):
                    await anyio.lowlevel.checkpoint()
                with self._lock:
                    if not event.is_set() and end <= min(self._ends):
                        self._advanced += max(0.0, end - self.seconds())
        finally:
            with self._lock:
                self._ends.remove(end)
