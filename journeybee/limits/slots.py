"""The arithmetic of slots: never more than `limit` arrivals at the server in any `period`.

Slots give the guarantee. Each of `limit` slots is lent to one request and can be lent again a
little more than `period` after that request's response headers: two requests on one slot arrive
at least `period` apart however long they are under way, so `limit` slots cannot bring more than
`limit` arrivals into any `period`. The token bucket in front only spreads the requests out.
"""

from __future__ import annotations

import heapq
import math

from journeybee.limits.lanes import INTERACTIVE, NORMAL, RESERVED_BURST, RESERVED_SLOTS

# Makes up for clocks that run at slightly different speeds: 0.1 s in 60 s.
MARGIN = 1 / 600
# A little slower than the slots come back, so that bursts flatten out instead of repeating.
PACE = 0.98
# Seconds closer than this are equal: waiting for less need not move a float clock.
ROUNDING = 1e-6


class SlotBucket:
    """The arithmetic: no clock and no waiting; every call is passed the time in seconds."""

    def __init__(self, limit: int, period: float, burst: int, now: float) -> None:
        self.period = period
        self._largest_burst = burst
        self._adopt(limit)
        self.free = limit
        self._hold = period * (1 + MARGIN)
        self._tokens = float(self.burst)
        self._returns: list[float] = []
        self._gate = -math.inf
        self._time = now
        self._reserved_until = -math.inf
        self._lent_to_others = -math.inf

    def _adopt(self, limit: int) -> None:
        self.limit = limit
        self.burst = min(self._largest_burst, limit)
        # A share during an outage may be nothing.
        self._rate = PACE * max(1, limit) / self.period
        self._kept_tokens = int(RESERVED_BURST * self.burst)
        self._kept_slots = int(RESERVED_SLOTS * limit)

    def set_limit(self, now: float, limit: int) -> None:
        """Change the number of slots; after fewer, that many come back before one is lent."""
        self._advance(now)
        self.free += limit - self.limit
        self._adopt(limit)
        self._tokens = min(self._tokens, self.burst)

    @property
    def used(self) -> int:
        """How many requests count now: under way, or answered within the period."""
        return self.limit - self.free

    @property
    def open_slots(self) -> int:
        """How many slots are lent to requests that have not answered yet."""
        return self.limit - self.free - len(self._returns)

    def delay(self, now: float, lane: int = NORMAL) -> float:
        """Seconds until a request may go: 0 for now, infinity for when a slot comes back."""
        shut = self.gate_delay(now)
        reserved = lane != INTERACTIVE and self._time < self._reserved_until
        if not (shut or reserved) and self.free > 0 and self._tokens >= 1:
            return 0.0
        # Tokens do not grow while the gate is shut.
        delay = shut + max(0.0, 1 - self._tokens) / self._rate
        if self.free < 1:
            delay = max(delay, self._next_return())
        if reserved:
            delay = max(delay, self._delay_of_others())
        return delay if delay > ROUNDING else 0.0

    def _next_return(self) -> float:
        # More than one has to come back after the limit was lowered.
        before = max(0, -self.free)
        if before >= len(self._returns):
            return math.inf
        back = sorted(self._returns)[before] if before else self._returns[0]
        return back - self._time

    def _delay_of_others(self) -> float:
        """Seconds until a request may go that leaves to the interactive ones what is theirs."""
        tokens = max(0.0, 1 + self._kept_tokens - self._tokens) / self._rate
        free = self.free - self._kept_slots
        if free < 1:
            return max(tokens, self._next_return())
        # Evenly until the next slot comes back: none must be without one in between.
        since = self._time - self._lent_to_others
        return max(tokens, self._next_return() / free - since if self._returns else 0.0)

    def shortest_wait(self, now: float, ahead: int) -> float:
        """Seconds until a request may go at the earliest, if `ahead` others are sent before it."""
        shut = self.gate_delay(now)
        # A request that is under way may still turn out unsent and give slot and token back.
        missing = ahead + 1 - self._tokens - self.open_slots
        # Those ahead use each slot once a turn; all of them in a turn before the last one's.
        turns, place = divmod(ahead, self.limit)
        place -= self.free + self.open_slots
        slot = sorted(self._returns)[place] - self._time if place >= 0 else 0.0
        return max(shut + missing / self._rate, max(shut, slot) + turns * self._hold)

    def take(self, lane: int = NORMAL) -> None:
        """Lend a slot; allowed when `delay` has just been 0."""
        self.free -= 1
        self._tokens -= 1
        if lane == INTERACTIVE:
            # More of them may come: the other lanes leave something to them.
            self._reserved_until = self._time + self.period
        else:
            self._lent_to_others = self._time

    def occupy(self, until: float) -> None:
        """Lend a slot that comes back at that time, without a token."""
        self.free -= 1
        heapq.heappush(self._returns, until)

    def done(self, now: float) -> None:
        """Take a slot back whose request may have been sent."""
        self._advance(now)
        heapq.heappush(self._returns, self._time + self._hold)

    def unsent(self, now: float) -> None:
        """Take a slot back whose request was not sent, and its token."""
        self._advance(now)
        self.free += 1
        # During a cool-down the bucket stays as good as empty.
        self._tokens = min(self._tokens + 1, self.burst if self._time >= self._gate else 1)

    def settle(self, now: float) -> None:
        """Take all slots back that are lent, from requests which may have been sent."""
        for _ in range(self.open_slots):
            self.done(now)

    def cool_down(self, now: float, seconds: float) -> None:
        """Shut the gate for that long and let the start after it be paced, not a burst."""
        self._advance(now)
        self._gate = max(self._gate, self._time + seconds)
        self._tokens = min(self._tokens, 1.0)

    def gate_delay(self, now: float) -> float:
        """Seconds until the gate opens, 0 when it is open."""
        self._advance(now)
        return max(0.0, self._gate - self._time)

    def _advance(self, now: float) -> None:
        earlier = self._time
        # A clock that was set back stands still until it has caught up: late, but never early.
        self._time = max(self._time, now)
        refilled = max(0.0, self._time - max(earlier, self._gate))
        self._tokens = min(self.burst, self._tokens + refilled * self._rate)
        while self._returns and self._returns[0] <= self._time + ROUNDING:
            heapq.heappop(self._returns)
            self.free += 1
