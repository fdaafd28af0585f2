"""Hooks: what they receive and when, and that nothing is lost when one raises."""

from __future__ import annotations

from typing import Any

import anyio
import attrs
import httpx
import pytest

from journeybee import HookEvent, Hooks, JourneyBee
from journeybee.errors import APIConnectionError, RateLimitWaitError, ServerError
from journeybee.limits import TokenBucket
from journeybee.pipeline import Options, RetryPolicy
from tests.pipeline_harness import (
    KEY,
    URL,
    CountingLimiter,
    FakeTime,
    answer,
    answering,
    get,
    make_pipeline,
)

MOMENTS = [attribute.name for attribute in attrs.fields(Hooks)]
PAIRS = ["before_call", "before_send", "after_response", "after_call"]


def recording(events: list[tuple[str, HookEvent]], *, asynchronous: bool = False) -> Hooks:
    """Hooks that record every event."""

    def at(moment: str) -> Any:
        def hook(event: HookEvent) -> None:
            events.append((moment, event))

        async def async_hook(event: HookEvent) -> None:
            await anyio.lowlevel.checkpoint()
            events.append((moment, event))

        return async_hook if asynchronous else hook

    return Hooks(**{moment: at(moment) for moment in MOMENTS})


@pytest.mark.parametrize("asynchronous", [False, True])
async def test_what_hooks_receive(asynchronous: bool) -> None:
    events: list[tuple[str, HookEvent]] = []
    time = FakeTime()

    def handler(request: httpx.Request) -> httpx.Response:
        time.now += 0.25
        return answers(request)

    answers = answering(answer(503, "3"), httpx.ReadTimeout("x"), answer(429, "9"), answer(200))
    pipeline = make_pipeline(
        handler,
        time=time,
        hooks=[recording(events, asynchronous=asynchronous)],
        _random=lambda: 1.0,
    )
    await pipeline.send(get("/leads/u-seventy", query=[("q", "hush")], operation="get_lead"))

    assert [
        (moment, event.attempt, event.status_code, event.error, event.elapsed, event.delay)
        for moment, event in events
    ] == [
        ("before_call", 0, None, None, 0, 0),
        ("before_send", 1, None, None, 0, 0),
        ("after_response", 1, 503, None, 0.25, 0),
        ("on_retry", 1, 503, None, 0.25, 3.5),
        ("before_send", 2, None, None, 3.75, 0),
        ("after_response", 2, None, "ReadTimeout", 0.25, 0),
        ("on_retry", 2, None, "ReadTimeout", 4.0, 1.0),
        ("before_send", 3, None, None, 5.0, 0),
        ("after_response", 3, 429, None, 0.25, 0),
        ("on_retry", 3, 429, None, 5.25, 0),
        ("before_send", 4, None, None, 5.25, 0),
        ("after_response", 4, 200, None, 0.25, 0),
        ("after_call", 4, 200, None, 5.5, 0),
    ]
    one = events[0][1]
    assert (one.method, one.base_url, one.path_template) == ("GET", URL, "/leads/{uuid}")
    assert one.operation == "get_lead"
    assert {event.call_id for _, event in events} == {one.call_id}
    assert not [word for word in (KEY, "hush", "u-seventy") if word in str(events)]
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        one.attempt = 3  # type: ignore[misc]


async def test_on_wait_tells_how_long_the_limiter_took() -> None:
    events: list[tuple[str, HookEvent]] = []
    time = FakeTime()

    async def wait(_changed: anyio.Event, seconds: float) -> None:
        time.now += seconds

    pipeline = make_pipeline(
        answering(answer(429, "30"), answer(200)),
        TokenBucket(clock=time, _wait=wait),
        time=time,
        hooks=[recording(events)],
    )
    await pipeline.send(get())
    [waited] = [event for moment, event in events if moment == "on_wait"]
    assert (waited.attempt, waited.waited) == (2, 30)
    assert [event.waited for moment, event in events if moment == "before_send"] == [0, 30]


