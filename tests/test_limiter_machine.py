"""Anything that can happen to a limiter, in any order, with the time in our hands.

Two clocks: the true one, by which the server counts and timers run, and the limiter's, which falls
behind the true one whenever it is set back.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

import anyio
import anyio.from_thread
import anyio.lowlevel
import attrs
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from journeybee.limits import Permit, TokenBucket
from journeybee.limits.lanes import BACKGROUND, INTERACTIVE, NORMAL, PATIENCE, PRIORITIES

Bucket = TokenBucket
PERIOD = 60.0
RATE_OF_A_SLOT = 0.98 / PERIOD
HOLD = PERIOD * (1 + 1 / 600)
TOLERANCE = 1e-4


@attrs.define(eq=False)
class Request:
    number: int
    lane: int
    asked: float
    bound: float
    scope: anyio.CancelScope | None = None
    task: Future[None] | None = None
    permit: Permit | None = None
    granted: float = math.inf
    closed: float = math.inf
    cancelled: bool = False
    sent: bool = True

    @property
    def waits(self) -> bool:
        return self.permit is None and not self.cancelled

    @property
    def is_open(self) -> bool:
        return self.permit is not None and self.closed == math.inf


class LimiterMachine(RuleBasedStateMachine):
    """Drives one limiter in one event loop, which runs in a thread of its own."""

    def __init__(
        self, portal: anyio.from_thread.BlockingPortal, bucket: Callable[..., Bucket]
    ) -> None:
        super().__init__()
        self.portal = portal
        self.bucket = bucket
        self.now = 1000.0
        self.behind = 0.0
        self.shut_until = -math.inf
        self.requests: list[Request] = []
        self.grants: list[Request] = []
        self.timers: list[tuple[float, anyio.Event]] = []
        self.fresh: list[tuple[Request, set[int]]] = []
        # On the limiter's clock: since when the first in line of a lane has waited in vain.
        self.since = [-math.inf] * len(PRIORITIES)

    def clock(self) -> float:
        return self.now - self.behind

    async def wait(self, changed: anyio.Event, seconds: float) -> None:
        timer = (self.now + seconds, changed)
        self.timers.append(timer)
        try:
            await changed.wait()
        finally:
            self.timers.remove(timer)

    async def run(self, request: Request) -> None:
        with anyio.CancelScope() as request.scope:
            permit = await self.limiter.acquire(PRIORITIES[request.lane])
            request.permit, request.granted = permit, self.now
            self.grants.append(request)
            self.check_grant(request)
        request.cancelled = request.permit is None

    def check_grant(self, request: Request) -> None:
        earlier = self.requests[: request.number]
        assert not any(r.waits for r in earlier if r.lane == request.lane), "overtaken in its lane"
        self.fresh.append((request, {lane for lane in (1, 2) if self.is_late(lane)}))
        self.since[request.lane] = self.clock()
        assert self.now >= self.shut_until - TOLERANCE, "granted during a cool-down"
        assert self.now - request.asked >= request.bound - TOLERANCE, "could have gone in time"
        counting = sum(r.sent and r.closed > self.now - PERIOD for r in self.grants)
        assert counting <= self.limit, "above the limit in force"

    def check_lanes(self) -> None:
        """Of what was granted at one time, which may have run in any order.

        A lane that was granted a permit at that time may not have its next request in line yet.
        """
        served = {request.lane for request, _ in self.fresh}
        for request, late in self.fresh:
            earlier = self.requests[: request.number]
            waiting = {r.lane for r in earlier if r.waits} - served
            assert request.lane in late or not waiting & late, "another lane starves"
            assert request.lane in late or min(waiting, default=2) >= request.lane, "a higher lane"
        self.fresh.clear()

    def is_late(self, lane: int) -> bool:
        return self.clock() - self.since[lane] > PATIENCE * PERIOD - TOLERANCE

    def in_loop(self, act: Callable[[], object], turns: int | None = None) -> None:
        """Do something in the event loop and let every task that can continue do so."""

        async def call() -> None:
            act()
            await self.turns(30 + 12 * len(self.requests) if turns is None else turns)

        self.portal.call(call)
        if turns is None:
            self.check_lanes()

    async def turns(self, count: int) -> None:
        for _ in range(count):
            await anyio.lowlevel.checkpoint()

    def ring(self) -> None:
        for due, changed in tuple(self.timers):
            if due <= self.now:
                changed.set()

    def pass_time(self, seconds: float) -> None:
        """Let every timer ring at its time."""
        end = self.now + seconds
        while (due := min((due for due, _ in self.timers), default=math.inf)) <= end:
            self.now = max(self.now, due)
            self.in_loop(self.ring)
        self.now = end

    def forget_bounds(self, since: float) -> None:
        """Forget what was known: a task has left the queue, or did not send."""
        for request in self.requests:
            if request.waits and request.asked <= since:
                request.bound = 0.0

    @initialize(limit=st.integers(1, 6), burst=st.integers(1, 6))
    def begin(self, limit: int, burst: int) -> None:
        self.limit = limit
        self.limits = [(-math.inf, limit)]
        self.limiter = self.bucket(
            limit, PERIOD, min(limit, burst), clock=self.clock, _wait=self.wait
        )

    @rule(count=st.integers(1, 4), lane=st.sampled_from([NORMAL, NORMAL, INTERACTIVE, BACKGROUND]))
    def acquire(self, count: int, lane: int) -> None:
        for _ in range(count):
            bound = self.portal.call(self.limiter.shortest_wait, 0, PRIORITIES[lane])
            if not any(r.waits for r in self.requests if r.lane == lane):
                self.since[lane] = self.clock()
            request = Request(len(self.requests), lane, self.now, bound)
            self.requests.append(request)
            request.task = self.portal.start_task_soon(self.run, request)
            self.in_loop(lambda: None)

    @rule(which=st.integers(0, 9), sent=st.booleans(), again=st.booleans())
    def close(self, which: int, sent: bool, again: bool) -> None:
        under_way = [r for r in self.requests if r.is_open]
        if under_way:
            self.end(under_way[which % len(under_way)], sent=sent, again=again)

    def end(self, request: Request, *, sent: bool, again: bool = False) -> None:
        permit = request.permit
        assert permit is not None
        request.closed, request.sent = self.now, sent
        if not sent:
            # It was in line before these: that it would not send was not known to them.
            self.forget_bounds(request.granted)
        self.in_loop(permit.done if sent else permit.unsent)
        if again:
            self.in_loop(permit.unsent)
            self.in_loop(permit.done)

    @rule(which=st.integers(0, 9), after=st.integers(0, 8))
    def cancel(self, which: int, after: int) -> None:
        waiting = [r for r in self.requests if r.waits]
        if waiting:
            request = waiting[which % len(waiting)]
            self.forget_bounds(self.now)
            earlier = self.requests[: request.number]
            if not any(r.waits for r in earlier if r.lane == request.lane):
                self.since[request.lane] = self.clock()
            # Also while it is being granted.
            self.in_loop(self.ring, after)
            assert request.scope is not None
            self.in_loop(request.scope.cancel)

    @rule(seconds=st.floats(-5, 100))
    def cool_down(self, seconds: float) -> None:
        self.shut_until = max(self.shut_until, self.now + seconds)
        self.in_loop(lambda: self.limiter.cool_down(seconds))

    @rule(limit=st.integers(1, 8))
    def set_limit(self, limit: int) -> None:
        if limit > self.limit:
            self.forget_bounds(self.now)
        self.limit = limit
        self.limits.append((self.now, limit))
        self.in_loop(lambda: self.limiter.set_limit(limit))

    def highest_limit(self, start: float, end: float) -> int:
        """The highest that was in force in between."""
        ends = [since for since, _ in self.limits[1:]] + [math.inf]
        return max(
            limit
            for (since, limit), until in zip(self.limits, ends, strict=True)
            if since <= end and until >= start
        )

    @rule(seconds=st.floats(0, 20) | st.sampled_from([60.0, HOLD, 61.0]))
    def sleep(self, seconds: float) -> None:
        self.pass_time(seconds)

    @rule(seconds=st.floats(1, 300))
    def stall(self, seconds: float) -> None:
        """The whole loop stands still."""
        self.now += seconds
        self.in_loop(self.ring)

    @rule(seconds=st.floats(0, 90))
    def set_clock_back(self, seconds: float) -> None:
        self.behind += seconds

    @invariant()
    def never_above_the_limit_in_any_window(self) -> None:
        # The server may see a request at any time from its grant to its end.
        sent = [r for r in self.grants if r.sent]
        for start in [r.closed for r in sent if r.closed < math.inf] + [self.now]:
            seen = [r for r in sent if r.closed >= start and r.granted < start + PERIOD]
            first = min((r.granted for r in seen), default=start)
            assert len(seen) <= self.highest_limit(min(first, start), start + PERIOD)

    @invariant()
    def accounts_agree(self) -> None:
        for request in self.requests:
            if request.task is not None and request.task.done():
                request.task.result()
        if self.requests:
            stats, core = self.limiter.stats, self.limiter._core
            waiting = sum(1 for r in self.requests if r.waits)
            assert stats.waiting == self.limiter._waiting == waiting
            assert stats.granted == len(self.grants)
            assert core.open_slots == sum(1 for r in self.requests if r.is_open)

    @invariant()
    def no_task_waits_for_a_free_slot(self) -> None:
        if any(r.waits for r in self.requests):
            assert self.timers
            if min(due for due, _ in self.timers) > self.now:
                assert self.limiter._core.delay(self.clock(), BACKGROUND) > 0

    def teardown(self) -> None:
        if not hasattr(self, "limiter"):
            return
        begin, waiting = self.now, sum(1 for r in self.requests if r.waits)
        enough = (
            self.behind
            + max(0.0, self.shut_until - self.now)
            + (waiting + 1) / (RATE_OF_A_SLOT * self.limit)
            + (waiting // self.limit + 1) * HOLD
            # For as long, something is left to interactive requests.
            + PERIOD
            # After a lower limit, what is above it has to come back.
            + HOLD
        )
        while any(r.waits or r.is_open for r in self.requests):
            for request in self.requests:
                if request.is_open:
                    self.end(request, sent=True)
            if any(r.waits for r in self.requests):
                self.pass_time(min(due for due, _ in self.timers) - self.now)
            assert self.now - begin <= enough + 1, "starved"
        self.never_above_the_limit_in_any_window()
        self.accounts_agree()
        self.now += self.behind + HOLD + 1
        core = self.limiter._core
        core.delay(self.clock())
        assert (core.free, core.open_slots, self.timers) == (self.limit, 0, [])


@pytest.mark.hypothesis
@pytest.mark.parametrize("loop", ["asyncio", "trio"])
@pytest.mark.parametrize("bucket", [TokenBucket])
def test_whatever_happens(loop: str, bucket: Callable[..., Any]) -> None:
    with anyio.from_thread.start_blocking_portal(loop) as portal:

        class Machine(LimiterMachine):
            def __init__(self) -> None:
                super().__init__(portal, bucket)

        run_state_machine_as_test(Machine, settings=settings())
