"""One write for many rows: order, errors, stopping, going on, leaving early."""

from __future__ import annotations

import json
import pickle
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

import anyio
import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeybee import (
    APIConnectionError,
    AuthenticationError,
    BulkResult,
    ConfigurationError,
    Hooks,
    JourneyBee,
    ModuleDisabledError,
    NotFoundError,
    RateLimitError,
    RateLimitWaitError,
    RetryPolicy,
    ServerError,
    TokenBucket,
    UnprocessableEntityError,
)
from journeybee.sandbox import Sandbox
from tests.fault_server import FaultServer, answer
from tests.pipeline_harness import CountingLimiter

KEY = "jb_api_0123456789abcdef"
ROWS = [{"label": str(number), "association": "lead"} for number in range(20)]


class Server:
    """Answers writes of tags; what `plan` has for a label is its status, None breaks off."""

    def __init__(self, plan: dict[str, int | None] | None = None) -> None:
        self.plan = plan or {}
        self.seen: list[str] = []
        self.answered: list[str] = []
        self.under_way = self.most = 0
        self.gate: Callable[[str], Awaitable[object]] = lambda _: anyio.lowlevel.checkpoint()

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        label = json.loads(request.content)["label"]
        self.seen.append(label)
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        try:
            await self.gate(label)
        finally:
            self.under_way -= 1
        status = self.plan.get(label, 201)
        if status is None:
            raise httpx.ReadError("broken")
        self.answered.append(label)
        if status == 201:
            return httpx.Response(201, json={"uuid": f"u{label}", "label": label})
        code = "module_disabled" if status == 403 else "code"
        return httpx.Response(status, json={"error": {"code": code, "message": label}})


def client(server: Server, **options: Any) -> JourneyBee:
    return JourneyBee(
        KEY,
        **{
            "http_client": httpx.AsyncClient(transport=httpx.MockTransport(server)),
            "limiter": CountingLimiter(),
            "retry": RetryPolicy(max_retries=0),
            **options,
        },
    )


async def test_results_come_in_the_order_of_the_rows_whatever_that_of_the_answers() -> None:
    server, reported = Server(), list[BulkResult[Any]]()
    last = anyio.Event()

    async def gate(label: str) -> None:
        if label == "7":
            last.set()
        elif label == "0":
            await last.wait()

    server.gate = gate
    results = await client(server).tags.create.many(iter(ROWS), on_result=reported.append)
    assert [(r.index, r.value.label) for r in results] == [(n, str(n)) for n in range(20)]
    assert results.failed == []
    assert results.stopped is None
    assert results.done == set(range(20))
    assert reported != results
    assert sorted(reported, key=lambda result: result.index) == results


async def test_no_row_stops_the_others() -> None:
    server = Server({"3": 422, "5": None, "9": 500, "19": 404})
    results = await client(server).tags.create.many(ROWS)
    assert {result.index: type(result.error) for result in results.failed} == {
        3: UnprocessableEntityError,
        5: APIConnectionError,
        9: ServerError,
        19: NotFoundError,
    }
    assert results[4].value.uuid == "u4"
    with pytest.raises(UnprocessableEntityError, match="3"):
        _ = results[3].value
    assert len(server.seen) == 20
    assert results.stopped is None
    again = pickle.loads(pickle.dumps(results))
    assert again.done == results.done
    assert KEY not in repr(results)


@pytest.mark.parametrize("concurrency", [1, 3, 8])
async def test_no_more_rows_are_under_way_than_asked_for(concurrency: int) -> None:
    server, limiter = Server(), CountingLimiter()
    await client(server, limiter=limiter).tags.create.many(ROWS, concurrency=concurrency)
    assert server.most == concurrency
    assert limiter.account == (0, 20, 0)


@pytest.mark.parametrize(
    ("row", "kind", "problem"),
    [
        ({"association": "lead", "labell": "x"}, TypeError, "row 2: .*'labell'"),
        ({"association": "lead"}, TypeError, "row 2: .*'label'"),
        (["label"], TypeError, "row 2: .*mapping"),
        ({"association": "lead", "label": {1, 2}}, TypeError, "row 2: .*label"),
        ({"association": "lead", "label": float("nan")}, ValueError, "row 2: "),
        ({"association": "lead", "label": datetime(2026, 1, 1)}, ValueError, "row 2: .*zone"),  # noqa: DTZ001
    ],
)
async def test_a_row_that_cannot_be_sent_is_named_before_any_is(
    row: Any, kind: type[Exception], problem: str
) -> None:
    server = Server()
    with pytest.raises(kind, match=problem):
        await client(server).tags.create.many([*ROWS[:2], row, *ROWS])
    assert server.seen == []


