"""How long a newcomer waits at least: refused at once if that is too long, and never wrongly."""

from __future__ import annotations

import math

import anyio
import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeybee.errors import RateLimitWaitError
from journeybee.limits import RateLimiter, TokenBucket
from journeybee.limits.protocol import shortest_wait
from journeybee.limits.slots import SlotBucket
from journeybee.pipeline import Options
from tests.pipeline_harness import CountingLimiter, answer, answering, get, make_pipeline

RATE = 0.98 * 100 / 60


def make(limit: int = 100, burst: int = 20) -> SlotBucket:
    return SlotBucket(limit, 60.0, burst, now=0.0)


def send(core: SlotBucket, now: float, requests: int = 1) -> None:
    for _ in range(requests):
        core.take()
        core.done(now)


def test_nothing_is_known_of_an_idle_limiter() -> None:
    assert make().shortest_wait(0.0, 0) == 0
    assert make().shortest_wait(0.0, 19) == 0


def test_the_line_is_known() -> None:
    core = make()
    assert core.shortest_wait(0.0, 20) == pytest.approx(1 / RATE)
    assert core.shortest_wait(0.0, 49) == pytest.approx(30 / RATE)


def test_missing_tokens_are_known() -> None:
    core = make()
    send(core, 0.0, 20)
    assert core.shortest_wait(0.0, 0) == pytest.approx(core.delay(0.0), abs=1e-5)
    assert core.shortest_wait(0.0, 4) == pytest.approx(5 / RATE)
    assert core.shortest_wait(1.0, 4) == pytest.approx(5 / RATE - 1)


def test_a_cool_down_is_known() -> None:
    core = make()
    core.cool_down(0.0, 30.0)
    assert core.shortest_wait(0.0, 0) == 30
    assert core.shortest_wait(10.0, 0) == 20
    # One goes when the gate opens, the next has to wait for a token.
    assert core.shortest_wait(10.0, 1) == pytest.approx(20 + 1 / RATE)


def test_slots_on_their_way_back_are_known() -> None:
    core = make(limit=3, burst=3)
    for now in (0.0, 5.0, 9.0):
        send(core, now)
    assert core.shortest_wait(30.0, 0) == pytest.approx(60.1 - 30)
    assert core.shortest_wait(50.0, 1) == pytest.approx(65.1 - 50)
    # After the gate, if that is later.
    core.cool_down(50.0, 16.0)
    assert core.shortest_wait(50.0, 0) == pytest.approx(16)


def test_a_slot_is_used_once_in_a_period_by_those_ahead() -> None:
    core = make(limit=3, burst=3)
    assert core.shortest_wait(0.0, 2) == 0
    assert core.shortest_wait(0.0, 3) == pytest.approx(60.1)
    assert core.shortest_wait(0.0, 6) == pytest.approx(2 * 60.1)
    send(core, 0.0)
    assert core.shortest_wait(40.0, 2) == pytest.approx(60.1 - 40)
    assert core.shortest_wait(40.0, 3) == pytest.approx(60.1)


def test_a_request_under_way_may_turn_out_unsent() -> None:
    core = make(limit=1, burst=1)
    core.take()
    assert core.delay(0.0) == math.inf
    assert core.shortest_wait(0.0, 0) == 0
    core.unsent(0.0)
    assert core.delay(0.0) == 0
    core = make()
    for _ in range(20):
        core.take()
    # Each of them may bring one token back.
    assert core.shortest_wait(0.0, 19) == 0
    assert core.shortest_wait(0.0, 25) == pytest.approx(6 / RATE)
    assert core.shortest_wait(1.0, 25) == pytest.approx(6 / RATE - 1)


def spend(core: SlotBucket, steps: list[tuple[str, float]]) -> float:
    """Use the limiter up to now, which is returned."""
    now = 0.0
    for action, seconds in steps:
        if action == "take" and not core.delay(now):
            core.take()
        elif action in ("done", "unsent") and core.open_slots:
            (core.done if action == "done" else core.unsent)(now)
        elif action == "cool_down":
            core.cool_down(now, seconds)
        else:
            now += seconds
    return now


def send_one_by_one(core: SlotBucket, now: float, ahead: int, hold: float) -> float:
    """Send those ahead, who each take `hold` seconds, then the newcomer, whose time is returned."""
    for turn in range(ahead + 1):
        while (delay := core.delay(now)) > 0:
            now += delay
        core.take()
        if turn < ahead:
            now += hold
            core.done(now)
    return now


STEPS = st.lists(
    st.tuples(st.sampled_from(["take", "done", "unsent", "cool_down", "sleep"]), st.floats(0, 40)),
    max_size=30,
)


@given(
    size=st.tuples(st.integers(1, 5), st.integers(1, 5)),
    steps=STEPS,
    ahead=st.integers(0, 12),
    under_way=st.lists(st.booleans(), max_size=5),
    hold=st.sampled_from([0.0, 0.5, 5.0]),
)
def test_the_bound_is_never_above_the_wait_and_equals_it_when_all_answer_at_once(
    *,
    size: tuple[int, int],
    steps: list[tuple[str, float]],
    ahead: int,
    under_way: list[bool],
    hold: float,
) -> None:
    core = SlotBucket(size[0], 60.0, min(size), now=0.0)
    now = spend(core, steps)
    exact = not core.open_slots and not hold and ahead < core.limit
    bound = core.shortest_wait(now, ahead)
    # Those that are under way end as they like.
    for sent in [*under_way, True, True, True, True, True]:
        if core.open_slots:
            (core.done if sent else core.unsent)(now)
    wait = send_one_by_one(core, now, ahead, hold) - now
    assert bound <= wait + 1e-5
    if exact:
        assert bound == pytest.approx(wait, abs=1e-3)


@pytest.mark.parametrize("bucket", [TokenBucket])
async def test_a_wait_that_is_known_to_be_too_long_is_refused_at_once(
    bucket: type[TokenBucket],
) -> None:
    limiter = bucket()
    pipeline = make_pipeline(answering(answer(200)), limiter, max_connections=4)
    limiter.cool_down(30.0)
    async with anyio.create_task_group() as tasks:
        for _ in range(9):
            tasks.start_soon(pipeline.send, get())
        await anyio.wait_all_tasks_blocked()
        # Four have a connection and stand in line at the limiter, five wait for a connection.
        assert limiter.stats.waiting == 4
        known = shortest_wait(limiter, 5)
        assert known == pytest.approx(30 + 9 / RATE, abs=1)
        begin = anyio.current_time()
        with pytest.raises(RateLimitWaitError, match="at least") as caught:
            await pipeline.send(get(), Options(max_wait=known - 1))
        assert anyio.current_time() - begin < 1
        assert caught.value.max_wait == known - 1
        assert limiter.stats.waiting == 4
        # What could still be in time may wait.
        with anyio.move_on_after(0.05) as scope:
            await pipeline.send(get(), Options(max_wait=known + 1))
        assert scope.cancelled_caught
        tasks.cancel_scope.cancel()
    assert limiter.stats.waiting == 0


def test_a_limiter_that_cannot_tell_is_taken_to_know_nothing() -> None:
    limiter: RateLimiter = CountingLimiter()
    assert shortest_wait(limiter, 1000) == 0
    assert shortest_wait(TokenBucket(), 20) == pytest.approx(1 / RATE)
    assert shortest_wait(TokenBucket(), 0) == 0
