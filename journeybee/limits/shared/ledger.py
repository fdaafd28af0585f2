"""What one process was granted of a limit it shares, and what it has not told the others yet."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable
from typing import Literal

import attrs

from journeybee.limits.slots import SlotBucket

Kind = Literal["held", "done", "unsent", "cool"]


@attrs.frozen
class Report:
    """A piece of news: what became of a permit `age` seconds ago.

    A cool-down (`kind` is "cool") has no permit, and lies ahead: its `age` is negative.
    """

    kind: Kind
    permit: str
    age: float


@attrs.frozen
class _Entry:
    kind: Kind
    since: float


class Account:
    """Keeps the permits of the last `keep` seconds. Any thread may use it.

    It is what a shared state that was lost is rebuilt from, and what a process that is left to
    itself counts against its own share.
    """

    def __init__(self, keep: float, clock: Callable[[], float]) -> None:
        self._keep = keep
        self._clock = clock
        self._lock = threading.RLock()
        self._entries: dict[str, _Entry] = {}
        self._news: dict[str, _Entry] = {}
        self._gate = -math.inf
        self._gate_is_news = False

    def begin_after_fork(self) -> None:
        """In a forked process: the permits are those of the parent, the cool-down is for both."""
        self._lock = threading.RLock()
        self._entries, self._news = {}, {}

    def note(self, kind: Kind, permit: str, *, news: bool = True) -> None:
        """Write down what became of a permit; no news is what the others know already."""
        with self._lock:
            entry = _Entry(kind, self._clock())
            if kind == "unsent":
                self._entries.pop(permit, None)
            else:
                self._entries[permit] = entry
            if news:
                self._news[permit] = entry

    def cool_down(self, seconds: float, *, news: bool = True) -> None:
        """Write down a cool-down that lasts from now on; never shortens an earlier one."""
        with self._lock:
            gate = self._clock() + seconds
            if gate > self._gate:
                self._gate = gate
                self._gate_is_news = self._gate_is_news or news

    def cool_down_left(self) -> float:
        """Seconds until the cool-down that is known of ends, 0 when there is none."""
        with self._lock:
            return max(0.0, self._gate - self._clock())

    def reports(self) -> list[Report]:
        """All news, to be told and then to be marked with `told`."""
        with self._lock:
            now = self._clock()
            reports = [
                Report(entry.kind, permit, now - entry.since)
                for permit, entry in self._news.items()
            ]
            if self._gate_is_news and self._gate > now:
                reports.append(Report("cool", "", now - self._gate))
            return reports

    def told(self, reports: list[Report]) -> None:
        """Forget the news among these, unless there is newer about the same permit."""
        with self._lock:
            for report in reports:
                entry = self._news.get(report.permit)
                if entry is not None and entry.kind == report.kind:
                    del self._news[report.permit]
                elif report.kind == "cool":
                    self._gate_is_news = False

    def all_is_news(self) -> None:
        """The others may have lost what they were told: tell everything again."""
        with self._lock:
            self._news = {**self._entries, **self._news}
            self._forget()
            self._gate_is_news = True

    @property
    def is_empty(self) -> bool:
        """Whether nothing that was granted counts any more."""
        with self._lock:
            self._forget()
            return not self._entries

    def share(self, limit: int, period: float, burst: int, *, spare: int) -> SlotBucket:
        """A limiter for this process alone, in which what it was granted lately counts.

        Of the slots that it has not used, `spare` are free at once, and the rest after a period:
        until then, others may have used them on top of their own share.
        """
        with self._lock:
            self._forget()
            now = self._clock()
            # Those under way take a slot for sure, then the latest.
            entries = sorted(self._entries.values(), key=lambda e: (e.kind == "held", e.since))
            entries = entries[-limit:]
            start = min([now, *(entry.since for entry in entries)])
            bucket = SlotBucket(limit, period, burst, start)
            used = max(len(entries), limit - spare)
            for _ in range(used):
                bucket.take()
            for entry in entries:
                if entry.kind == "done":
                    bucket.done(entry.since)
            for _ in range(used - len(entries)):
                bucket.done(now)
            # The gate of the others holds here too. The start is paced, and late if there was
            # anything before it: shares are equal, what each had before may not have been.
            pause = period / limit if entries else 0.0
            bucket.cool_down(now, max(pause, self._gate - now))
            return bucket

    def _forget(self) -> None:
        oldest = self._clock() - self._keep
        self._entries = {p: e for p, e in self._entries.items() if e.since > oldest}
        # During a long outage, nobody takes the news.
        self._news = {p: e for p, e in self._news.items() if e.since > oldest}