async def test_parameters_of_the_path_stand_in_the_row(httpx_mock: Any) -> None:
    httpx_mock.add_response(json={}, is_reusable=True)
    rows: list[dict[str, Any]] = [{"uuid": "a", "status": "done"}, {"uuid": "b", "due_date": None}]
    async with JourneyBee(KEY) as jb:
        await jb.tasks.update.many(rows, concurrency=1)
        with pytest.raises(ValueError, match=r"row 0: .*uuid"):
            await jb.tasks.update.many([{"uuid": ""}])
    sent = [(r.method, r.url.path, json.loads(r.content)) for r in httpx_mock.get_requests()]
    assert sent == [
        ("PATCH", "/v1/tasks/a", {"status": "done"}),
        ("PATCH", "/v1/tasks/b", {"due_date": None}),
    ]


async def test_no_rows_and_no_concurrency() -> None:
    server = Server()
    assert await client(server).tags.create.many([]) == []
    with pytest.raises(ValueError, match="concurrency=0"):
        await client(server).tags.create.many(ROWS, concurrency=0)
    assert server.seen == []


@pytest.mark.parametrize(
    ("status", "kind"), [(401, AuthenticationError), (403, ModuleDisabledError)]
)
async def test_what_every_row_would_meet_stops_and_the_rest_can_be_sent_later(
    status: int, kind: type[Exception]
) -> None:
    server = Server({"6": status})
    jb = client(server)
    results = await jb.tags.create.many(ROWS, concurrency=4)
    assert type(results.stopped) is kind
    assert len(results) == 20
    assert set(map(int, server.seen)) == results.done | {6} == set(range(len(server.seen)))
    assert len(server.seen) < 20
    assert {type(result.error) for result in results.failed} == {kind}
    first, server.plan, server.seen = results.done, {}, []
    rest = await jb.tags.create.many(ROWS, skip=first)
    assert [result.index for result in rest] == sorted(set(range(20)) - first)
    assert rest.failed == []
    assert len(server.seen) == 20 - len(first)


async def test_it_goes_on_behind_the_first_rows() -> None:
    server = Server()
    results = await client(server).tags.create.many(ROWS, skip=range(18))
    assert [(r.index, r.value.label) for r in results] == [(18, "18"), (19, "19")]


async def test_a_wait_that_is_too_long_stops() -> None:
    server = Server()
    jb = client(server, limiter=TokenBucket(limit=5, period=60.0, burst=5))
    results = await jb.with_options(max_wait=0.5).tags.create.many(ROWS)
    assert results.done == set(range(5))
    assert isinstance(results.stopped, RateLimitWaitError)
    assert len(results.failed) == 15


async def test_a_request_that_cannot_be_sent_stops() -> None:
    server = Server()
    jb = client(server).with_options(headers={"Authorization": "other"})
    results = await jb.tags.create.many(ROWS)
    assert isinstance(results.stopped, ConfigurationError)
    assert server.seen == []


async def test_what_a_function_of_the_user_raises_comes_alone_and_cuts_no_write_off() -> None:
    def refuse(_: object) -> None:
        raise LookupError("mine")

    async def slow(label: str) -> None:
        for _ in range(9 + int(label)):
            await anyio.lowlevel.checkpoint()

    server, limiter = Server(), CountingLimiter()
    server.gate = slow
    jb = client(server, limiter=limiter)
    with pytest.raises(LookupError, match="mine"):
        await jb.tags.create.many(ROWS, concurrency=4, on_result=refuse)
    assert server.seen == ["0", "1", "2", "3"]
    assert limiter.account == (0, 4, 0)
    server.plan = {"1": 401}
    jb = client(server, hooks=Hooks(after_call=refuse))
    with pytest.raises(LookupError, match="mine"):
        await jb.tags.create.many(ROWS, concurrency=4)


