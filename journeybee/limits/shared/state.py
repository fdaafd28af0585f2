"""Client of the shared state: when to call it, and how outages begin and end."""

from __future__ import annotations

import logging
import math
import threading
import time
from collections.abc import Callable

from journeybee.limits.setting import ServerLimit
from journeybee.limits.shared.contact import Answer, Limits, Script, UnavailableError
from journeybee.limits.shared.exchange import Exchange
from journeybee.limits.shared.timer import Ticking, tick_later
from journeybee.limits.slots import SlotBucket

_log = logging.getLogger("journeybee.limits")

_SHORTEST_WAIT = 0.001


class SharedStateClient:
    """Asks for permits and reports what became of them; during an outage it probes by timer.

    A process calls at least four times in a period: one that does not may be cut off, and then its
    share is reserved for it. One that has sent nothing for long gives its share up.

    Args:
        patience: the number of seconds after which a call is surely given up.
        queues: whether to wait in the queue of the state for what it does not grant at once.
        on_raise: called when a higher limit is in force, from any thread.
    """

    def __init__(
        self,
        run: Script,
        limits: Limits,
        *,
        probe_interval: float,
        patience: float,
        follow_server: bool = True,
        queues: bool = True,
        on_raise: Callable[[], None] = lambda: None,
        clock: Callable[[], float] = time.monotonic,
        _later: Callable[[float, Ticking], threading.Timer] = tick_later,
    ) -> None:
        self._limits = limits
        self._clock = clock
        self._later = _later
        self._exchange = Exchange(
            run,
            limits,
            patience=patience,
            follow_server=follow_server,
            queues=queues,
            on_raise=on_raise,
            clock=clock,
        )
        self.ledger = self._exchange.ledger
        self.setting = self._exchange.setting
        self.events = self._exchange.events
        # No slot is due back until a period after it was lent: time enough for the next call to
        # carry the report along.
        self._report_within = limits.period / 4
        self._probe_interval = probe_interval
        self._asked = clock()
        self._start()

    def _start(self) -> None:
        self._timer: threading.Timer | None = None
        self._failure: UnavailableError | None = None
        self._probing = False

    def begin_after_fork(self) -> None:
        """In a forked process: no other thread of the parent runs, and its share is its own."""
        # Only a timer would end an outage here; the next call finds out as well.
        self._start()
        self._exchange.begin_after_fork()

    @property
    def lock(self) -> threading.RLock:
        return self._exchange.lock

    @property
    def client(self) -> str:
        """The name of this process; a forked process has its own."""
        return self._exchange.client

    @property
    def limit(self) -> int:
        """The limit in force, as far as this process knows."""
        return self._exchange.limit

    @property
    def used(self) -> int:
        """How many requests of all processes count, as of the last call."""
        contact = self._exchange.contact
        return 0 if contact is None else contact.lent

    @property
    def share_size(self) -> int:
        """How many slots this process has while it is cut off."""
        return self._exchange.share_size

    def share(self) -> SlotBucket | None:
        """A bucket for this process while it is cut off; None when nothing is reserved for it."""
        return self._exchange.share()

    def set_limit(self, limit: int) -> None:
        """Set the limit of all processes; a lower one is in force here at once."""
        self._exchange.set_limit(limit)
        self.report_now()

    def observe(self, server: ServerLimit) -> None:
        """Follow a smaller limit that an answer announces, and report it."""
        if self._exchange.observe(server):
            self.report_now()

    @property
    def failure(self) -> str | None:
        """Why the shared state is out of reach, or None when it is not."""
        return None if self._failure is None else str(self._failure)

    @property
    def may_go_alone(self) -> bool:
        """Whether to send without the shared state; hold `lock` until the permit is recorded."""
        return self._failure is not None and not (self._failure.shut_out or self._probing)

    def ask(self, client: str, permit: str, *, lane: int, more: bool) -> Answer:
        """Ask for a permit of that name, and when `more` are wanted, for a place in the queue.

        The queue is one of clients: each lane of each event loop of a process is one.

        Raises:
            UnavailableError: the shared state cannot be reached or used.
        """
        self._asked = self._clock()
        try:
            answer = self._exchange.call(client, permit, lane=lane, more=more)
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
        """Report at once, in a thread of its own."""
        with self.lock:
            if self._failure is None:
                self._start_timer(0)

    def report(self, *, leaves: bool = False) -> None:
        """Report what is pending; during an outage, probe whether it is over."""
        with self.lock:
            # What is taken alone from here on would be missing in the report.
            self._probing = True
        try:
            self._exchange.call(leaves=leaves)
        except UnavailableError as error:
            self._fail(error)
        else:
            self._succeed()
        finally:
            self._probing = False

    def close(self) -> None:
        """Report what is pending, give the share up, and stop the timer unless it probes."""
        exchange = self._exchange
        if self._failure is None and (
            exchange.is_member or exchange.changed or self.ledger.pending()
        ):
            self.report(leaves=True)
        with self.lock:
            if self._failure is None:
                self._stop_timer()

    def tick(self) -> None:
        """What the timer calls."""
        with self.lock:
            # There may be another one, which was started while this one fired.
            self._stop_timer()
            contact, now = self._exchange.contact, self._clock()
            ages = [math.inf if r.kind == "cool" else r.age for r in self.ledger.pending()]
            if self._exchange.changed:
                ages.append(math.inf)
            if contact is not None and self._exchange.is_member:
                ages.append(now - contact.received)
            # Calls carried the older reports along: the rest may wait for its own time.
            left = self._report_within - max(ages, default=-math.inf)
            if self._failure is None and left > 0:
                if ages:
                    self._start_timer(left + _SHORTEST_WAIT)
                return
            asked = self._asked
            idle = self.ledger.is_empty and now - asked > self._limits.absent / 2
        self.report(leaves=idle)
        if idle and self._asked != asked:
            # A request came meanwhile, perhaps before this process left.
            self.report()

    def _fail(self, error: UnavailableError) -> None:
        with self.lock:
            # Without its traceback, which would keep all alive that its frames hold.
            failure = UnavailableError(str(error), shut_out=error.shut_out)
            if self._failure is None:
                self.events.outages += 1
                _log.warning("the shared rate limit cannot be reached: %s", failure)
            self._failure = failure
            self._start_timer(self._probe_interval)

    def _succeed(self) -> None:
        with self.lock:
            if self._failure is not None:
                self._failure = None
                self.events.returns += 1
                _log.info("the shared rate limit is back")
            if self._exchange.is_member and self._timer is None:
                self._start_timer(self._report_within)

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _start_timer(self, seconds: float) -> None:
        self._stop_timer()
        self._timer = self._later(seconds, self)
