"""Spans and metrics, as an exporter receives them."""

from __future__ import annotations

from typing import Any

import anyio
import httpx
import pytest
from opentelemetry import trace
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import HistogramDataPoint, InMemoryMetricReader
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode

from journeybee import Hooks, JourneyBee, NotFoundError
from journeybee.errors import APIConnectionError
from journeybee.pipeline import Options, Pipeline, RetryPolicy
from journeybee.telemetry import telemetry_hooks
from tests.pipeline_harness import (
    KEY,
    FakeTime,
    answer,
    answering,
    get,
    make_pipeline,
)

REQUEST = {
    "http.request.method": "GET",
    "server.address": "api.example.test",
    "server.port": 443,
    "url.template": "/v1/leads/{uuid}",
}
LEAD = get("/leads/77", query=[("email", "hush")], operation="get_lead")


class Watched:
    """Hooks whose spans and metrics stay in memory."""

    def __init__(self) -> None:
        self._exporter = InMemorySpanExporter()
        self._tracers = TracerProvider(shutdown_on_exit=False)
        self._tracers.add_span_processor(SimpleSpanProcessor(self._exporter))
        self._metrics = InMemoryMetricReader()
        meters = MeterProvider([self._metrics], shutdown_on_exit=False)
        self.hooks = telemetry_hooks(tracer_provider=self._tracers, meter_provider=meters)
        self.tracer = self._tracers.get_tracer("test")

    @property
    def spans(self) -> tuple[ReadableSpan, ...]:
        return self._exporter.get_finished_spans()

    @property
    def points(self) -> list[HistogramDataPoint]:
        data: Any = self._metrics.get_metrics_data()
        [metric] = data.resource_metrics[0].scope_metrics[0].metrics
        assert (metric.name, metric.unit) == ("http.client.request.duration", "s")
        return list(metric.data.data_points)

    def pipeline(self, *answers: httpx.Response | Exception, **options: Any) -> Pipeline:
        return make_pipeline(answering(*answers), hooks=[self.hooks], **options)


def attributes(span: ReadableSpan) -> dict[str, Any]:
    return dict(span.attributes or {})


async def test_a_span_for_the_call_and_one_for_each_attempt() -> None:
    watched = Watched()
    await watched.pipeline(answer(503), httpx.ReadTimeout(KEY), answer(200)).send(LEAD)
    *attempts, call = watched.spans
    assert (call.name, call.kind, call.parent) == ("JourneyBee.get_lead", SpanKind.INTERNAL, None)
    assert attributes(call) == {"journeybee.attempts": 3}
    assert call.status.status_code is StatusCode.UNSET
    sent = {
        **REQUEST,
        "url.full": "https://api.example.test/v1/leads/{uuid}",
        "journeybee.waited": 0.0,
    }
    assert [attributes(span) for span in attempts] == [
        {**sent, "http.response.status_code": 503, "error.type": "503"},
        {**sent, "http.request.resend_count": 1, "error.type": "ReadTimeout"},
        {**sent, "http.request.resend_count": 2, "http.response.status_code": 200},
    ]
    assert [span.status.status_code for span in attempts] == [
        StatusCode.ERROR,
        StatusCode.ERROR,
        StatusCode.UNSET,
    ]
    assert {(span.name, span.kind) for span in attempts} == {
        ("GET /v1/leads/{uuid}", SpanKind.CLIENT)
    }
    assert call.context is not None
    assert all(span.parent == call.context for span in attempts)
    shown = "".join(span.to_json() for span in watched.spans)
    assert not [word for word in (KEY, "hush", "/77") if word in shown]


async def test_the_duration_of_attempts_is_measured() -> None:
    watched, time = Watched(), FakeTime()
    answers = answering(answer(500), answer(200))

    def handler(request: httpx.Request) -> httpx.Response:
        time.now += 0.25
        return answers(request)

    await make_pipeline(handler, time=time, hooks=[watched.hooks]).send(LEAD)
    points = {str((point.attributes or {}).get("error.type")): point for point in watched.points}
    assert {name: point.attributes for name, point in points.items()} == {
        "500": {**REQUEST, "http.response.status_code": 500, "error.type": "500"},
        "None": {**REQUEST, "http.response.status_code": 200},
    }
    assert [(point.count, point.sum) for point in points.values()] == [(1, 0.25), (1, 0.25)]
    assert points["500"].explicit_bounds[:3] == (0.005, 0.01, 0.025)


