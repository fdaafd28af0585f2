"""The limiter of one process, for all of its threads and event loops."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Awaitable, Callable
from typing import Any
from weakref import WeakKeyDictionary

import anyio

from journeybee.concurrency.forks import begin_after_forks
from journeybee.concurrency.loops import current_loop
from journeybee.limits.lanes import INTERACTIVE, LANES, PATIENCE, PRIORITIES, Priority
from journeybee.limits.protocol import Permit
from journeybee.limits.setting import (
    LimitSetting,
    ServerLimit,
    check_limit,
    check_limits,
    log_change,
)
from journeybee.limits.slots import ROUNDING, SlotBucket
from journeybee.limits.threads import LimiterStats, LoopHead, OncePermit, WaitCounter, wait
from journeybee.limits.watch import Watch, warn_of_fork


class TokenBucket:
    """Lets at most `limit` requests arrive in any `period` seconds, first come, first served.

    At most `burst` of them go at once; after that they are spread evenly. Waiting requests can be
    cancelled without loss. Any number of threads and event loops may use one object, one after
    another or at the same time. Loops with waiting requests take turns: before the first in line
    of a loop gets a permit, every other loop gets one at most. A loop that is busy with something
    else delays no other; one permit may wait for it.

    A forked process counts alone from the fork on, and logs that once at WARNING on
    `journeybee.limits`: `journeybee.limits.redis.RedisTokenBucket` keeps one limit for them all.

    Args:
        limit: requests in any period; `set_limit` changes it.
        period: seconds.
        burst: how many may go at once.
        follow_server: whether to keep to a smaller limit that the server announces in the headers
            `RateLimit-*` or `X-RateLimit-*`.
        shadow: count requests above the limit in `stats.over` and let them through; only a
            cool-down is waited for.
        on_high_use: called with `stats` when four fifths of the limit are in use, and again after
            use has fallen below three fifths.
        clock: returns seconds that do not go back.

    Raises:
        ConfigurationError: a value is not positive, or `burst` is above `limit`.

    .. versionadded:: 0.1
    """

    def __init__(
        self,
        limit: int = 100,
        period: float = 60.0,
        burst: int = 20,
        *,
        follow_server: bool = True,
        shadow: bool = False,
        on_high_use: Callable[[LimiterStats], object] | None = None,
        clock: Callable[[], float] = time.monotonic,
        _wait: Callable[[anyio.Event, float], Awaitable[None]] = wait,
    ) -> None:
        check_limits(limit, period, burst)
        self._clock = clock
        self._core = SlotBucket(limit, period, burst, clock())
        self._setting = LimitSetting(limit, period, follow_server=follow_server)
        self._shadow = shadow
        self._watch = Watch(period, on_high_use)
        self._wait = _wait
        # Reentrant, because the garbage collector may end a forgotten request, which closes its
        # permit, in the middle of anything.
        self._lock = threading.RLock()
        self._patience = PATIENCE * period
        self._start_waiting()
        self._count = WaitCounter()
        self._forked = False
        begin_after_forks(self)

    def _start_waiting(self) -> None:
        # A line for each lane of each loop, and the first in each, in the order of their turns.
        self._lines: WeakKeyDictionary[Any, dict[int, anyio.Lock]] = WeakKeyDictionary()
        self._heads: list[LoopHead] = []
        self._waiting = 0
        # When each lane was granted a permit that was waited for.
        self._served = [-math.inf] * len(PRIORITIES)

    @property
    def stats(self) -> LimiterStats:
        """A snapshot of what the limiter has done, for all loops together."""
        with self._lock:
            now = self._clock()
            shut = self._core.gate_delay(now)
            until = now + shut if shut else None
            return self._count.stats(
                until,
                limit=self._core.limit,
                server=self._setting.server,
                used=self._core.used,
                over=self._watch.over,
            )

    async def acquire(self, priority: Priority = "normal") -> Permit:
        """Wait for permission to send one request.

        Args:
            priority: the lane to wait in; a higher one overtakes, but lets none starve.
        """
        asked = self._clock()
        lane = LANES[priority]
        if self._forked:
            self._forked = False
            warn_of_fork(self._core.limit, self._core.period)
        if self._shadow:
            return await self._pass(lane, asked)
        with self._lock:
            at_once = not (self._waiting or self._heads) and not self._core.delay(asked, lane)
            if at_once:
                self._core.take(lane)
                self._count.granted[lane] += 1
        if not at_once:
            await self._wait_in_line(lane)
            # Nothing is awaited once the permit is granted, so cancelling cannot lose it.
            with self._lock:
                self._count.grant(lane, self._clock() - asked)
        return self._permit()

    async def _pass(self, lane: int, asked: float) -> Permit:
        """In shadow mode: wait for nothing but the end of a cool-down."""
        while (left := self._gate_delay()) > 0:
            await self._wait(anyio.Event(), left)
        with self._lock:
            now = self._clock()
            self._count.grant(lane, now - asked)
            if self._core.delay(now, lane):
                return self._watch.let_through(now)
            self._core.take(lane)
        return self._permit()

    def _gate_delay(self) -> float:
        with self._lock:
            return self._core.gate_delay(self._clock())

    def _permit(self) -> Permit:
        core = self._core
        # Each request comes along here: mostly, a fifth of the slots is free.
        if self._watch.is_high or 5 * core.free <= core.limit:
            with self._lock:
                rises = self._watch.note(core.used, core.limit)
            if rises:
                self._watch.report(self.stats)
        return OncePermit(self._done, self._unsent)

    async def _wait_in_line(self, lane: int) -> None:
        loop = current_loop()
        with self._lock:
            self._waiting += 1
            self._count.waiting[lane] += 1
            lines = self._lines.setdefault(loop, {})
            line = lines.get(lane)
            if line is None:
                line = lines[lane] = anyio.Lock(fast_acquire=True)
        try:
            async with line:
                await self._take_turn(LoopHead(loop, lane, self._clock()))
        finally:
            with self._lock:
                self._waiting -= 1
                self._count.waiting[lane] -= 1

    def shortest_wait(self, ahead: int = 0, priority: Priority = "normal") -> float:
        """Seconds that a newcomer of the running loop waits at least; see `FarsightedRateLimiter`.

        Counts the requests in its lane: all that wait in its own loop, and of every other loop the
        first.
        """
        lane = LANES[priority]
        with self._lock:
            line = self._lines.get(current_loop(), {}).get(lane) if self._waiting else None
            ahead += line.statistics().tasks_waiting if line is not None else 0
            ahead += sum(head.lane == lane for head in self._heads)
            return self._core.shortest_wait(self._clock(), ahead)

    def cool_down(self, seconds: float) -> None:
        """Grant nothing for that long, and pace the start after it."""
        with self._lock:
            self._core.cool_down(self._clock(), seconds)

    def set_limit(self, limit: int) -> None:
        """Change the limit at once, for the requests that wait too.

        After a lower limit nothing is granted until the last period fits into it.

        Args:
            limit: requests in any period; a smaller one of the server still counts.

        Raises:
            ConfigurationError: it is not an integer of at least 1.

        .. versionadded:: 0.1
        """
        check_limit(limit, "limit")
        with self._lock:
            self._setting.own = limit
            self._follow_setting("as set")

    def observe(self, server: ServerLimit) -> None:
        """Note what an answer says about the server's limit, and follow a smaller one."""
        with self._lock:
            self._setting.observe(server, self._clock())
            self._follow_setting("as the server announces")

    def _follow_setting(self, reason: str) -> None:
        limit = self._setting.limit
        if limit != self._core.limit:
            self._core.set_limit(self._clock(), limit)
            log_change(limit, self._core.period, reason)
            self._wake()

    async def _take_turn(self, head: LoopHead) -> None:
        with self._lock:
            self._heads.append(head)
        try:
            while (delay := self._delay(head)) > 0:
                head.changed = anyio.Event()
                await self._wait(head.changed, delay)
        except BaseException:
            with self._lock:
                if head.granted:
                    self._unsent()
                elif head in self._heads:
                    self._heads.remove(head)
            raise

    def _delay(self, head: LoopHead) -> float:
        """Hand out what there is, in turn; 0 when `head` has its permit, else seconds to wait."""
        with self._lock:
            now, delay, until_another = self._clock(), math.inf, math.inf
            # Each look grants for all loops: one that is busy must not stop the others.
            while self._heads:
                first, lane, until_another = self._next(now)
                delay = self._core.delay(now, lane)
                if delay > 0:
                    break
                self._heads.remove(first)
                if first is head or first.wake():
                    self._core.take(first.lane)
                    self._served[first.lane] = now
                    first.granted = True
            return 0.0 if head.granted else min(delay, until_another)

    def _next(self, now: float) -> tuple[LoopHead, int, float]:
        """Which head goes next, under the rules of which lane, and how soon another one may.

        A lane that was granted nothing for long goes first, and leaves nothing to others.
        """
        until_another = math.inf
        for head in self._heads if len(self._heads) > 1 else ():
            if head.lane != INTERACTIVE:
                left = self._patience - (now - max(head.since, self._served[head.lane]))
                if left <= ROUNDING:
                    return head, INTERACTIVE, math.inf
                until_another = min(until_another, left)
        first = min(self._heads, key=lambda head: head.lane)
        return first, first.lane, until_another

    def _done(self) -> None:
        with self._lock:
            self._core.done(self._clock())
            self._wake()

    def _unsent(self) -> None:
        with self._lock:
            self._core.unsent(self._clock())
            self._wake()

    def begin_after_fork(self) -> None:
        """In a forked process: count alone, for the requests under way are those of the parent."""
        # Another thread of the parent may have held it, which is not here to release it.
        self._lock = threading.RLock()
        self._start_waiting()
        self._count.waiting = [0] * len(PRIORITIES)
        self._core.settle(self._clock())
        self._forked = True

    def _wake(self) -> None:
        for head in tuple(self._heads):
            head.wake()


ThreadSafeTokenBucket = TokenBucket
"""The name under which several threads could share a limiter before every `TokenBucket` could."""
