"""The budget for retries that all calls of a pipeline share."""

from __future__ import annotations

import pytest

from journeybee.errors import RateLimitError, ServerError
from journeybee.pipeline import Options, Pipeline, RetryPolicy
from journeybee.pipeline.retry import RetryBudget
from tests.pipeline_harness import FakeTime, answer, answering, get, make_pipeline


def taken(budget: RetryBudget) -> int:
    """How many retries are allowed now."""
    count = 0
    while budget.take():
        count += 1
    return count


@pytest.mark.parametrize(
    ("first", "repeats"), [(0, 10), (1, 10), (50, 13), (60, 15), (80, 20), (100, 20), (1000, 20)]
)
def test_ten_repeats_a_minute_or_a_fifth_of_the_last_hundred_requests(
    first: int, repeats: int
) -> None:
    budget = RetryBudget(FakeTime())
    for _ in range(first):
        budget.note_first()
    assert taken(budget) == repeats
    assert not budget.take()


def test_the_budget_comes_back_with_time_and_with_requests() -> None:
    time = FakeTime()
    budget = RetryBudget(time)
    assert taken(budget) == 10
    time.now = 59.9
    assert not budget.take()
    time.now = 60.0
    assert taken(budget) == 10
    for _ in range(95):
        budget.note_first()
    # 5 of the last 100 are retries, which leave the window as others come in.
    assert taken(budget) == 20


async def test_when_it_is_used_up_the_error_is_raised_instead() -> None:
    time = FakeTime()
    pipeline = make_pipeline(answering(answer(500)), time=time)
    retries: list[int] = []
    for _ in range(6):
        with pytest.raises(ServerError) as caught:
            await pipeline.send(get())
        retries.append(caught.value.retries)
    assert retries == [3, 3, 3, 1, 0, 0]
    assert caught.value.__notes__ == [
        "not repeated: too many of this client's last requests were repeats"
    ]
    time.now += 60
    with pytest.raises(ServerError) as caught:
        await pipeline.send(get())
    assert caught.value.retries == 3
    assert not hasattr(caught.value, "__notes__")


async def test_a_server_that_is_down_sees_no_more_than_a_fifth_of_repeats() -> None:
    seen = 0

    def handler(_request: object) -> object:
        nonlocal seen
        seen += 1
        return answer(500)

    pipeline = make_pipeline(handler)
    for _ in range(1000):
        with pytest.raises(ServerError):
            await pipeline.send(get())
    assert 1200 <= seen <= 1255


async def repeated(pipeline: Pipeline) -> list[int]:
    """How often each of the next calls is retried."""
    retries: list[int] = []
    for _ in range(4):
        with pytest.raises(ServerError) as caught:
            await pipeline.send(get())
        retries.append(caught.value.retries)
    return retries


async def test_repeats_after_a_429_cost_nothing() -> None:
    limited = [answer(429, "1") for _ in range(80)]
    pipeline = make_pipeline(answering(*limited, answer(500)))
    for _ in range(20):
        with pytest.raises(RateLimitError) as caught:
            await pipeline.send(get())
        assert caught.value.retries == 3
    assert await repeated(pipeline) == [3, 3, 3, 1]


async def test_what_may_not_be_repeated_costs_nothing() -> None:
    pipeline = make_pipeline(answering(answer(500)))
    for _ in range(20):
        with pytest.raises(ServerError):
            await pipeline.send(get(), Options(retry=RetryPolicy(max_retries=0)))
    assert await repeated(pipeline) == [3, 3, 3, 1]
