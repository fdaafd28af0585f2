"""The permits of one process, and which of them the shared state has yet to learn of."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable
from typing import Literal

import attrs

from journeybee.limits.shared.contact import Limits
from journeybee.limits.slots import MARGIN, SlotBucket

Kind = Literal["held", "done", "unsent", "cool"]


@attrs.frozen
class Report:
    """What became of a permit `age` seconds ago.

    A cool-down (`kind` is "cool") has no permit, and lies ahead: its `age` is negative.
    """

    kind: Kind
    permit: str
    age: float


@attrs.frozen
class _Entry:
    kind: Kind
    since: float


class PermitLedger:
    """Keeps the permits of the last `keep` seconds. Thread-safe.

    A shared state that was lost is rebuilt from it, and a process that is cut off counts it
    against its own share. Entries are pending until the shared state acknowledges them.
    """

    def __init__(self, keep: float, clock: Callable[[], float]) -> None:
        self._keep = keep
        self._clock = clock
        self._lock = threading.RLock()
        self._entries: dict[str, _Entry] = {}
        self._pending: dict[str, _Entry] = {}
        self._gate = -math.inf
        self._gate_pending = False
        self._gate_sent = -math.inf

    def begin_after_fork(self) -> None:
        """In a forked process: the permits are those of the parent, the cool-down is for both."""
        self._lock = threading.RLock()
        self._entries, self._pending = {}, {}

    def record(self, kind: Kind, permit: str, *, pending: bool = True) -> None:
        """Record what became of a permit; `pending=False` when the shared state knows already."""
        with self._lock:
            entry = _Entry(kind, self._clock())
            if kind == "unsent":
                self._entries.pop(permit, None)
            else:
                self._entries[permit] = entry
            if pending:
                self._pending[permit] = entry

    def cool_down(self, seconds: float, *, pending: bool = True) -> None:
        """Record a cool-down that starts now; never shortens an earlier one."""
        with self._lock:
            gate = self._clock() + seconds
            if gate > self._gate:
                self._gate = gate
                self._gate_pending = self._gate_pending or pending

    def cool_down_left(self) -> float:
        """Seconds until the known cool-down ends, 0 when there is none."""
        with self._lock:
            return max(0.0, self._gate - self._clock())

    def pending(self) -> list[Report]:
        """What the shared state has not acknowledged yet."""
        with self._lock:
            now = self._clock()
            reports = [
                Report(entry.kind, permit, now - entry.since)
                for permit, entry in self._pending.items()
            ]
            if self._gate_pending and self._gate > now:
                reports.append(Report("cool", "", now - self._gate))
                self._gate_sent = self._gate
            return reports

    def acknowledged(self, reports: list[Report]) -> None:
        """Clear these from the pending entries, unless permit or cool-down has changed since."""
        with self._lock:
            for report in reports:
                entry = self._pending.get(report.permit)
                if entry is not None and entry.kind == report.kind:
                    del self._pending[report.permit]
                elif report.kind == "cool":
                    self._gate_pending = self._gate > self._gate_sent

    def mark_all_pending(self) -> None:
        """Report everything again: the shared state may have lost it."""
        with self._lock:
            self._pending = {**self._entries, **self._pending}
            self._forget()
            self._gate_pending = True

    @property
    def is_empty(self) -> bool:
        """Whether no permit counts any more."""
        with self._lock:
            self._forget()
            return not self._entries

    def share(self, size: int, limits: Limits, reserved_from: float, free: int = 0) -> SlotBucket:
        """A bucket of so many slots for this process alone, in which its latest permits count.

        From `reserved_from` on, the shared state lends none of them to another process. What other
        processes may have been lent until then counts here too, but for `free` slots.
        """
        with self._lock:
            self._forget()
            now = self._clock()
            burst = max(1, min(size, limits.burst // 4))
            bucket = SlotBucket(size, limits.period, burst, now)
            hold = limits.period * (1 + MARGIN)
            held = sum(entry.kind == "held" for entry in self._entries.values())
            back = [e.since + hold for e in self._entries.values() if e.kind != "held"]
            back = sorted(moment for moment in back if moment > reserved_from)
            for _ in range(min(held, size)):
                bucket.take()
            for moment in back[-bucket.free :] if bucket.free else ():
                bucket.occupy(moment)
            while bucket.free > free:
                bucket.occupy(reserved_from + limits.counts)
            # A cool-down applies here too, and the start is paced.
            bucket.cool_down(now, max(0.0, self._gate - now))
            return bucket

    def _forget(self) -> None:
        oldest = self._clock() - self._keep
        self._entries = {p: e for p, e in self._entries.items() if e.since > oldest}
        # During a long outage nothing is acknowledged.
        self._pending = {p: e for p, e in self._pending.items() if e.since > oldest}