async def test_what_was_done_is_known_when_it_is_cancelled_anywhere() -> None:
    for steps in range(120):
        server, limiter, reported = Server(), CountingLimiter(), set[int]()
        server.gate = _pause
        rows = ROWS[:6]
        finished = False
        with anyio.CancelScope() as scope:
            async with anyio.create_task_group() as group:
                group.start_soon(_cancel_after, steps, scope)
                await client(server, limiter=limiter).tags.create.many(
                    rows,
                    concurrency=2,
                    on_result=lambda result, reported=reported: reported.add(result.index),  # type: ignore[misc]
                )
                finished = True
        assert limiter.open == 0
        assert server.under_way == 0
        in_doubt = {int(label) for label in server.seen} - reported
        assert len(in_doubt) <= 2
        assert {int(label) for label in server.answered} <= reported
        assert reported == set(range(6)) or not finished
        if finished:
            assert steps > 10
            break
        rest = await client(server).tags.create.many(rows, skip=reported | in_doubt)
        assert rest.done | reported | in_doubt == set(range(6))
    else:
        pytest.fail("it never came to its end")


async def _pause(_label: str) -> None:
    for _turn in range(4):
        await anyio.lowlevel.checkpoint()


async def _cancel_after(steps: int, scope: anyio.CancelScope) -> None:
    for _ in range(steps):
        await anyio.lowlevel.checkpoint()
    scope.cancel()


OUTCOMES = st.sampled_from([201, 201, 201, 401, 403, 404, 422, 500, None])


@given(
    st.lists(st.tuples(OUTCOMES, st.integers(0, 5)), max_size=30),
    st.integers(1, 10),
    st.sampled_from(["asyncio", "trio"]),
)
def test_any_rows_with_any_outcomes_in_any_order(
    rows: list[tuple[int | None, int]], concurrency: int, backend: str
) -> None:
    async def run() -> None:
        server = Server({str(index): status for index, (status, _) in enumerate(rows)})

        async def gate(label: str) -> None:
            for _ in range(rows[int(label)][1]):
                await anyio.lowlevel.checkpoint()

        server.gate = gate
        jb, done = client(server), set[int]()
        given_rows = [{**ROWS[0], "label": str(index)} for index in range(len(rows))]
        for _ in range(len(rows) + 1):
            results = await jb.tags.create.many(given_rows, concurrency=concurrency, skip=done)
            assert [r.index for r in results] == [i for i in range(len(rows)) if i not in done]
            for result in results:
                if result.error is None:
                    assert result.value.uuid == f"u{result.index}"
            sent = {int(label) for label in server.seen}
            assert results.done == {index for index in sent if rows[index][0] == 201}
            assert (results.stopped is not None) == any(rows[i][0] in {401, 403} for i in sent)
            assert len(sent) == len(results) or results.stopped is not None
            # What is sent is the first of what was left, without a hole.
            assert sent == {result.index for result in results[: len(sent)]}
            assert len(server.seen) == len(sent)
            if results.stopped is None:
                break
            # Mended, as a user would: the rows that stopped it go through the next time.
            for index in sent:
                if rows[index][0] in {401, 403}:
                    rows[index] = (201, rows[index][1])
                    server.plan[str(index)] = 201
            done |= results.done
            server.seen.clear()
        else:
            pytest.fail("rows were never sent")

    anyio.run(run, backend=backend)


async def test_a_sandbox_over_http_keeps_the_limit_and_gives_each_row_its_answer() -> None:
    sandbox = Sandbox(world="tiny", rate_limit=None)
    rows = [{**ROWS[0], "label": f"Label {n}"} for n in range(30)]
    rows.append({**ROWS[0], "association": "none"})
    with sandbox.serve() as server:
        limiter = TokenBucket(limit=20, period=1.0, burst=20)
        async with JourneyBee(sandbox.api_key, base_url=server.url, limiter=limiter) as jb:
            results = await jb.tags.create.many(rows, concurrency=10)
            assert [type(result.error) for result in results.failed] == [UnprocessableEntityError]
            assert [r.value.label for r in results if not r.error] == [
                r["label"] for r in rows[:-1]
            ]
            assert limiter.stats.granted == len(rows)
            assert limiter.stats.waited > 0
            gone = [{"uuid": r.value.uuid} for r in results if not r.error]
            assert (await jb.tags.delete.many(gone)).failed == []


async def test_many_stops_at_a_pause_that_is_too_long_to_wait_for() -> None:
    with FaultServer(answer(429, "retry-after: 86400")) as server:
        async with JourneyBee(KEY, base_url=server.url) as client:
            results = await client.tags.create.many(ROWS, concurrency=1)
    assert isinstance(results.stopped, RateLimitError)
    assert len(results.failed) == len(ROWS)
    assert len(server.requests) == 1
