"""A limiter of one's own, as the documentation shows it."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

import pytest

from journeybee.errors import RateLimitWaitError
from journeybee.pipeline import Options, RetryPolicy
from tests.pipeline_harness import CountingLimiter, answer, answering, get, make_pipeline

GUIDE = Path(__file__).parent.parent / "docs" / "guides" / "limits.md"


def documented() -> str:
    """The limiter in the guide: its program up to the client that uses it."""
    program = next(p for p in GUIDE.read_text().split("```python")[1:] if "OneASecond" in p)
    return program[: program.index("async def main")].replace(
        "from journeybee import JourneyBee", ""
    )


def one_a_second() -> Any:
    scope: dict[str, Any] = {}
    exec(documented(), scope)
    return scope["OneASecond"]()


def test_the_limiter_of_the_guide_is_short() -> None:
    definition = documented()[documented().index("class ") :].strip()
    assert len(re.findall(r"^ +\S", definition, re.MULTILINE)) <= 11


async def test_it_grants_one_a_second_and_respects_a_cool_down() -> None:
    limiter = one_a_second()
    pipeline = make_pipeline(
        answering(answer(200), answer(429, "1"), answer(200)),
        limiter,
        options=Options(retry=RetryPolicy(max_retries=1)),
    )
    begin = time.monotonic()
    for _ in range(2):
        await pipeline.send(get())
    assert time.monotonic() - begin > 1.95
    with pytest.raises(RateLimitWaitError):
        await pipeline.send(get(), Options(max_wait=0.01))


async def test_without_foresight_max_wait_still_holds() -> None:
    limiter = one_a_second()
    limiter.cool_down(60)
    pipeline = make_pipeline(answering(answer(200)), limiter)
    begin = time.monotonic()
    with pytest.raises(RateLimitWaitError):
        await pipeline.send(get(), Options(max_wait=0.05))
    assert time.monotonic() - begin >= 0.05


class Prophet(CountingLimiter):
    def __init__(self, wait: float) -> None:
        super().__init__()
        self.wait = wait
        self.asked: list[int] = []

    def shortest_wait(self, ahead: int = 0) -> float:
        self.asked.append(ahead)
        return self.wait


async def test_with_foresight_it_knows_how_many_wait_in_front_and_is_believed() -> None:
    limiter = Prophet(3.0)
    pipeline = make_pipeline(answering(answer(200)), limiter)
    with pytest.raises(RateLimitWaitError, match="3 s") as caught:
        await pipeline.send(get(), Options(max_wait=2.9))
    assert caught.value.max_wait == 2.9
    assert limiter.account == (0, 0, 0)
    await pipeline.send(get(), Options(max_wait=3.0))
    assert limiter.asked == [0, 0]
    assert limiter.account == (0, 1, 0)
