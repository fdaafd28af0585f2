"""What an attempt holds while it sends: a connection slot, then a permit of the limiter."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Sequence
from typing import Self

import anyio

from journeybee.errors import ConfigurationError, RateLimitWaitError
from journeybee.limits import Permit, Priority, RateLimiter, ServerLimit
from journeybee.limits.protocol import acquire, shortest_wait
from journeybee.pipeline.delay import LONGEST_PAUSE, LONGEST_RETRY_AFTER

_log = logging.getLogger("journeybee.http")
# An event loop that was busy for a moment must not turn a free permit into a refusal.
_SHORTEST_WAIT = 0.02


class Admission:
    """The slot and the permit of one attempt; leaving the `with` block releases both.

    Attributes:
        sent: whether the server may have seen the request, which decides if the permit counts.
    """

    def __init__(self, slots: anyio.Semaphore, permit: Permit) -> None:
        self._slots = slots
        self._permit = permit
        self._settled = False
        self.sent = False

    def settle(self) -> None:
        """Release the permit as soon as `sent` is final; later calls do nothing."""
        if not self._settled:
            self._settled = True
            if self.sent:
                self._permit.done()
            else:
                self._permit.unsent()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self.settle()
        finally:
            self._slots.release()


class Admitter:
    """Admits the attempts of one client, unless a server asked for a long pause."""

    def __init__(self, limiter: RateLimiter, clock: Callable[[], float]) -> None:
        if not hasattr(limiter, "acquire"):
            kind = type(limiter).__name__
            raise ConfigurationError(f"limiter is of type {kind}: pass TokenBucket(limit=...)")
        self._limiter = limiter
        self._clock = clock
        self._paused_until = -math.inf
        self._observe: Callable[[ServerLimit], None] | None = getattr(limiter, "observe", None)

    async def admit(
        self, slots: anyio.Semaphore, max_wait: float, priority: Priority = "normal"
    ) -> Admission:
        """Wait for a connection slot, then for a permit; to be held by a `with` block.

        Raises:
            RateLimitWaitError: it takes longer than `max_wait`, or the server asked for a pause.
        """
        if math.isinf(max_wait):
            admission = await self._take(slots, priority)
        else:
            admission = await self._take_within(max_wait, slots, priority)
        try:
            self.check_pause()
        except RateLimitWaitError:
            with admission:
                raise
        return admission

    async def _take(self, slots: anyio.Semaphore, priority: Priority) -> Admission:
        await slots.acquire()
        permit: Permit | None = None
        try:
            permit = await acquire(self._limiter, priority)
            return Admission(slots, permit)
        finally:
            if permit is None:
                slots.release()

    async def _take_within(
        self, max_wait: float, slots: anyio.Semaphore, priority: Priority
    ) -> Admission:
        # Attempts that wait for a slot are not in the limiter's queue yet, but ahead of this one.
        known = shortest_wait(self._limiter, slots.statistics().tasks_waiting, priority)
        if known > max_wait:
            raise _refusal(max_wait, f", it would take at least {known:.3g} s")
        with anyio.move_on_after(max(max_wait, _SHORTEST_WAIT)):
            return await self._take(slots, priority)
        raise _refusal(max_wait)

    def pause(self, retry_after: float) -> None:
        """Refuse attempts for as long as a server asks, when that is too long to wait."""
        if retry_after > LONGEST_RETRY_AFTER:
            seconds = min(retry_after, LONGEST_PAUSE)
            self._paused_until = max(self._paused_until, self._clock() + seconds)
            _log.warning("429: this client sends nothing for %.0f s, as Retry-After asks", seconds)

    def observe(self, headers: Sequence[tuple[str, str]]) -> None:
        """Pass on what an answer says about the server's limit to a limiter that takes it."""
        names = " ".join(dict(headers))
        if self._observe is not None and ("limit" in names or "retry-after" in names):
            from journeybee.pipeline.server_limit import read_server_limit

            if (limit := read_server_limit(headers)) is not None:
                self._observe(limit)

    def check_pause(self) -> None:
        """Raise RateLimitWaitError during such a pause."""
        left = self._paused_until - self._clock()
        if left > 0:
            raise RateLimitWaitError(f"the server asked to send nothing for another {left:.0f} s")


def _refusal(max_wait: float, detail: str = "") -> RateLimitWaitError:
    text = f"no permission to send within {max_wait:g} s{detail}"
    return RateLimitWaitError(text, max_wait=max_wait)
