"""What an attempt needs before it sends: a connection slot, then a permit of the limiter."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable
from contextlib import nullcontext

import anyio

from journeybee.errors import RateLimitWaitError
from journeybee.limits import Permit, RateLimiter
from journeybee.limits.protocol import shortest_wait
from journeybee.pipeline.retry import LONGEST_RETRY_AFTER, LONGEST_SHUT

_log = logging.getLogger("journeybee.http")
# An event loop that was busy for a moment must not turn a free permit into a refusal.
_SHORTEST_WAIT = 0.02


class Admission:
    """Admits the attempts of one client, unless a server asked for a long pause."""

    def __init__(self, limiter: RateLimiter, clock: Callable[[], float]) -> None:
        self._limiter = limiter
        self._clock = clock
        self._paused_until = -math.inf

    async def acquire(self, slots: anyio.Semaphore, max_wait: float) -> Permit:
        """Wait for a connection slot, then for a permit; the caller releases the slot."""
        refusal = f"no permission to send within {max_wait:g} s"
        bounded = math.isfinite(max_wait)
        if bounded:
            # Those who wait for a slot are not in the limiter's line yet, but ahead all the same.
            known = shortest_wait(self._limiter, slots.statistics().tasks_waiting)
            if known > max_wait:
                refusal += f", it would take at least {known:.3g} s"
                raise RateLimitWaitError(refusal, max_wait=max_wait)
        permit: Permit | None = None
        with anyio.move_on_after(max(max_wait, _SHORTEST_WAIT)) if bounded else nullcontext():
            await slots.acquire()
            try:
                permit = await self._limiter.acquire()
            finally:
                if permit is None:
                    slots.release()
        if permit is None:
            raise RateLimitWaitError(refusal, max_wait=max_wait)
        try:
            self.refuse_while_paused()
        except RateLimitWaitError:
            permit.unsent()
            slots.release()
            raise
        return permit

    def pause(self, retry_after: float) -> None:
        """Refuse attempts for as long as a server asks, when that is too long to wait."""
        if retry_after > LONGEST_RETRY_AFTER:
            seconds = min(retry_after, LONGEST_SHUT)
            self._paused_until = max(self._paused_until, self._clock() + seconds)
            _log.warning("429: this client sends nothing for %.0f s, as Retry-After asks", seconds)

    def refuse_while_paused(self) -> None:
        """Raises RateLimitWaitError during such a pause."""
        left = self._paused_until - self._clock()
        if left > 0:
            raise RateLimitWaitError(f"the server asked to send nothing for another {left:.0f} s")
