"""The waiting side of a shared limiter: its queue in this process, and what it does alone."""

from __future__ import annotations

import functools
import itertools
import math
import threading
import time
import weakref
from collections.abc import Awaitable, Callable
from typing import Any

import anyio
import anyio.to_thread

from journeybee.errors import RateLimitWaitError, UsageError
from journeybee.forks import begin_after_forks
from journeybee.limits.protocol import Permit
from journeybee.limits.shared import (
    Answer,
    Limits,
    Script,
    SharedState,
    UnavailableError,
    tick_later,
)
from journeybee.limits.token_bucket import LimiterStats, OncePermit, SlotBucket, wait
from journeybee.loops import current_loop

# What each process may use of the limit and of the burst while it cannot reach the others.
_SHARE = 0.25


class SharedBucket:
    """A limiter whose state is elsewhere: first come, first served here, in turns with others."""

    def __init__(
        self,
        run: Script,
        errors: tuple[type[Exception], ...],
        limits: Limits,
        *,
        raises: bool,
        probe_interval: float,
        clock: Callable[[], float] = time.monotonic,
        _later: Callable[[float, SharedState], threading.Timer] = tick_later,
        _wait: Callable[[anyio.Event, float], Awaitable[None]] = wait,
    ) -> None:
        self._raises = raises
        self._probe_interval = probe_interval
        self._clock = clock
        self._wait = _wait
        self._shared = SharedState(
            run, errors, limits, probe_interval=probe_interval, clock=clock, _later=_later
        )
        self._alone: SlotBucket | None = None
        self._alone_until = math.inf
        self._due = -math.inf
        self._numbers = itertools.count()
        self._queue = anyio.Lock(fast_acquire=True)
        self._loop: weakref.ref[Any] | None = None
        self._changed: anyio.Event | None = None
        self._granted = 0
        self._waited = 0.0
        self._waiting = 0
        begin_after_forks(self)

    def begin_after_fork(self) -> None:
        """In a forked process: the requests that wait or are under way are those of the parent."""
        self._loop, self._waiting = None, 0
        if self._alone is not None:
            self._alone.settle(self._clock())
        self._shared.begin_after_fork()

    @property
    def stats(self) -> LimiterStats:
        """A snapshot of what this object has done, not of what others did."""
        left = self._shared.account.cool_down_left()
        return LimiterStats(
            granted=self._granted,
            waited=self._waited,
            waiting=self._waiting,
            cool_down_until=self._clock() + left if left else None,
        )

    async def acquire(self) -> Permit:
        """Wait for permission to send one request.

        Raises:
            RateLimitWaitError: the shared state is out of reach, and that is to be raised.
            UsageError: requests of another event loop wait for this object.
        """
        asked = self._clock()
        self._enter_loop()
        self._waiting += 1
        try:
            # Only the head of the queue asks, so that a process has one turn among the others.
            async with self._queue:
                permit = await self._next()
        finally:
            self._waiting -= 1
        self._granted += 1
        self._waited += max(0.0, self._clock() - asked)
        return permit

    def _enter_loop(self) -> None:
        loop = current_loop()
        if self._loop is None or self._loop() is not loop:
            if self._waiting:
                raise UsageError(
                    "this limiter is in use on another event loop: make one for each loop,"
                    " with the same key they keep one limit"
                )
            self._queue, self._changed = anyio.Lock(fast_acquire=True), None
            self._loop = weakref.ref(loop)

    def shortest_wait(self, ahead: int = 0) -> float:
        """Seconds that a newcomer waits at least: what is left of the cool-down, if there is one.

        Nothing else is known without asking, for others may give back what they hold.
        """
        return self._shared.account.cool_down_left()

    def cool_down(self, seconds: float) -> None:
        """Let nobody who shares the limit send for that long, and pace the start after it."""
        self._shared.account.cool_down(seconds)
        if self._alone is not None:
            self._alone.cool_down(self._clock(), seconds)
        self._shared.tell_now()

    async def _next(self) -> Permit:
        while True:
            name = f"{self._shared.client}-{next(self._numbers)}"
            failure = self._shared.failure
            delay: float | None
            if failure is None:
                delay = self._delay_together()
                delay = delay if delay > 0 else await self._ask(name)
            elif self._raises:
                raise RateLimitWaitError(
                    f"the shared rate limit cannot be reached, nothing was sent: {failure}"
                )
            else:
                delay = self._take_alone(name)
            if delay is None:
                return OncePermit(
                    functools.partial(self._close, name, sent=True),
                    functools.partial(self._close, name, sent=False),
                )
            self._changed = anyio.Event()
            await self._wait(self._changed, delay)

    def _delay_together(self) -> float:
        now = self._clock()
        if self._alone is None:
            return self._due - now
        # The others may be on their own a little longer, and what they send is not known yet:
        # until all of them have looked again, nobody exceeds his share.
        self._alone_until = min(self._alone_until, now + 2 * self._probe_interval)
        if now >= self._alone_until:
            self._alone = None
            return self._due - now
        # Looked at again and again: a slot of the share that comes back wakes nobody.
        return max(self._due - now, min(self._alone.delay(now), self._probe_interval))

    def _take_alone(self, name: str) -> float | None:
        """Take a permit of the own share, or tell how long to wait."""
        self._alone_until = math.inf
        if self._alone is None:
            self._alone = self._shared.share(_SHARE)
        delay = self._alone.delay(self._clock())
        if delay > 0:
            # Not longer than until the others may be in reach again.
            return min(delay, self._probe_interval)
        self._alone.take()
        self._shared.account.note("held", name)
        return None

    async def _ask(self, name: str) -> float | None:
        """Ask for a permit of that name; tell how long to wait if there is none yet."""
        question = _Question(self._shared, name, more=self._waiting > 1)
        try:
            answer = await anyio.to_thread.run_sync(
                question.ask, abandon_on_cancel=True, limiter=anyio.CapacityLimiter(1)
            )
        except UnavailableError:
            return 0.0
        except BaseException:
            question.abandon()
            raise
        self._due = self._clock() + answer.wait
        if not answer.granted:
            return answer.wait
        if self._alone is not None:
            self._alone.take()
        return None

    def _close(self, name: str, *, sent: bool) -> None:
        self._shared.account.note("done" if sent else "unsent", name)
        self._shared.tell_later()
        if self._alone is not None and self._alone.open_slots > 0:
            (self._alone.done if sent else self._alone.unsent)(self._clock())
        if not sent:
            self._due = -math.inf
            if self._changed is not None:
                self._changed.set()


class _Question:
    """Asks in a thread; a permit that comes when nobody waits for it any more goes back."""

    def __init__(self, shared: SharedState, name: str, *, more: bool) -> None:
        self._shared = shared
        self._name = name
        self._more = more
        self._lock = threading.Lock()
        self._answer: Answer | None = None
        self._abandoned = False

    def ask(self) -> Answer:
        answer = self._shared.ask(self._name, more=self._more)
        with self._lock:
            self._answer = answer
            self._give_back()
        return answer

    def abandon(self) -> None:
        with self._lock:
            self._abandoned = True
            self._give_back()

    def _give_back(self) -> None:
        if self._abandoned and self._answer is not None and self._answer.granted:
            self._shared.account.note("unsent", self._name)
            self._shared.tell_later()
