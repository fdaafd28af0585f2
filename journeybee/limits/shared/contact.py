"""A call of the shared state: the limit, the answer, and what is known from the last one."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import attrs

from journeybee.limits.lanes import PATIENCE, RESERVED_BURST, RESERVED_SLOTS
from journeybee.limits.slots import MARGIN, PACE

# Two clocks drift apart by less than this part.
DRIFT = 0.001
# The state keeps the name of its epoch for longer than that, in seconds.
_EPOCH_IS_KEPT = 86_400.0
# How late a client may ask for the permit its ticket is for; longer than a busy loop stalls.
LATE = 1.0


class UnavailableError(Exception):
    """Raised inside the package: the shared state cannot be reached or used.

    Attributes:
        shut_out: it serves other processes, so that this one must not go on alone.
    """

    def __init__(self, reason: str, *, shut_out: bool = False) -> None:
        super().__init__(reason)
        self.shut_out = shut_out


@attrs.frozen
class Answer:
    """Whether the permit asked for is granted, and when to ask for the next, in seconds."""

    granted: bool
    wait: float


@attrs.define
class SharedEvents:
    """How often the state was lost, this process was cut off, and it was back."""

    losses: int = 0
    outages: int = 0
    returns: int = 0


Script = Callable[[Mapping[str, Any]], Mapping[str, Any]]
"""Runs `state.lua` with its argument; returns its result or raises UnavailableError."""


@attrs.frozen
class Limits:
    """The limit: see `RedisTokenBucket`. Times in seconds.

    Attributes:
        limit: as it is to begin with.
        counts: how long a permit may count.
        silent: after how long without a call the share of a process is reserved for it ...
        absent: ... and after how long no more.
    """

    limit: int
    period: float
    burst: int
    lease: float

    @property
    def counts(self) -> float:
        return self.period * (1 + MARGIN) + self.lease

    @property
    def silent(self) -> float:
        return silent(self.period)

    @property
    def absent(self) -> float:
        return 10 * self.counts

    def arguments(self) -> dict[str, object]:
        """What the script takes of it, times in microseconds."""
        seconds = {
            "period": self.period * (1 + MARGIN),
            "lease": self.lease,
            "pace": self.period / PACE,
            "silent": self.silent,
            "absent": self.absent,
            "late": LATE,
            "patience": PATIENCE * self.period,
        }
        microseconds = {name: round(value * 1e6) for name, value in seconds.items()}
        return {
            "burst": self.burst,
            "kept_tokens": RESERVED_BURST,
            "kept_slots": RESERVED_SLOTS,
            **microseconds,
        }


@attrs.frozen
class Contact:
    """A call that was answered: when on the own clock, and what the state was then.

    Attributes:
        now: the clock of the state, in microseconds.
        limit: in force.
        own: the limit that this process has there; none above it is in force without its call.
    """

    sent: float
    received: float
    epoch: str
    grants: int
    now: int
    lent: int
    tokens: float
    share: int
    limit: int
    own: int

    @classmethod
    def of(cls, reply: Mapping[str, Any], sent: float, received: float) -> Contact:
        names = ("epoch", "grants", "lent", "tokens", "share", "limit", "own")
        return cls(sent, received, now=int(reply["now"]), **{name: reply[name] for name in names})

    def latest(self, time: float) -> int:
        """The latest that the clock of the state can show at that time of the own clock."""
        return self.now + round((time - self.sent) * (1 + DRIFT) * 1e6)

    def is_contradicted_by(
        self, reply: Mapping[str, Any], sent: float, received: float, patience: float
    ) -> bool:
        """Whether the clock of the state was set forward in between.

        A call takes less than `patience`, or it was given up.
        """
        if reply["answer"] == "LATE":
            # Or it was this process that was late.
            return received - sent < patience
        return int(reply["now"]) > self.latest(received) + 1000

    def known_at(self, time: float) -> dict[str, object]:
        """What the script compares with the state, to see whether that was lost."""
        known = self.epoch if time - self.received < _EPOCH_IS_KEPT else ""
        return {
            "known": known,
            "grants": self.grants,
            "share": self.share,
            "in_force": self.limit,
        }

    def most_granted(self, limits: Limits, time: float) -> int | None:
        """The most permits that can count at that time, None after a silence.

        For others may have sent on their own meanwhile, or agreed on a higher limit.
        """
        elapsed = time - self.sent
        if elapsed > limits.silent:
            return None
        granted = math.ceil(self.tokens + elapsed * self.own / limits.period)
        return min(self.own, self.lent + granted)

    def free_at_once(self, limits: Limits) -> int:
        """How many slots this process may use before its share is reserved for it.

        Free even if others are granted all that the tokens allow until then, and all other
        processes that are cut off use their shares.
        """
        granted = math.ceil(self.tokens + limits.silent * (1 + DRIFT) * self.limit / limits.period)
        return max(0, self.limit - self.lent - granted - (fallback(self.limit) - self.share))


def silent(period: float) -> float:
    """After how long without a call a process may be cut off."""
    # A process calls four times in a period: a little more than the time between two calls.
    return 0.375 * period


def fallback(limit: int) -> int:
    """Requests in a period for all processes that are cut off."""
    return limit // 4


UNKNOWN: dict[str, object] = {"known": "", "grants": 0, "share": 0, "in_force": 0}
"""What a process sends in place of `Contact.known_at` before its first call."""
