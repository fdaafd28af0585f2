"""Objects that reset themselves in a forked process.

Only the thread that forks goes on in the child: the locks that other threads held stay locked,
their timers never fire, and the requests under way are those of the parent.
"""

from __future__ import annotations

import os
from typing import Protocol
from weakref import WeakSet


class Forkable(Protocol):
    """Has state to discard in a forked process."""

    def begin_after_fork(self) -> None:
        """Called in the child before anything else runs there."""
        ...


_all: WeakSet[Forkable] = WeakSet()


def begin_after_forks(it: Forkable) -> None:
    """Call `it.begin_after_fork` in each process that is forked from now on, while `it` exists."""
    _all.add(it)


def _after_fork() -> None:
    for each in list(_all):
        each.begin_after_fork()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
