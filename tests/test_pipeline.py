"""What the pipeline sends and what it returns."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from pytest_httpx import HTTPXMock

from journeybee import __version__
from journeybee.errors import ConfigurationError
from journeybee.pipeline import APIResponse, Options, Request, RetryPolicy
from tests.pipeline_harness import KEY, URL, CountingLimiter, get, make_pipeline

# --------------------------------------------------------------------------------- what is sent


async def test_a_request_as_it_goes_out(httpx_mock: HTTPXMock) -> None:
    httpx_mock.add_response(status_code=201, json={"uuid": "1"})
    pipeline = make_pipeline(None)
    request = Request(
        "POST",
        "/leads/",
        "/leads/",
        query=[("tag", "a b&c"), ("tag", "é/+"), ("page", "1")],
        content=("application/json", b"{}"),
        headers={"X-Trace": "t"},
    )
    response = await pipeline.send(request, Options(headers={"x-tenant": "acme"}))
    await pipeline.aclose()

    [sent] = httpx_mock.get_requests()
    assert sent.method == "POST"
    assert sent.url.raw_path == b"/v1/leads/?tag=a%20b%26c&tag=%C3%A9%2F%2B&page=1"
    assert sent.content == b"{}"
    assert sent.headers["authorization"] == f"Bearer {KEY}"
    assert sent.headers["content-type"] == "application/json"
    assert sent.headers["accept"] == "application/json"
    assert sent.headers["host"] == "api.example.test"
    assert sent.headers["x-trace"] == "t"
    assert sent.headers["x-tenant"] == "acme"
    assert sent.headers["user-agent"].startswith(f"journeybee-python/{__version__} python/3.")
    steps = {"connect": 5.0, "read": None, "write": None, "pool": 5.0}
    assert sent.extensions["timeout"] == {**steps, "total": 30.0}
    assert response.status_code == 201


@pytest.mark.parametrize(
    ("base_url", "path", "sent"),
    [
        ("https://h.test/v1", "/leads/", "https://h.test/v1/leads/"),
        ("https://h.test/v1/", "/leads/", "https://h.test/v1/leads/"),
        ("https://h.test/v1", "/partners", "https://h.test/v1/partners"),
        ("https://h.test", "/partners", "https://h.test/partners"),
        ("https://h.test:8443/a/b", "/x%2Fy/%E2%9C%93", "https://h.test:8443/a/b/x%2Fy/%E2%9C%93"),
        ("http://127.0.0.1:1/v1", "/a.b/..c", "http://127.0.0.1:1/v1/a.b/..c"),
    ],
)
async def test_base_url_and_path_are_joined_as_they_are(
    base_url: str, path: str, sent: str
) -> None:
    urls: list[bytes] = []

    def handler(request: httpx.Request) -> httpx.Response:
        urls.append(
            b"%s://%s%s" % (request.url.raw_scheme, request.url.netloc, request.url.raw_path)
        )
        return httpx.Response(200)

    await make_pipeline(handler, base_url=base_url).send(get(path))
    assert urls == [sent.encode()]


@pytest.mark.parametrize(
    "path",
    [
        "",
        "leads",
        "https://evil.test/x",
        "//evil.test/x",
        "/leads//notes",
        "/../admin",
        "/leads/..",
        "/leads/.",
        "/leads/./x",
        "/%2e%2E/admin",
        "/leads/..%2Fadmin",
        "/leads/%2e%2e%5Cadmin",
        "/leads\\..\\admin",
        "/leads\\x",
        "/leads?x=1",
        "/leads#x",
        "/le ads",
        "/leads\n",
        "/é",
        "/@evil.test/../..",
    ],
)
def test_paths_that_would_leave_the_base_url_are_refused(path: str) -> None:
    with pytest.raises(ValueError, match=r"^the path "):
        get(path)


@pytest.mark.parametrize("method", ["get", "", "GET ", "GET\r\nX: y", "G€T"])
def test_methods_that_are_none_are_refused(method: str) -> None:
    with pytest.raises(ValueError, match="method"):
        Request(method, "/", "/")


async def test_no_body_and_an_empty_one_are_two_things() -> None:
    sent: list[tuple[bytes, str | None]] = []

    def handler(request: httpx.Request) -> httpx.Response:
        sent.append((request.content, request.headers.get("content-type")))
        return httpx.Response(200)

    pipeline = make_pipeline(handler)
    for content in (None, ("text/csv", b""), ("image/png", b"\x89")):
        await pipeline.send(Request("PUT", "/x", "/x", content=content))
    assert sent == [(b"", None), (b"", "text/csv"), (b"\x89", "image/png")]


async def test_what_cannot_be_sent_costs_no_permit() -> None:
    limiter = CountingLimiter()
    pipeline = make_pipeline(lambda _: httpx.Response(200), limiter)
    with pytest.raises(ValueError, match="no valid URL"):
        await pipeline.send(get(query=[("q", "x" * 70_000)]))
    assert limiter.account == (0, 0, 0)


async def test_another_surface_sends_its_key_in_its_own_header() -> None:
    sent: list[httpx.Headers] = []

    def handler(request: httpx.Request) -> httpx.Response:
        sent.append(request.headers)
        return httpx.Response(200)

    await make_pipeline(handler, auth=("x-api-key", "")).send(get())
    assert sent[0]["x-api-key"] == KEY
    assert "authorization" not in sent[0]


@pytest.mark.parametrize(
    ("priority", "headers", "sent"),
    [
        (None, {}, None),
        ("normal", {}, None),
        ("interactive", {}, "u=1"),
        ("background", {}, "u=6"),
        ("background", {"Priority": "u=7, i"}, "u=7, i"),
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_the_lane_is_sent_as_the_urgency_of_a_standard_header(
    method: str, priority: Any, headers: dict[str, str], sent: str | None
) -> None:
    met: list[str | None] = []

    def handler(request: httpx.Request) -> httpx.Response:
        met.append(request.headers.get("priority"))
        return httpx.Response(200)

    pipeline = make_pipeline(handler)
    # Twice with the same options, whose headers are kept, and then without them.
    options = Options(priority=priority, headers=headers)
    content = None if method == "GET" else ("text/csv", b"")
    request = Request(method, "/x", "/x", content=content)
    for given in (options, options, None):
        await pipeline.send(request, given)
    assert met == [sent, sent, None]


async def test_headers_that_only_the_client_may_set_are_refused() -> None:
    pipeline = make_pipeline(lambda _: httpx.Response(200))
    for name in ("AUTHORIZATION", "Host", "content-length", "Transfer-Encoding"):
        with pytest.raises(ConfigurationError, match=name.lower()):
            await pipeline.send(get(headers={name: "1"}))
        with pytest.raises(ConfigurationError, match=name.lower()):
            await pipeline.send(get(), Options(headers={name: "1"}))
    other = make_pipeline(lambda _: httpx.Response(200), auth=("X-Api-Key", ""))
    with pytest.raises(ConfigurationError, match="x-api-key"):
        await other.send(get(headers={"x-api-key": "1"}))


# ------------------------------------------------------------------------------------- options


def test_options_merge() -> None:
    base = Options(timeout=5, headers={"A": "1", "b": "2"})
    merged = base.merge(Options(retry=RetryPolicy(0), headers={"a": "3"}, max_wait=1))
    assert merged == Options(
        timeout=5, retry=RetryPolicy(0), headers={"a": "3", "b": "2"}, max_wait=1
    )
    assert merged.merge(Options()) == merged
    assert base == Options(timeout=5, headers={"a": "1", "b": "2"})


@pytest.mark.parametrize(
    "options",
    [
        {"timeout": 0},
        {"timeout": float("inf")},
        {"max_wait": -1},
        {"max_wait": float("nan")},
        {"headers": {"a b": "1"}},
        {"headers": {"": "1"}},
        {"headers": {"a": "1\r\nb: 2"}},
        {"headers": {"a": "é"}},
    ],
)
def test_options_that_cannot_be_used_are_refused(options: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError):
        Options(**options)


def test_header_values_are_not_in_the_repr_of_options_and_requests() -> None:
    shown = repr(Options(headers={"x-secret": "hush"})) + repr(
        get(headers={"x-secret": "hush"}, query=[("q", "hush")], content=("text/plain", b"hush"))
    )
    assert "x-secret" in shown
    assert "hush" not in shown


async def test_timeout_of_the_call_wins_and_bounds_connecting_too() -> None:
    seen: list[dict[str, float]] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request.extensions["timeout"])
        return httpx.Response(200)

    pipeline = make_pipeline(handler, options=Options(timeout=20))
    await pipeline.send(get())
    await pipeline.send(get(), Options(timeout=2))
    steps = {"read": None, "write": None}
    assert seen[0] == {"connect": 5.0, **steps, "pool": 5.0, "total": 20}
    assert seen[1] == {"connect": 2.0, **steps, "pool": 1.0, "total": 2}


# --------------------------------------------------------------------------------- what returns


async def test_a_response_as_it_is_returned() -> None:
    response = await make_pipeline(
        lambda _: httpx.Response(
            200,
            content=b"\x00raw",
            headers=[("X-Request-ID", "req-9"), ("Link", "a"), ("link", "b")],
        )
    ).send(get(query=[("page", "2")]))
    assert type(response) is APIResponse
    assert response.content == b"\x00raw"
    assert response.request_id == "req-9"
    assert response.headers["LINK"] == "a, b"
    assert "x-request-id" in response.headers
    assert "missing" not in response.headers
    assert response.retries == 0
    assert response.method == "GET"
    assert response.url == f"{URL}/leads/1?page=2"
    assert response.url_template == f"{URL}/leads/{{uuid}}"


@pytest.mark.parametrize("status", [200, 201, 202, 204, 206, 299])
async def test_every_2xx_is_returned(status: int) -> None:
    response = await make_pipeline(lambda _: httpx.Response(status)).send(get())
    assert (response.status_code, response.request_id) == (status, None)
