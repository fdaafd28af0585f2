"""Objects that reset themselves in a forked process.

Only the forking thread exists in the child: locks of other threads stay locked, their timers never
fire, and requests in progress belong to the parent.
"""

from __future__ import annotations

import os
from typing import Protocol
from weakref import WeakSet


class Forkable(Protocol):
    """Has state to discard in a forked process."""

    def begin_after_fork(self) -> None:
        """Called in the child before any other code runs."""
        ...


_all: WeakSet[Forkable] = WeakSet()


def begin_after_forks(it: Forkable) -> None:
    """Call `it.begin_after_fork` in each process forked from now on, as long as `it` exists."""
    _all.add(it)


def _after_fork() -> None:
    for each in list(_all):
        each.begin_after_fork()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