async def test_a_failed_call() -> None:
    watched = Watched()
    with pytest.raises(APIConnectionError):
        await watched.pipeline(httpx.ConnectError(KEY)).send(
            LEAD, Options(retry=RetryPolicy(max_retries=0))
        )
    attempt, call = watched.spans
    assert attributes(attempt)["error.type"] == "ConnectError"
    assert attributes(call) == {"journeybee.attempts": 1, "error.type": "APIConnectionError"}
    assert call.status.status_code is StatusCode.ERROR
    # The caller may record the text and traceback of an exception.
    assert call.events == attempt.events == ()


async def test_spans_are_nested_in_those_of_the_caller_who_gets_his_own_back() -> None:
    watched = Watched()
    inside: list[trace.Span] = []

    def handler(_request: httpx.Request) -> httpx.Response:
        inside.append(trace.get_current_span())
        return httpx.Response(404)

    pipeline = make_pipeline(handler, hooks=[watched.hooks])
    with watched.tracer.start_as_current_span("mine") as mine:
        for _ in range(2):
            with pytest.raises(NotFoundError):
                await pipeline.send(LEAD)
            assert trace.get_current_span() is mine
    attempt, call, *_ = watched.spans
    assert call.parent == mine.get_span_context()
    assert attributes(attempt)["error.type"] == "404"
    assert inside[0].get_span_context() == attempt.context


async def test_spans_end_when_the_call_is_cancelled_or_another_hook_raises() -> None:
    watched = Watched()

    async def handler(_request: httpx.Request) -> httpx.Response:
        await anyio.sleep_forever()
        raise AssertionError

    pipeline = make_pipeline(handler, hooks=[watched.hooks])
    async with anyio.create_task_group() as tasks:
        for _ in range(3):
            tasks.start_soon(pipeline.send, LEAD)
        await anyio.wait_all_tasks_blocked()
        tasks.cancel_scope.cancel()
    assert len(watched.spans) == 6
    assert all("Cancelled" in attributes(span)["error.type"] for span in watched.spans)

    def bug(_event: object) -> None:
        raise ZeroDivisionError

    for moment in ("before_call", "before_send", "after_response", "after_call", "on_retry"):
        hooks = [watched.hooks, Hooks(**{moment: bug})]
        for order in (hooks, hooks[::-1]):
            pipeline = make_pipeline(answering(answer(500), answer(200)), hooks=order)
            with pytest.raises(ZeroDivisionError):
                await pipeline.send(LEAD)
    assert trace.get_current_span() is trace.INVALID_SPAN
    assert not watched.hooks.before_call.__self__._calls  # type: ignore[union-attr]
    assert not watched.hooks.before_call.__self__._attempts  # type: ignore[union-attr]


async def test_a_request_that_is_not_in_the_spec_has_no_template() -> None:
    watched = Watched()
    transport = httpx.MockTransport(lambda _: httpx.Response(200))
    url = "http://127.0.0.1:8000/v1"
    async with (
        httpx.AsyncClient(transport=transport) as http_client,
        JourneyBee(KEY, base_url=url, http_client=http_client, hooks=watched.hooks) as client,
    ):
        await client.request("GET", "/other/77", params={"email": "hush"})
    attempt, call = watched.spans
    assert (attempt.name, call.name) == ("GET", "JourneyBee.request")
    assert "url.template" not in attributes(attempt)
    assert attributes(attempt)["server.port"] == 8000
    assert attributes(attempt)["url.full"] == "http://127.0.0.1:8000/v1/other/77"


async def test_without_a_setup_nothing_is_recorded_and_everything_works() -> None:
    pipeline = make_pipeline(answering(answer(200)), hooks=[telemetry_hooks()])
    assert (await pipeline.send(LEAD)).status_code == 200
