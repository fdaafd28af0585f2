"""Timers of a client of the shared state, which do not keep it alive."""

from __future__ import annotations

import threading
import weakref
from typing import Protocol


class Ticking(Protocol):
    """Has something to do when a timer fires."""

    def tick(self) -> None:
        """Called in the thread of the timer."""
        ...


def tick_later(seconds: float, state: Ticking) -> threading.Timer:
    """Call `state.tick` after that time, unless the timer is cancelled or the state is gone."""
    # The timer must not keep a limiter alive that is not referenced any more.
    timer = threading.Timer(seconds, _tick, (weakref.ref(state),))
    timer.daemon = True
    timer.start()
    return timer


def _tick(reference: weakref.ref[Ticking]) -> None:
    state = reference()
    if state is not None:
        state.tick()
