"""A few seeds of what `make simulate` runs at length."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from journeybee.limits import TokenBucket
from tests.limiter_simulation import (
    LATENCIES,
    LIMIT,
    PERIOD,
    SERVERS,
    changes_table,
    heavy,
    simulate,
    simulate_change,
    table,
)
from tests.limiting_servers import Sliding, most_in_a_window


@pytest.mark.parametrize(
    "latency",
    [
        pytest.param(name, marks=pytest.mark.thorough if name == "heavy" else ())
        for name in LATENCIES
    ],
)
@pytest.mark.parametrize("server", SERVERS)
def test_no_429_and_nothing_wasted(server: str, latency: str) -> None:
    for seed in range(2):
        run = simulate(SERVERS[server], LATENCIES[latency], seed=seed, seconds=300)
        assert run.refused == 0
        assert run.most_in_a_window <= LIMIT
        assert run.throughput(60) >= 0.99
        assert run.throughput(300) >= 0.99
        # The first burst waits for nothing.
        assert run.grants[19] == 0


def test_the_simulation_tells_a_limiter_that_does_not_hold() -> None:
    def careless(limit: int, period: float, *, clock: Callable[[], float]) -> TokenBucket:
        return TokenBucket(limit + 3, period, clock=clock)

    run = simulate(Sliding, heavy, seed=0, seconds=300, make_limiter=careless)
    assert run.refused > 0
    assert run.most_in_a_window > LIMIT


def test_the_same_seed_is_the_same_run() -> None:
    assert simulate(Sliding, heavy, seed=1, seconds=70) == simulate(
        Sliding, heavy, seed=1, seconds=70
    )


def test_the_table() -> None:
    rows = list(table(1, 61))[4:]
    assert [row.split("|")[3] for row in rows] == ["0"] * 6


@pytest.mark.thorough
def test_a_limit_that_is_halved_and_set_back() -> None:
    run = simulate_change(seed=0)
    assert run.most_in_a_window <= LIMIT
    assert most_in_a_window(run.halved, PERIOD) <= LIMIT // 2
    # At once after it was set back, and both are used.
    assert sum(moment < PERIOD for moment in run.after) >= 0.97 * LIMIT
    assert run.rate("halved", LIMIT // 2, 1) >= 0.97
    assert len(list(changes_table(1))) == 6
