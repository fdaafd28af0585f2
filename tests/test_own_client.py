"""The client that a pipeline opens itself, below the libraries that users put around httpx."""

from __future__ import annotations

import functools
import socket
import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
import respx
import sentry_sdk
import trustme
from hypothesis import given
from hypothesis import strategies as st
from opentelemetry.instrumentation.httpx import HTTPXClientInstrumentor
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from sentry_sdk.integrations.httpx import HttpxIntegration

from journeybee import APIStatusError
from journeybee.pipeline import Options, RetryPolicy
from journeybee.pipeline.transport import url_of
from tests.error_tracker import Memory
from tests.fault_server import FaultServer, answer, certified
from tests.pipeline_harness import KEY, URL, get, make_pipeline


@pytest.mark.parametrize("using", ["httpcore", "httpx"])
async def test_respx_answers(using: str) -> None:
    with respx.mock(using=using) as mock:
        route = mock.get(f"{URL}/leads").respond(json=[1])
        pipeline = make_pipeline(None)
        response = await pipeline.send(get("/leads"))
        await pipeline.aclose()
    assert response.parse() == [1]
    assert route.calls.last.request.headers["authorization"] == f"Bearer {KEY}"


@pytest.fixture
def mock() -> Iterator[respx.MockRouter]:
    with respx.mock() as router:
        yield router


@pytest.fixture
def spans() -> Iterator[InMemorySpanExporter]:
    exporter = InMemorySpanExporter()
    provider = TracerProvider(shutdown_on_exit=False)
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    instrumentor = HTTPXClientInstrumentor()
    instrumentor.instrument(tracer_provider=provider)
    yield exporter
    instrumentor.uninstrument()


async def test_opentelemetry_traces(mock: respx.MockRouter, spans: InMemorySpanExporter) -> None:
    route = mock.get(f"{URL}/leads").respond(204)
    pipeline = make_pipeline(None)
    await pipeline.send(get("/leads"))
    await pipeline.aclose()
    (span,) = spans.get_finished_spans()
    assert f"{URL}/leads" in (span.attributes or {}).values()
    assert "traceparent" in route.calls.last.request.headers


@functools.cache
def tracker() -> tuple[sentry_sdk.Client, Any]:
    """A client, and the `send` that its integration puts in place, once in a process."""
    with pytest.MonkeyPatch.context() as patched:
        for client in (httpx.Client, httpx.AsyncClient):
            patched.setattr(client, "send", client.send)
        made = sentry_sdk.Client(
            dsn="https://key@tracker.test/1",
            transport=Memory(),
            default_integrations=False,
            integrations=[HttpxIntegration()],
            traces_sample_rate=1.0,
        )
        return made, httpx.AsyncClient.send


async def test_an_error_tracker_sees_the_request(
    mock: respx.MockRouter, monkeypatch: pytest.MonkeyPatch
) -> None:
    mock.get(f"{URL}/leads").respond(204)
    client, send = tracker()
    monkeypatch.setattr(httpx.AsyncClient, "send", send)
    with sentry_sdk.isolation_scope() as scope:
        scope.set_client(client)
        with sentry_sdk.start_transaction(name="test") as transaction:
            pipeline = make_pipeline(None)
            await pipeline.send(get("/leads"))
            await pipeline.aclose()
            recorded: Any = transaction._span_recorder
    assert [span.op for span in recorded.spans if span.op] == ["http.client"]


async def test_a_redirect_that_leads_nowhere_is_a_status(mock: respx.MockRouter) -> None:
    mock.get(f"{URL}/leads").respond(302, headers={"location": "https://[::"})
    pipeline = make_pipeline(None)
    with pytest.raises(APIStatusError, match="302"):
        await pipeline.send(get("/leads"))
    await pipeline.aclose()


@given(
    base=st.sampled_from(
        [URL, "https://api.example.test", "http://[::1]:8000/a%20b/v1", "https://bücher.test"]
    ),
    path=st.lists(st.text(min_size=1, max_size=8), min_size=1, max_size=3),
    query=st.lists(st.tuples(st.text(max_size=8), st.text(max_size=8)), max_size=3),
)
def test_a_url_is_the_one_that_httpx_makes(
    base: str, path: list[str], query: list[tuple[str, str]]
) -> None:
    try:
        request = get("/" + "/".join(path), query=query)
    except (ValueError, UnicodeEncodeError):
        return
    made, expected = url_of(base, request), httpx.URL(base + request.target)
    assert (str(made), made.raw_path) == (str(expected), expected.raw_path)
    assert (made.raw_host, made.port) == (expected.raw_host, expected.port)


@pytest.mark.parametrize("path", ["/leads", "/leads/", "/leads/0b7e-41/notes.v2/~x"])
def test_plain_urls_are_not_parsed_again(path: str) -> None:
    request = get(path, query=[("search", "ü & %"), ("page", "2")])
    assert request.is_plain
    assert str(url_of(URL, request)) == f"{URL}{path}?search=%C3%BC%20%26%20%25&page=2"


@pytest.fixture(params=["http", "https"])
def tls(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> ssl.SSLContext | None:
    """What a server is to have, and is trusted with."""
    if request.param == "http":
        return None
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    return certified(authority)


def answer_and_close(connection: socket.socket) -> None:
    answer(200)(connection)
    connection.close()


async def test_a_connection_that_the_server_closed_is_not_used_again(
    tls: ssl.SSLContext | None,
) -> None:
    once = Options(retry=RetryPolicy(max_retries=0))
    with FaultServer(answer_and_close, tls) as server:
        pipeline = make_pipeline(None, base_url=server.url)
        for _ in range(3):
            assert (await pipeline.send(get(), once)).status_code == 200
            assert server.wait_until_closed()
        await pipeline.aclose()
        assert len(server.requests) == 3


async def test_connections_are_checked_without_attributes_of_anyio(
    tls: ssl.SSLContext | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with FaultServer(answer(200), tls) as server:
        pipeline = make_pipeline(None, base_url=server.url)
        await pipeline.send(get())
        monkeypatch.setattr(anyio.TypedAttributeProvider, "extra", None)
        await pipeline.send(get())
        monkeypatch.undo()
        await pipeline.aclose()
