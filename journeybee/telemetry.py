"""OpenTelemetry: a span for each call, one for each attempt, and the duration of attempts.

Needs the extra `otel`, which is the API of OpenTelemetry alone; the application configures where
the data goes.

The attempts follow the semantic conventions for HTTP clients (stable, schema 1.44.0): each is a
span of kind CLIENT named `{method} {url.template}`, from the first byte sent until the body is
read, and retries carry `http.request.resend_count`. Tools count the CLIENT spans of a service as
its requests, so the span of the call, which includes the waits, is INTERNAL. `url.full` has
placeholders for path parameters and no query. The `error.type` of an attempt is the name of the
error if there is no response, such as `ReadTimeout`, and the status from 400 on.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import Token
from urllib.parse import urlsplit

import attrs
from opentelemetry import context, metrics, trace
from opentelemetry.context import Context
from opentelemetry.metrics import MeterProvider
from opentelemetry.trace import Span, SpanKind, StatusCode, TracerProvider

from journeybee._version import __version__
from journeybee.pipeline.hooks import HookEvent, Hooks

_SCHEMA = "https://opentelemetry.io/schemas/1.44.0"
# Recommended by the conventions for http.client.request.duration, in seconds.
_BOUNDARIES = (0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10)

Attributes = dict[str, str | int | float]


def telemetry_hooks(
    *, tracer_provider: TracerProvider | None = None, meter_provider: MeterProvider | None = None
) -> Hooks:
    """Create hooks that trace and measure: `JourneyBee(hooks=telemetry_hooks())`.

    They may serve several clients. Do not combine them with an instrumentation of httpx, which
    would count each request again.

    .. versionadded:: 0.1

    Args:
        tracer_provider: by default the global one.
        meter_provider: by default the global one.
    """
    telemetry = _Telemetry(tracer_provider, meter_provider)
    return Hooks(
        before_call=telemetry.before_call,
        after_call=telemetry.after_call,
        before_send=telemetry.before_send,
        after_response=telemetry.after_response,
    )


@attrs.frozen
class _Open:
    """A span in progress, and the token that detaches it from the context."""

    span: Span
    token: Token[Context]

    def close(self, attributes: Mapping[str, str | int | float]) -> None:
        self.span.set_attributes(attributes)
        if "error.type" in attributes:
            self.span.set_status(StatusCode.ERROR)
        self.span.end()
        context.detach(self.token)


class _Telemetry:
    def __init__(
        self, tracer_provider: TracerProvider | None, meter_provider: MeterProvider | None
    ) -> None:
        self._tracer = trace.get_tracer("journeybee", __version__, tracer_provider, _SCHEMA)
        meter = metrics.get_meter("journeybee", __version__, meter_provider, _SCHEMA)
        self._duration = meter.create_histogram(
            "http.client.request.duration",
            unit="s",
            description="Duration of HTTP client requests.",
            explicit_bucket_boundaries_advisory=_BOUNDARIES,
        )
        self._calls: dict[int, _Open] = {}
        self._attempts: dict[int, _Open] = {}

    def before_call(self, event: HookEvent) -> None:
        name = f"JourneyBee.{event.operation or 'request'}"
        self._calls[event.call_id] = self._open(name, SpanKind.INTERNAL, {})

    def after_call(self, event: HookEvent) -> None:
        attributes: Attributes = {"journeybee.attempts": event.attempt}
        if event.error is not None:
            attributes["error.type"] = event.error
        self._calls.pop(event.call_id).close(attributes)

    def before_send(self, event: HookEvent) -> None:
        attributes = _request(event)
        attributes["url.full"] = event.base_url + event.path_template
        attributes["journeybee.waited"] = event.waited
        if event.attempt > 1:
            attributes["http.request.resend_count"] = event.attempt - 1
        name = f"{event.method} {attributes.get('url.template', '')}".rstrip()
        self._attempts[event.call_id] = self._open(name, SpanKind.CLIENT, attributes)

    def after_response(self, event: HookEvent) -> None:
        outcome = _outcome(event)
        self._duration.record(event.elapsed, {**_request(event), **outcome})
        self._attempts.pop(event.call_id).close(outcome)

    def _open(self, name: str, kind: SpanKind, attributes: Attributes) -> _Open:
        span = self._tracer.start_span(name, kind=kind, attributes=attributes)
        return _Open(span, context.attach(trace.set_span_in_context(span)))


def _request(event: HookEvent) -> Attributes:
    url = urlsplit(event.base_url)
    attributes: Attributes = {
        "http.request.method": event.method,
        "server.address": url.hostname or "",
        "server.port": url.port or (443 if url.scheme == "https" else 80),
    }
    # A path outside of the spec is not a template, and has any number of values.
    if event.operation is not None:
        attributes["url.template"] = url.path + event.path_template
    return attributes


def _outcome(event: HookEvent) -> Attributes:
    if event.status_code is None:
        return {"error.type": event.error or "_OTHER"}
    outcome: Attributes = {"http.response.status_code": event.status_code}
    if event.status_code >= 400:
        outcome["error.type"] = str(event.status_code)
    return outcome
