"""The arithmetic of the limiter: every time is given, nothing waits."""

import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from journeybee.limits.slots import SlotBucket

LIMIT, PERIOD, BURST = 100, 60.0, 20
RATE = 0.98 * LIMIT / PERIOD


def wait_until_granted(core: SlotBucket, now: float) -> float:
    while (delay := core.delay(now)) > 0:
        assert delay < math.inf, "nothing would ever be granted"
        now += delay
    core.take()
    return now


def test_a_burst_goes_at_once_and_the_next_is_paced() -> None:
    core = SlotBucket(LIMIT, PERIOD, BURST, now=0.0)
    for _ in range(BURST):
        assert core.delay(0.0) == 0
        core.take()
    assert core.delay(0.0) == pytest.approx(1 / (0.98 * LIMIT / PERIOD))


def test_a_slot_comes_back_a_period_after_its_response_not_after_its_grant() -> None:
    core = SlotBucket(1, 60.0, 1, now=0.0)
    core.take()
    assert core.delay(500.0) == math.inf
    core.done(500.0)
    assert core.delay(500.0) == pytest.approx(60.1)
    assert core.delay(560.09) > 0
    assert core.delay(560.1) == pytest.approx(0, abs=1e-9)


def test_unsent_gives_slot_and_token_back_at_once() -> None:
    core = SlotBucket(3, 60.0, 3, now=0.0)
    for _ in range(200):
        assert core.delay(0.0) == 0
        core.take()
        core.unsent(0.0)
    assert (core.free, core.open_slots) == (3, 0)


def test_unsent_gives_back_one_token_and_no_more() -> None:
    core = SlotBucket(LIMIT, PERIOD, BURST, now=0.0)
    for _ in range(5):
        core.take()
    core.unsent(0.0)
    assert core.shortest_wait(0.0, BURST) == pytest.approx(1 / RATE)
    for _ in range(4):
        core.done(0.0)
    assert core.shortest_wait(0.0, BURST - 4) == pytest.approx(1 / RATE)


def test_the_bucket_never_holds_more_than_the_burst() -> None:
    core = SlotBucket(LIMIT, PERIOD, BURST, now=0.0)
    core.take()
    core.delay(30.0)
    core.unsent(30.0)
    assert core.shortest_wait(90.0, BURST) == pytest.approx(1 / RATE)


def test_unsent_at_the_end_of_a_cool_down_gives_its_token_back() -> None:
    core = SlotBucket(LIMIT, PERIOD, BURST, now=0.0)
    core.take()
    core.cool_down(0.0, 10.0)
    core.unsent(10.0)
    assert core.shortest_wait(10.0, 1) == 0
    assert core.shortest_wait(10.0, 2) == pytest.approx(1 / RATE)


def test_cool_down_shuts_the_gate_and_the_start_after_it_is_paced() -> None:
    core = SlotBucket(LIMIT, PERIOD, BURST, now=0.0)
    core.cool_down(0.0, 30.0)
    assert core.delay(0.0) == 30.0
    assert core.delay(29.9) == pytest.approx(0.1)
    assert core.delay(30.0) == 0
    core.take()
    # Thirty seconds of refill would be a new burst; the shut gate earned none.
    assert core.delay(30.0) > 0.5


def test_cool_down_is_never_shortened() -> None:
    core = SlotBucket(LIMIT, PERIOD, BURST, now=0.0)
    core.cool_down(0.0, 30.0)
    core.cool_down(0.0, 5.0)
    core.cool_down(1.0, -3.0)
    assert core.delay(1.0) == 29.0


def test_unsent_during_a_cool_down_does_not_refill_the_bucket() -> None:
    core = SlotBucket(LIMIT, PERIOD, BURST, now=0.0)
    for _ in range(5):
        core.take()
    core.cool_down(0.0, 10.0)
    for _ in range(5):
        core.unsent(0.0)
    assert core.delay(10.0) == 0
    core.take()
    assert core.delay(10.0) > 0.5


def test_delay_includes_the_token_that_is_missing_when_the_gate_opens() -> None:
    core = SlotBucket(60, 60.0, 1, now=0.0)
    core.take()
    core.cool_down(0.0, 10.0)
    assert core.delay(0.0) == pytest.approx(10 + 1 / 0.98)


def test_a_clock_set_back_earns_nothing_until_it_has_caught_up() -> None:
    core = SlotBucket(2, 60.0, 2, now=1000.0)
    for _ in range(2):
        core.take()
        core.done(1000.0)
    for now in (990.0, 1000.0, 940.0, 1000.0):
        assert core.delay(now) == pytest.approx(60.1)
    assert core.delay(1060.2) == 0


def test_long_run_throughput_is_close_to_the_limit() -> None:
    core = SlotBucket(LIMIT, PERIOD, BURST, now=0.0)
    now = 0.0
    for _ in range(2000):
        now = wait_until_granted(core, now)
        core.done(now)
    assert 2000 / now > 0.98 * LIMIT / PERIOD


STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["acquire"] * 4 + ["done"] * 3 + ["unsent", "cool_down", "cool_down", "sleep"]
        ),
        st.floats(0, 1, allow_subnormal=False),
        st.floats(-2, 12, allow_subnormal=False),
    ),
    max_size=120,
)


@given(
    limit=st.integers(1, 8),
    burst=st.integers(1, 8),
    start=st.sampled_from([0.0, 1e6]),
    steps=STEPS,
)
@example(limit=2, burst=2, start=0.0, steps=[("acquire", 0.0, 0.0), ("done", 0.0, 0.0)] * 60)
def test_no_schedule_brings_more_than_limit_arrivals_into_a_period(
    limit: int, burst: int, start: float, steps: list[tuple[str, float, float]]
) -> None:
    period = 6.0
    core = SlotBucket(limit, period, min(limit, burst), now=start)
    now = start
    gate = -math.inf
    # A request is anywhere between its grant and its response when the server sees it.
    open_since: list[tuple[float, float]] = []
    arrivals: list[float] = []

    def settle(where: float) -> None:
        granted, share = open_since.pop(int(where * (len(open_since) - 1)))
        core.done(now)
        arrivals.append(granted + share * (now - granted))

    for action, share, seconds in steps:
        # The clock moves on by up to three seconds, and sometimes reads a little less than before.
        core.delay(now - 0.5 if seconds < -1.5 else now)
        if action == "acquire":
            if core.delay(now) == math.inf:
                assert core.open_slots == limit
                settle(share)
            now = wait_until_granted(core, now)
            assert now >= gate - 1e-5
            open_since.append((now, share))
        elif action == "done" and open_since:
            settle(share)
        elif action == "unsent" and open_since:
            open_since.pop()
            core.unsent(now)
        elif action == "cool_down":
            core.cool_down(now, seconds)
            gate = max(gate, now + seconds)
        else:
            now += max(0.0, seconds / 4)
        assert core.open_slots == len(open_since)

    while open_since:
        settle(0.0)
    arrivals.sort()
    for first, beyond in zip(arrivals, arrivals[limit:], strict=False):
        assert beyond - first >= period
    core.delay(now + 1000)
    assert (core.free, core.open_slots) == (limit, 0)
