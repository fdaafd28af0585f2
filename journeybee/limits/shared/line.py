"""The queue of one lane in one event loop, and the calls of the first in it."""

from __future__ import annotations

import functools
import math
import threading

import anyio

from journeybee.concurrency.loops import Wakeup
from journeybee.limits.shared.contact import Answer
from journeybee.limits.shared.state import SharedStateClient


class Line:
    """The waiting requests, and when the first of them is to ask."""

    def __init__(self, client: str, lane: int) -> None:
        self.client = client
        self.lane = lane
        self.queue = anyio.Lock(fast_acquire=True)
        self.head: Wakeup | None = None
        self.due = -math.inf


class LineCall:
    """Asks in a thread; a permit that arrives after the wait was cancelled is returned."""

    def __init__(self, state: SharedStateClient, line: Line, name: str) -> None:
        self._state = state
        self._ask = functools.partial(
            state.ask,
            line.client,
            name,
            lane=line.lane,
            more=line.queue.statistics().tasks_waiting > 0,
        )
        self._name = name
        self._lock = threading.Lock()
        self._answer: Answer | None = None
        self._abandoned = False

    def ask(self) -> Answer:
        answer = self._ask()
        with self._lock:
            self._answer = answer
            self._give_back()
        return answer

    def abandon(self) -> None:
        with self._lock:
            self._abandoned = True
            self._give_back()

    def _give_back(self) -> None:
        if self._abandoned and self._answer is not None and self._answer.granted:
            self._state.ledger.record("unsent", self._name)
            self._state.report_later()
