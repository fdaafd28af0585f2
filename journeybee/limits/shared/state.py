"""Client of the shared state: runs in worker threads, reports permits, notices outages."""

from __future__ import annotations

import logging
import math
import os
import secrets
import threading
import time
import weakref
from collections.abc import Callable, Mapping
from typing import Any

import attrs

from journeybee.limits.shared.ledger import PermitLedger
from journeybee.limits.slots import MARGIN, PACE, SlotBucket

_log = logging.getLogger("journeybee.limits")

# How late a client may ask for the permit its ticket is for; longer than a busy loop stalls.
_LATE = 1.0
_SHORTEST_WAIT = 0.001
_LONGEST_TEXT = 200


class UnavailableError(Exception):
    """Raised inside the package: the shared state cannot be reached or used."""


@attrs.frozen
class Limits:
    """The limit: see `RedisTokenBucket`. Times in seconds."""

    limit: int
    period: float
    burst: int
    lease: float

    def arguments(self) -> dict[str, int]:
        """What the script takes of it, times in microseconds."""
        return {
            "limit": self.limit,
            "burst": self.burst,
            "period": round(self.period * (1 + MARGIN) * 1e6),
            "lease": round(self.lease * 1e6),
            "interval": round(self.period / self.limit / PACE * 1e6),
        }


@attrs.frozen
class Answer:
    """Whether the permit asked for is granted, and when to ask for the next, in seconds."""

    granted: bool
    wait: float


Script = Callable[[Mapping[str, Any]], Mapping[str, Any]]
"""Runs `limit.lua` with its argument; returns its result."""


def tick_later(seconds: float, state: SharedStateClient) -> threading.Timer:
    """Call `state.tick` after that time, unless the timer is cancelled or the state is gone."""
    # The timer must not keep a limiter alive that is not referenced any more.
    timer = threading.Timer(seconds, _tick, (weakref.ref(state),))
    timer.daemon = True
    timer.start()
    return timer


def _tick(reference: weakref.ref[SharedStateClient]) -> None:
    state = reference()
    if state is not None:
        state.tick()


class SharedStateClient:
    """Asks for permits and reports what became of them; during an outage it probes by timer.

    `run` runs the script, and raises one of `errors` when it fails.
    """

    def __init__(
        self,
        run: Script,
        errors: tuple[type[Exception], ...],
        limits: Limits,
        *,
        probe_interval: float,
        clock: Callable[[], float] = time.monotonic,
        _later: Callable[[float, SharedStateClient], threading.Timer] = tick_later,
    ) -> None:
        self._run = run
        self._errors = errors
        self._limits = limits
        self._arguments = limits.arguments()
        self._clock = clock
        self._later = _later
        self._seen = (-math.inf, limits.limit)
        self.ledger = PermitLedger(limits.period * (1 + MARGIN) + limits.lease, clock)
        # No slot is due back until a period after it was lent: time enough for the next call to
        # carry the report along.
        self._report_within = limits.period / 4
        self._probe_interval = probe_interval
        self._id = secrets.token_hex(6)
        self._known = ""
        self._lock = threading.RLock()
        self._timer: threading.Timer | None = None
        self._failure: str | None = None

    def begin_after_fork(self) -> None:
        """In a forked process, where no other thread of the parent runs."""
        self._lock = threading.RLock()
        self._timer = None
        # Only a timer would end an outage here; the next call finds out as well.
        self._failure = None
        self.ledger.begin_after_fork()

    @property
    def failure(self) -> str | None:
        """Why the shared state is out of reach, or None when it is not."""
        return self._failure

    @property
    def client(self) -> str:
        """The name of this process; a forked process has its own."""
        return f"{self._id}-{os.getpid()}"

    def share(self, part: float) -> SlotBucket:
        """A bucket for this process alone; the parts of all processes stay within the limit."""
        limits = self._limits
        when, free = self._seen
        # An older figure says nothing.
        free = free if self._clock() - when < limits.period else limits.limit
        return self.ledger.share(
            max(1, int(limits.limit * part)),
            limits.period,
            max(1, int(limits.burst * part)),
            spare=int(free * part),
        )

    def ask(self, client: str, permit: str, *, more: bool) -> Answer:
        """Ask for a permit of that name, and when `more` are wanted, for a place in the queue.

        The queue is one of clients: each event loop of a process is one.

        Raises:
            UnavailableError: the shared state cannot be reached or used.
        """
        try:
            answer = self._call(client, permit, more=more)
        except UnavailableError as error:
            # It may have been granted all the same.
            self.ledger.record("unsent", permit)
            self._fail(error)
            raise
        if answer.granted:
            self.ledger.record("held", permit, pending=False)
        return answer

    def report_later(self) -> None:
        """Report with the next call, or by timer."""
        with self._lock:
            if self._timer is None:
                self._start_timer(self._report_within)

    def report_now(self) -> None:
        """Report at once."""
        if self._failure is None:
            self._later(0, self)

    def report(self) -> None:
        """Report what is pending; during an outage, probe whether it is over."""
        if self._failure is None and not self.ledger.pending():
            return
        try:
            self._call()
        except UnavailableError as error:
            self._fail(error)
        else:
            self._succeed()

    def close(self) -> None:
        """Report what is pending, and stop the timer unless it probes an outage."""
        self.report()
        with self._lock:
            if self._timer is not None and self._failure is None:
                self._timer.cancel()
                self._timer = None

    def tick(self) -> None:
        """What the timer calls."""
        with self._lock:
            self._timer = None
            ages = [math.inf if r.kind == "cool" else r.age for r in self.ledger.pending()]
            left = self._report_within - max(ages, default=math.inf)
            # Calls carried the older reports along: the rest may wait for its own time.
            if self._failure is None and left > 0:
                self._start_timer(left + _SHORTEST_WAIT)
                return
        self.report()

    def _call(self, client: str = "", permit: str = "", *, more: bool = False) -> Answer:
        # A lost state is noticed by the first call; the second rebuilds it.
        for _ in range(3):
            known = "" if self.ledger.is_empty else self._known
            reports = self.ledger.pending()
            ask = {
                **self._arguments,
                "client": client,
                "permit": permit,
                "known": known,
                "more": more,
                "late": round(_LATE * 1e6),
                "reports": [(r.kind, r.permit, round(r.age * 1e6)) for r in reports],
            }
            try:
                answer = self._run(ask)
            except self._errors as error:
                self._known = "?"
                self.ledger.mark_all_pending()
                text = f"{type(error).__name__}: {error}"
                raise UnavailableError(text[:_LONGEST_TEXT]) from error
            self._known = answer["name"]
            self._seen = self._clock(), answer["free"]
            self.ledger.acknowledged(reports)
            self.ledger.cool_down(answer["gate"] / 1e6, pending=False)
            if answer["answer"] != "LOST":
                return Answer(answer["answer"] == "GRANTED", answer["wait"] / 1e6)
            self.ledger.mark_all_pending()
        return Answer(granted=False, wait=_LATE)

    def _fail(self, error: UnavailableError) -> None:
        with self._lock:
            if self._failure is None:
                # As text: the exception would keep all that its frames hold alive.
                self._failure = str(error)
                _log.warning("the shared rate limit cannot be reached: %s", self._failure)
            if self._timer is not None:
                self._timer.cancel()
            self._start_timer(self._probe_interval)

    def _succeed(self) -> None:
        with self._lock:
            if self._failure is None:
                return
            self._failure = None
            _log.info("the shared rate limit is back")

    def _start_timer(self, seconds: float) -> None:
        self._timer = self._later(seconds, self)
