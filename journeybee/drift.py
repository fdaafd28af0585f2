"""Counts and logs where responses differ from the spec."""

from __future__ import annotations

import logging
import threading
from collections import Counter
from typing import TYPE_CHECKING

from journeybee.concurrency.forks import begin_after_forks

if TYPE_CHECKING:
    from journeybee_api._runtime import Drift

_log = logging.getLogger("journeybee.drift")
# Bounds memory against a server with ever new names.
_MOST_KINDS = 1000


class _Turns:
    """One lock for all counters, which can then be copied and pickled."""

    def __init__(self) -> None:
        self.begin_after_fork()
        begin_after_forks(self)

    def begin_after_fork(self) -> None:
        # Reentrant, because the garbage collector may run any code in the middle of a count.
        self.lock = threading.RLock()


_turns = _Turns()


class DriftCounter(Counter[tuple[str, str]]):
    """How often each (model, field) differed from the spec; the first time is logged."""

    def note(self, drift: Drift) -> None:
        """Count a difference, and log it if it is the first of its model and field."""
        key = (drift.model, drift.field[:100])
        with _turns.lock:
            is_first = key not in self
            if is_first and len(self) >= _MOST_KINDS:
                return
            self[key] += 1
        if is_first:
            _log.warning("%s %r: %s; not reported again", key[0], key[1], drift.problem)