async def test_a_failed_call_ends_with_its_error() -> None:
    events: list[tuple[str, HookEvent]] = []
    pipeline = make_pipeline(answering(httpx.ConnectError("x")), hooks=[recording(events)])
    with pytest.raises(APIConnectionError):
        await pipeline.send(get(), Options(retry=RetryPolicy(0)))
    assert [(moment, event.error) for moment, event in events] == [
        ("before_call", None),
        ("before_send", None),
        ("after_response", "ConnectError"),
        ("after_call", "APIConnectionError"),
    ]
    events.clear()
    pipeline = make_pipeline(
        answering(answer(200)), TokenBucket(1, 60, 1), hooks=[recording(events)]
    )
    await pipeline.send(get())
    with pytest.raises(RateLimitWaitError):
        await pipeline.send(get(), Options(max_wait=0))
    assert [moment for moment, _ in events] == [*PAIRS, "before_call", "after_call"]
    assert (events[-1][1].attempt, events[-1][1].error) == (0, "RateLimitWaitError")


@pytest.mark.parametrize("asynchronous", [False, True])
async def test_a_cancelled_call_ends_too(asynchronous: bool) -> None:
    async def handler(_request: httpx.Request) -> httpx.Response:
        await anyio.sleep_forever()
        raise AssertionError

    events: list[tuple[str, HookEvent]] = []
    pipeline = make_pipeline(handler, hooks=[recording(events, asynchronous=asynchronous)])
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(pipeline.send, get())
        await anyio.wait_all_tasks_blocked()
        tasks.cancel_scope.cancel()
    # What an async hook awaits is cancelled like everything else in the scope.
    assert [moment for moment, _ in events] == (PAIRS[:2] if asynchronous else PAIRS)
    if not asynchronous:
        assert "Cancelled" in str(events[-1][1].error)
    assert pipeline.connections.here().slots.value == 10


@pytest.mark.parametrize("asynchronous", [False, True])
@pytest.mark.parametrize("moment", MOMENTS)
async def test_what_a_hook_raises_passes_and_nothing_is_lost(
    moment: str, asynchronous: bool
) -> None:
    bug = ZeroDivisionError("a bug in a hook")

    def raising(_event: HookEvent) -> None:
        raise bug

    async def raising_later(event: HookEvent) -> None:
        await anyio.lowlevel.checkpoint()
        raising(event)

    class SlowLimiter(CountingLimiter):
        async def acquire(self) -> Any:
            time.now += 1
            return await super().acquire()

    events: list[tuple[str, HookEvent]] = []
    time, limiter = FakeTime(), SlowLimiter()
    hooks = Hooks(**{moment: raising_later if asynchronous else raising})
    pipeline = make_pipeline(
        answering(answer(500), answer(500 if moment == "on_retry" else 200)),
        limiter,
        time=time,
        hooks=[hooks, recording(events)],
    )
    for _ in range(2):
        with pytest.raises(ZeroDivisionError) as caught:
            await pipeline.send(get())
        assert caught.value is bug
    assert pipeline.connections.here().slots.value == 10
    assert limiter.open == 0
    assert limiter.unsent == (2 if moment in ("before_send", "on_wait") else 0)
    # The other one receives all events all the same.
    moments = [each for each, _ in events]
    assert moments.count("before_call") == moments.count("after_call") == 2
    assert moments.count("after_response") == {"before_call": 0, "after_call": 3}.get(moment, 2)


async def test_hooks_of_a_client(httpx_mock: Any) -> None:
    httpx_mock.add_response(json={"uuid": "1"}, is_reusable=True)
    first: list[tuple[str, HookEvent]] = []
    second: list[tuple[str, HookEvent]] = []
    async with JourneyBee(KEY, hooks=recording(first)) as client:
        await client.leads.get("77")
        await client.with_options(timeout=3).request("GET", "/other/77")
    assert [(e.operation, e.path_template) for m, e in first if m == "before_call"] == [
        ("get_lead", "/leads/{uuid}"),
        (None, "/other/77"),
    ]
    first.clear()
    async with JourneyBee(KEY, hooks=[recording(first), recording(second)]) as client:
        await client.leads.get("77")
    assert first == second
    # On a busy machine even a free limiter may take a moment.
    assert [moment for moment, _ in first if moment != "on_wait"] == PAIRS


async def test_a_server_error_tells_hooks_its_status() -> None:
    events: list[tuple[str, HookEvent]] = []
    pipeline = make_pipeline(answering(answer(502)), hooks=[recording(events)])
    with pytest.raises(ServerError):
        await pipeline.send(get())
    assert (events[-1][1].status_code, events[-1][1].error) == (502, "ServerError")
