"""The bucket of a shared limit: its queue in this process, and its share during an outage."""

from __future__ import annotations

import functools
import itertools
import math
import threading
import time
from collections.abc import Awaitable, Callable
from typing import Any
from weakref import WeakKeyDictionary

import anyio
import anyio.to_thread
import attrs

from journeybee.concurrency.forks import begin_after_forks
from journeybee.concurrency.loops import Wakeup, current_loop
from journeybee.errors import RateLimitWaitError
from journeybee.limits.lanes import LANES, NORMAL, PRIORITIES, Priority
from journeybee.limits.protocol import Permit
from journeybee.limits.setting import ServerLimit, check_limit
from journeybee.limits.shared.contact import Limits, Script, UnavailableError
from journeybee.limits.shared.line import Line, LineCall
from journeybee.limits.shared.state import SharedStateClient
from journeybee.limits.shared.timer import Ticking, tick_later
from journeybee.limits.slots import SlotBucket
from journeybee.limits.threads import LimiterStats, OncePermit, WaitCounter, wait
from journeybee.limits.watch import Watch


class FallbackBucket:
    """A limiter whose state is shared: FIFO in this process, in turns with the others.

    Each event loop takes turns of its own, as each process does.
    """

    def __init__(
        self,
        run: Script,
        limits: Limits,
        *,
        raises: bool,
        probe_interval: float,
        patience: float,
        follow_server: bool = True,
        shadow: bool = False,
        on_high_use: Callable[[LimiterStats], object] | None = None,
        clock: Callable[[], float] = time.monotonic,
        _later: Callable[[float, Ticking], threading.Timer] = tick_later,
        _wait: Callable[[anyio.Event, float], Awaitable[None]] = wait,
    ) -> None:
        self._raises = raises
        self._probe_interval = probe_interval
        self._clock = clock
        self._shadow = shadow
        self._watch = Watch(limits.period, on_high_use)
        self._wait = _wait
        self._state = SharedStateClient(
            run,
            limits,
            probe_interval=probe_interval,
            patience=patience,
            follow_server=follow_server,
            queues=not shadow,
            on_raise=self._ask_again,
            clock=clock,
            _later=_later,
        )
        # Reentrant, as in `TokenBucket`.
        self._lock = threading.RLock()
        self._alone: SlotBucket | None = None
        self._numbers = itertools.count()
        self._lines: WeakKeyDictionary[Any, dict[int, Line]] = WeakKeyDictionary()
        self._count = WaitCounter()
        begin_after_forks(self)

    def begin_after_fork(self) -> None:
        """In a forked process: the requests that wait or are under way are those of the parent."""
        # Another thread of the parent may have held it, which is not here to release it.
        self._lock = threading.RLock()
        self._lines, self._count.waiting = WeakKeyDictionary(), [0] * len(PRIORITIES)
        if self._alone is not None:
            self._alone.settle(self._clock())
        self._state.begin_after_fork()

    @property
    def stats(self) -> LimiterStats:
        """A snapshot of what this object has done, not of what others did."""
        left = self._state.ledger.cool_down_left()
        with self._lock:
            until = self._clock() + left if left else None
            stats = self._count.stats(
                until,
                limit=self._state.limit,
                server=self._state.setting.server,
                used=self._state.used,
                over=self._watch.over,
            )
        return stats._replace(**attrs.asdict(self._state.events))

    def set_limit(self, limit: int) -> None:
        """Change the limit of all processes that run now; returns at once.

        They learn of it with their next calls, of which there are at least four in a period. A
        lower limit is in force as soon as the state has it, a higher one when all processes agree.
        A process that starts later brings its own limit again; while processes differ, the
        smallest counts. Of two calls of this method the later one holds.

        During an outage a lower limit is in force in this process alone, and its share becomes
        smaller in proportion; the state learns of the new limit when it is back.

        Args:
            limit: requests in any period; a smaller one of the server still counts.

        Raises:
            ConfigurationError: it is not an integer of at least 1.

        .. versionadded:: 0.1
        """
        check_limit(limit, "limit")
        with self._lock:
            self._state.set_limit(limit)
            self._resize_share()

    def observe(self, server: ServerLimit) -> None:
        """Note what an answer says about the server's limit; all processes follow a smaller one."""
        with self._lock:
            self._state.observe(server)
            self._resize_share()

    def _resize_share(self) -> None:
        if self._alone is not None:
            self._alone.set_limit(self._clock(), self._state.share_size)

    def _ask_again(self) -> None:
        """Of a higher limit there may be a permit now."""
        with self._lock:
            every = [line for lines in self._lines.values() for line in lines.values()]
        for line in every:
            line.due = -math.inf
            head = line.head
            if head is not None:
                head.wake()

    async def acquire(self, priority: Priority = "normal") -> Permit:
        """Wait for permission to send one request.

        Args:
            priority: the lane to wait in; a higher one overtakes, but lets none starve.

        Raises:
            RateLimitWaitError: the shared state is unavailable, and `raises` is set.
        """
        asked = self._clock()
        lane = LANES[priority]
        line = self._line(lane)
        with self._lock:
            self._count.waiting[lane] += 1
        try:
            if self._shadow:
                permit = await self._pass(line)
            else:
                # Only the head asks, so that a lane of a loop has one turn among the others.
                async with line.queue:
                    permit = await self._next(line)
        finally:
            with self._lock:
                self._count.waiting[lane] -= 1
        with self._lock:
            self._count.grant(lane, self._clock() - asked)
            rises = self._watch.note(self._state.used, self._state.limit)
        if rises:
            self._watch.report(self.stats)
        return permit

    async def _pass(self, line: Line) -> Permit:
        """In shadow mode: ask once, and wait for nothing but the end of a cool-down."""
        while (left := self._state.ledger.cool_down_left()) > 0:
            await self._wait(anyio.Event(), left)
        name = f"{line.client}-{next(self._numbers)}"
        if self._state.failure is None and await self._ask(line, name) is None:
            return self._permit(line, name)
        with self._lock:
            return self._watch.let_through(self._clock())

    def _permit(self, line: Line, name: str) -> Permit:
        close = functools.partial(self._close, line, name)
        return OncePermit(functools.partial(close, sent=True), functools.partial(close, sent=False))

    def _line(self, lane: int = NORMAL) -> Line:
        loop = current_loop()
        with self._lock:
            lines = self._lines.setdefault(loop, {})
            if lane not in lines:
                lines[lane] = Line(f"{self._state.client}-{next(self._numbers)}", lane)
            return lines[lane]

    def shortest_wait(self, ahead: int = 0, priority: Priority = "normal") -> float:
        """Seconds that a newcomer waits at least: the rest of the cool-down, if there is one.

        Nothing else is known without a call: other processes may return what they hold.
        """
        return self._state.ledger.cool_down_left()

    def cool_down(self, seconds: float) -> None:
        """Grant nothing to any process for that long, and pace the start after it."""
        self._state.ledger.cool_down(seconds)
        with self._lock:
            if self._alone is not None:
                self._alone.cool_down(self._clock(), seconds)
        self._state.report_now()

    async def _next(self, line: Line) -> Permit:
        head = Wakeup(current_loop())
        while True:
            name = f"{line.client}-{next(self._numbers)}"
            failure = self._state.failure
            delay: float | None
            if failure is None:
                with self._lock:
                    self._alone = None
                delay = line.due - self._clock()
                delay = delay if delay > 0 else await self._ask(line, name)
            elif self._raises:
                raise RateLimitWaitError(
                    f"the shared rate limit cannot be reached, nothing was sent: {failure}"
                )
            else:
                delay = self._take_alone(line.lane, name)
            if delay is None:
                return self._permit(line, name)
            head.changed = anyio.Event()
            # Only while it waits: the head holds its loop, which is the key of its line.
            line.head = head
            try:
                await self._wait(head.changed, delay)
            finally:
                line.head = None

    def _take_alone(self, lane: int, name: str) -> float | None:
        """Take a permit of the own share, or return the seconds to wait."""
        with self._lock, self._state.lock:
            if not self._state.may_go_alone:
                return self._probe_interval / 10
            if self._alone is None:
                self._alone = self._state.share()
            delay = math.inf if self._alone is None else self._alone.delay(self._clock(), lane)
            if self._alone is None or delay > 0:
                # Not longer than until the next probe.
                return min(delay, self._probe_interval)
            self._alone.take(lane)
            self._state.ledger.record("held", name)
        return None

    async def _ask(self, line: Line, name: str) -> float | None:
        """Ask for a permit of that name; returns None, or the seconds to wait if there is none."""
        question = LineCall(self._state, line, name)
        try:
            answer = await anyio.to_thread.run_sync(
                question.ask, abandon_on_cancel=True, limiter=anyio.CapacityLimiter(1)
            )
        except UnavailableError:
            return 0.0
        except BaseException:
            question.abandon()
            raise
        line.due = self._clock() + answer.wait
        return None if answer.granted else answer.wait

    def _close(self, line: Line, name: str, *, sent: bool) -> None:
        self._state.ledger.record("done" if sent else "unsent", name)
        self._state.report_later()
        with self._lock:
            if self._alone is not None and self._alone.open_slots > 0:
                (self._alone.done if sent else self._alone.unsent)(self._clock())
        if not sent:
            line.due = -math.inf
            head = line.head
            if head is not None:
                head.wake()
