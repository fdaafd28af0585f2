"""Short versions of what `python -m tests.paging_proofs` measures at length."""

from __future__ import annotations

import pytest

from tests.paging_proofs import (
    lost_and_doubled,
    memory_growth,
    seconds_in_virtual_time,
    seconds_of_the_limit,
)

pytestmark = pytest.mark.thorough


def test_prefetching_four_pages_is_three_and_a_half_times_as_fast() -> None:
    assert seconds_in_virtual_time(0) >= 3.5 * seconds_in_virtual_time(4)


def test_under_the_limit_prefetching_takes_the_time_of_the_limit() -> None:
    assert seconds_in_virtual_time(4, 100) <= 1.05 * seconds_of_the_limit(100)


def test_a_killed_drain_goes_on_without_a_row_lost_or_doubled() -> None:
    assert lost_and_doubled(3, rows=3_000) == (0, 0, 3)


def test_memory_does_not_grow_with_the_list() -> None:
    traced, _ = memory_growth(10_000, 4)
    # Resident memory of a process that has run other tests before says nothing.
    assert traced < 2 * 2**20
