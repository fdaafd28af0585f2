"""Client of the shared state: runs in worker threads, notices losses and outages."""

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

from journeybee.limits.lanes import NORMAL
from journeybee.limits.shared.contact import (
    DRIFT,
    UNKNOWN,
    Answer,
    Contact,
    Limits,
    Script,
    SharedEvents,
    UnavailableError,
)
from journeybee.limits.shared.ledger import PermitLedger
from journeybee.limits.slots import SlotBucket

_log = logging.getLogger("journeybee.limits")

_SHORTEST_WAIT = 0.001
# How often a call is made again before the shared state is taken for unusable.
_TRIES = 4


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

    A process calls at least four times in a period: one that does not may be cut off, and then its
    share is reserved for it. One that has sent nothing for long gives its share up.

    `patience` is the number of seconds after which a call is surely given up.
    """

    def __init__(
        self,
        run: Script,
        limits: Limits,
        *,
        probe_interval: float,
        patience: float,
        clock: Callable[[], float] = time.monotonic,
        _later: Callable[[float, SharedStateClient], threading.Timer] = tick_later,
    ) -> None:
        self._run = run
        self._limits = limits
        self._arguments = limits.arguments()
        self._patience = patience
        self._clock = clock
        self._later = _later
        self.ledger = PermitLedger(limits.counts, clock)
        self.events = SharedEvents()
        self.lock = threading.RLock()
        # No slot is due back until a period after it was lent: time enough for the next call to
        # carry the report along.
        self._report_within = limits.period / 4
        self._probe_interval = probe_interval
        self._id = secrets.token_hex(6)
        self._asked = -math.inf
        self._start()

    def _start(self) -> None:
        self._contact: Contact | None = None
        self._is_member = False
        self._timer: threading.Timer | None = None
        self._failure: UnavailableError | None = None
        self._probing = False

    def begin_after_fork(self) -> None:
        """In a forked process: no other thread of the parent runs, and its share is its own."""
        self.lock = threading.RLock()
        # Only a timer would end an outage here; the next call finds out as well.
        self._start()
        self.ledger.begin_after_fork()

    @property
    def failure(self) -> str | None:
        """Why the shared state is out of reach, or None when it is not."""
        return None if self._failure is None else str(self._failure)

    @property
    def client(self) -> str:
        """The name of this process; a forked process has its own."""
        return f"{self._id}-{os.getpid()}"

    @property
    def may_go_alone(self) -> bool:
        """Whether to send without the shared state; hold `lock` until the permit is recorded."""
        return self._failure is not None and not (self._failure.shut_out or self._probing)

    def share(self) -> SlotBucket | None:
        """A bucket for this process while it is cut off; None when nothing is reserved for it.

        Together with what the others are granted it stays within the limit: it lends slots again
        that the shared state withholds, and the rest of the share when that is drained.
        """
        limits, contact, now = self._limits, self._contact, self._clock()
        if contact is None or not self._is_member or now - contact.received > limits.absent:
            size, burst = max(1, limits.fallback), max(1, limits.burst // 4)
            bucket = SlotBucket(size, limits.period, burst, now)
            bucket.cool_down(now, self.ledger.cool_down_left())
            return bucket
        if not contact.share:
            return None
        reserved_from = contact.received + limits.silent * (1 + DRIFT)
        free = contact.free_at_once(limits)
        return self.ledger.share(contact.share, limits, reserved_from, free)

    def ask(self, client: str, permit: str, *, lane: int, more: bool) -> Answer:
        """Ask for a permit of that name, and when `more` are wanted, for a place in the queue.

        The queue is one of clients: each lane of each event loop of a process is one.

        Raises:
            UnavailableError: the shared state cannot be reached or used.
        """
        self._asked = self._clock()
        try:
            answer = self._call(client, permit, lane=lane, more=more)
        except UnavailableError as error:
            # It may have been granted all the same.
            self.ledger.record("unsent", permit)
            self._fail(error)
            raise
        if answer.granted:
            self.ledger.record("held", permit, pending=False)
        self._succeed()
        return answer

    def report_later(self) -> None:
        """Report with the next call, or by timer."""
        with self.lock:
            if self._timer is None:
                self._start_timer(self._report_within)

    def report_now(self) -> None:
        """Report at once."""
        if self._failure is None:
            self._later(0, self)

    def report(self, *, leaves: bool = False) -> None:
        """Report what is pending; during an outage, probe whether it is over."""
        with self.lock:
            # What is taken alone from here on would be missing in the report.
            self._probing = True
        try:
            self._call(leaves=leaves)
        except UnavailableError as error:
            self._fail(error)
        else:
            self._succeed()
        finally:
            self._probing = False

    def close(self) -> None:
        """Report what is pending, give the share up, and stop the timer unless it probes."""
        if self._failure is None and (self._is_member or self.ledger.pending()):
            self.report(leaves=True)
        with self.lock:
            if self._timer is not None and self._failure is None:
                self._timer.cancel()
                self._timer = None

    def tick(self) -> None:
        """What the timer calls."""
        with self.lock:
            self._timer = None
            contact, now = self._contact, self._clock()
            ages = [math.inf if r.kind == "cool" else r.age for r in self.ledger.pending()]
            if contact is not None and self._is_member:
                ages.append(now - contact.received)
            # Calls carried the older reports along: the rest may wait for its own time.
            left = self._report_within - max(ages, default=-math.inf)
            if self._failure is None and left > 0:
                if ages:
                    self._start_timer(left + _SHORTEST_WAIT)
                return
            idle = self.ledger.is_empty and now - self._asked > self._limits.absent / 2
        self.report(leaves=idle)

    def _call(
        self,
        client: str = "",
        permit: str = "",
        *,
        lane: int = NORMAL,
        more: bool = False,
        leaves: bool = False,
    ) -> Answer:
        ask: dict[str, object] = {
            **self._arguments,
            "member": self.client,
            "client": client,
            "permit": permit,
        }
        ask |= {"lane": lane, "more": more, "leaves": leaves}
        forward, most = False, None
        for _ in range(_TRIES):
            reports, contact, sent = self.ledger.pending(), self._contact, self._clock()
            ask |= self._known(contact, sent, forward=forward)
            listed = [(r.kind, r.permit, round(r.age * 1e6)) for r in reports]
            ask["reports"] = listed if most is None else [*listed, ("most", "", most)]
            try:
                reply = self._run(ask)
            except UnavailableError:
                self.ledger.mark_all_pending()
                raise
            received = self._clock()
            if contact is not None and self._was_set_forward(contact, reply, sent, received):
                forward = True
                if reply["answer"] == "GRANTED":
                    self.ledger.record("unsent", permit)
            elif reply["answer"] != "LATE":
                self.ledger.acknowledged(reports)
                self.ledger.cool_down(reply["gate"] / 1e6, pending=False)
                self._learn(Contact.of(reply, sent, received), leaves=leaves)
                if reply["answer"] != "LOST":
                    return Answer(reply["answer"] == "GRANTED", reply["wait"] / 1e6)
                most = contact and contact.most_granted(self._limits, received)
                self._lose("its clock was set forward" if forward else "the server lost it")
        raise UnavailableError("its state is lost at every call: does the server evict it?")

    def _known(self, contact: Contact | None, sent: float, *, forward: bool) -> dict[str, object]:
        if contact is None:
            return UNKNOWN
        latest = contact.latest(sent)
        when = {"bound": latest} if forward else {"by": latest + round(self._patience * 1e6)}
        return contact.known_at(sent) | when

    def _was_set_forward(
        self, contact: Contact, reply: Mapping[str, Any], sent: float, received: float
    ) -> bool:
        if reply["answer"] == "LATE":
            # Or it was this process that was late.
            return received - sent < self._patience
        return contact.is_contradicted_by(reply, received)

    def _learn(self, contact: Contact, *, leaves: bool) -> None:
        with self.lock:
            # Threads may get their answers in another order.
            last = self._contact
            if last is None or last.epoch != contact.epoch or last.now <= contact.now:
                self._contact = contact
            self._is_member = not leaves
            if self._is_member and self._timer is None and self._failure is None:
                self._start_timer(self._report_within)

    def _lose(self, reason: str) -> None:
        self.ledger.mark_all_pending()
        self.events.losses += 1
        _log.warning("the shared rate limit starts again: %s", reason)

    def _fail(self, error: UnavailableError) -> None:
        with self.lock:
            # Without its traceback, which would keep all alive that its frames hold.
            failure = UnavailableError(str(error), shut_out=error.shut_out)
            if self._failure is None:
                self.events.outages += 1
                _log.warning("the shared rate limit cannot be reached: %s", failure)
            self._failure = failure
            if self._timer is not None:
                self._timer.cancel()
            self._start_timer(self._probe_interval)

    def _succeed(self) -> None:
        with self.lock:
            if self._failure is None:
                return
            self._failure = None
            self.events.returns += 1
            _log.info("the shared rate limit is back")

    def _start_timer(self, seconds: float) -> None:
        self._timer = self._later(seconds, self)
