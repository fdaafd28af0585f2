"""Figures that a busy machine spoils, since it sends late."""

from __future__ import annotations

from collections.abc import Callable, Mapping


def in_one_of_three(run: Callable[[], Mapping[str, bool]]) -> None:
    """Runs until every figure is reached, at most three times.

    What must hold in each run, such as the limit, `run` asserts itself.
    """
    found = [run()]
    while not all(found[-1].values()) and len(found) < 3:
        found.append(run())
    assert all(found[-1].values()), found
