"""The client: what it sends, returns, shares and refuses."""

from __future__ import annotations

import inspect
import json
import logging
import pickle
from typing import Any

import httpx
import pytest
from pytest_httpx import HTTPXMock

import journeybee
from journeybee import (
    UNSET,
    APIResponseError,
    AuthenticationError,
    ConfigurationError,
    JourneyBee,
    JourneyBeeError,
    NotFoundError,
    RateLimitWaitError,
    RetryPolicy,
    TokenBucket,
)
from journeybee.client import Client
from journeybee.legacy import LegacyJourneyBee
from journeybee.saleshandy import Saleshandy
from journeybee_api.v1.operations import leads

KEY = "jb_api_0123456789abcdef"
URL = "https://api.journeybee.io/v1"
TAG = {
    "uuid": "1f0e7a52-9e63-4a35-9f1a-0d6f4f4c7a11",
    "label": "Gold",
    "background_color": "#6B7280",
    "text_color": "#FFFFFF",
}


def client(**options: Any) -> JourneyBee:
    options.setdefault("retry", RetryPolicy(max_retries=0))
    return JourneyBee(KEY, **options)


SCHEMES: list[tuple[Any, str, str]] = [
    ("Bearer", "authorization", f"Bearer {KEY}"),
    ("Api-Key", "authorization", f"Api-Key {KEY}"),
    ("x-api-key", "x-api-key", KEY),
]


@pytest.mark.parametrize(("scheme", "header", "value"), SCHEMES)
@pytest.mark.parametrize("make", [JourneyBee, LegacyJourneyBee, Saleshandy])
async def test_every_client_sends_the_key_as_asked(
    httpx_mock: HTTPXMock, make: type[Client], scheme: Any, header: str, value: str
) -> None:
    httpx_mock.add_response(json={})
    async with make(KEY, auth_scheme=scheme) as client:
        await client.request("GET", "/anything")
    [request] = httpx_mock.get_requests()
    carriers = {"authorization", "x-api-key"} & set(request.headers)
    assert {name: request.headers[name] for name in carriers} == {header: value}


async def test_a_call_sends_what_the_spec_says(httpx_mock: HTTPXMock) -> None:
    httpx_mock.add_response(status_code=201, json={"uuid": "t"})
    async with client(headers={"X-Tenant": "a"}) as jb:
        task = await jb.tasks.create(title="Call", due_date=None)
    [request] = httpx_mock.get_requests()
    assert (request.method, str(request.url)) == ("POST", f"{URL}/tasks/")
    assert json.loads(request.content) == {"title": "Call", "due_date": None}
    assert request.headers["authorization"] == f"Bearer {KEY}"
    assert request.headers["content-type"] == "application/json"
    assert request.headers["x-tenant"] == "a"
    assert request.headers["user-agent"].startswith(f"journeybee-python/{journeybee.__version__}")
    assert task.uuid == "t"
    title: object = task.title
    assert title is UNSET


async def test_a_get_sends_no_body(httpx_mock: HTTPXMock) -> None:
    httpx_mock.add_response(json=[])
    async with client() as jb:
        assert await jb.tags.list(association=None).collect() == []
    [request] = httpx_mock.get_requests()
    assert str(request.url) == f"{URL}/tags/"
    assert request.content == b""
    assert "content-type" not in request.headers


async def test_a_delete_gives_none(httpx_mock: HTTPXMock) -> None:
    httpx_mock.add_response(status_code=204)
    async with client() as jb:
        await jb.tags.delete("u")
    assert httpx_mock.get_requests()[0].method == "DELETE"


async def test_errors_of_nested_resources_carry_the_request(httpx_mock: HTTPXMock) -> None:
    body = {"error": {"code": "not_found", "message": "Lead not found"}}
    httpx_mock.add_response(status_code=404, json=body, headers={"x-request-id": "r-1"})
    async with client() as jb:
        with pytest.raises(NotFoundError, match="404 not_found: Lead not found") as caught:
            await jb.leads.notes.get("a", "b")
    error = caught.value
    assert (error.method, error.url) == ("GET", f"{URL}/leads/a/notes/b")
    assert (error.code, error.request_id, error.body) == ("not_found", "r-1", body)
    assert error.response.status_code == 404


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"<html>maintenance</html>", "not JSON"),
        (b'{"uuid": "1f0e', "not JSON"),
        (b"[]", "expected object, got array"),
        (b"", "empty body"),
    ],
)
async def test_a_success_that_is_no_answer_is_an_error(
    httpx_mock: HTTPXMock, content: bytes, problem: str
) -> None:
    httpx_mock.add_response(content=content)
    async with client() as jb:
        with pytest.raises(APIResponseError, match=problem) as caught:
            await jb.tags.get("u")
    assert (caught.value.model, caught.value.path) == ("Tag", "$")
    assert caught.value.body == content


async def test_an_object_for_a_list_is_an_error(httpx_mock: HTTPXMock) -> None:
    httpx_mock.add_response(json={"message": "none"})
    async with client() as jb:
        with pytest.raises(APIResponseError, match="expected array, got object"):
            await jb.tags.list()


async def test_drift_is_logged_once_counted_and_kept(
    httpx_mock: HTTPXMock, caplog: pytest.LogCaptureFixture
) -> None:
    strange = {**TAG, "label": None, "shape": "round\nFAKE LINE"}
    httpx_mock.add_response(json=[strange, strange])
    async with client() as jb:
        with caplog.at_level(logging.WARNING, logger="journeybee.drift"):
            tags = await jb.tags.list().collect()
    assert [tag.to_dict() for tag in tags] == [strange, strange]
    drifted = {field for model, field in jb.drift if model == "Tag"}
    assert {"label", "shape"} <= drifted
    assert jb.drift["Tag", "shape"] == 2
    lines = [record.getMessage() for record in caplog.records]
    assert sum("shape" in line for line in lines) == 1
    assert not any("\n" in line or "round" in line for line in lines)


async def test_strict_raises_where_a_response_drifts(httpx_mock: HTTPXMock) -> None:
    httpx_mock.add_response(json=[TAG, {**TAG, "label": 7}], is_reusable=True)
    async with client(strict=True) as jb:
        with pytest.raises(APIResponseError) as caught:
            await jb.tags.list()
    assert caught.value.path.startswith("$[")


async def test_request_reaches_any_endpoint(httpx_mock: HTTPXMock) -> None:
    httpx_mock.add_response(json={"a": [1]})
    httpx_mock.add_response(status_code=204)
    httpx_mock.add_response(content=b"<p>")
    async with client() as jb:
        params = {"page": 2, "tag": ["x", "y"], "none": None}
        assert await jb.request("GET", "/beta/things/", params=params) == {"a": [1]}
        assert await jb.request("POST", "/beta/things", json={"name": None}) is None
        with pytest.raises(APIResponseError, match="not JSON"):
            await jb.request("GET", "/beta")
        for value, error in ((object(), TypeError), (float("inf"), ValueError)):
            with pytest.raises(error, match="JSON"):
                await jb.request("POST", "/beta", json=value)
    first, second, _ = httpx_mock.get_requests()
    assert str(first.url) == f"{URL}/beta/things/?page=2&tag=x&tag=y"
    assert "content-type" not in first.headers
    assert second.content == b'{"name":null}'
    assert second.headers["content-type"] == "application/json"


async def test_request_sends_null_unlike_nothing(httpx_mock: HTTPXMock) -> None:
    httpx_mock.add_response(status_code=204)
    async with client() as jb:
        await jb.request("POST", "/beta", json=None)
    assert httpx_mock.get_requests()[0].content == b"null"


@pytest.mark.parametrize("path", ["leads", "//evil.example/x", "https://evil.example", "/a/../b"])
async def test_request_stays_below_the_base_url(path: str) -> None:
    async with client() as jb:
        with pytest.raises(ValueError, match="path"):
            await jb.request("GET", path)


@pytest.mark.parametrize(
    "call",
    [
        lambda jb: jb.leads.get(""),
        lambda jb: jb.leads.get(".."),
        lambda jb: jb.leads.notes.delete("a", "."),
    ],
)
async def test_a_bad_path_parameter_is_refused_before_anything_is_sent(call: Any) -> None:
    async with client() as jb:
        with pytest.raises(ValueError, match=r"[uU]uid=.*give the id"):
            await call(jb)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"api_key": ""}, "api_key is empty"),
        ({"api_key": "abc\ndef"}, "line break"),
        ({"api_key": "schlüssel"}, "non-ASCII"),
        ({"api_key": "k", "base_url": "http://api.journeybee.io"}, "https://"),
        ({"api_key": "k", "base_url": "https://u:p@host"}, "credentials"),
        ({"api_key": "k", "timeout": 0}, "timeout"),
        ({"api_key": "k", "requests_per_minute": 0}, "requests_per_minute"),
    ],
)
def test_settings_that_cannot_work_are_refused(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigurationError, match=message) as caught:
        JourneyBee(**arguments)
    assert isinstance(caught.value, ValueError)
    assert isinstance(caught.value, JourneyBeeError)


def test_the_key_may_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JOURNEYBEE_API_KEY", raising=False)
    with pytest.raises(ConfigurationError, match="JOURNEYBEE_API_KEY"):
        JourneyBee()
    monkeypatch.setenv("JOURNEYBEE_API_KEY", KEY)
    monkeypatch.setenv("JOURNEYBEE_BASE_URL", "https://eu.example/v1/")
    assert repr(JourneyBee()) == "<JourneyBee https://eu.example/v1>"


async def test_the_key_is_shown_nowhere(
    httpx_mock: HTTPXMock, caplog: pytest.LogCaptureFixture
) -> None:
    echo = {"error": {"code": "unauthorized", "message": f"Invalid API key {KEY}"}}
    httpx_mock.add_response(status_code=401, json=echo, headers={"x-echo": KEY})
    with caplog.at_level(logging.DEBUG):
        async with client() as jb:
            with pytest.raises(AuthenticationError) as caught:
                await jb.tags.get("u")
            shown = [repr(jb), repr(vars(jb)), repr(jb.tags), repr(jb.tags.get)]
    error = caught.value
    shown += [str(error), repr(error), repr(vars(error)), repr(error.response), str(error.body)]
    shown += [str(dict(error.response.headers)), str(error.response.content)]
    shown += [record.getMessage() for record in caplog.records if record.name.startswith("journey")]
    assert KEY not in "\n".join(shown)
    assert KEY.encode() not in pickle.dumps(error)
    with pytest.raises(TypeError, match="pickle"):
        pickle.dumps(jb)


async def test_a_view_shares_connections_limiter_and_drift(httpx_mock: HTTPXMock) -> None:
    httpx_mock.add_response(json=TAG, is_reusable=True)
    limiter = TokenBucket(limit=5, period=60.0, burst=5)
    async with client(limiter=limiter, headers={"X-A": "1"}) as jb:
        view = jb.with_options(timeout=3, headers={"X-B": "2"}).with_options(max_wait=0.01)
        await jb.tags.get("u")
        await view.tags.get("u")
        assert limiter.stats.granted == 2
        assert view.drift is jb.drift
        plain, through_view = httpx_mock.get_requests()
        assert "x-b" not in plain.headers
        assert through_view.headers["x-a"] == "1"
        assert through_view.headers["x-b"] == "2"
        assert through_view.extensions["timeout"]["connect"] == 3
        for _ in range(3):
            await view.tags.get("u")
        with pytest.raises(RateLimitWaitError):
            await view.tags.get("u")


async def test_a_client_given_to_it_stays_open(httpx_mock: HTTPXMock) -> None:
    httpx_mock.add_response(json=TAG)
    async with httpx.AsyncClient() as http_client:
        async with client(http_client=http_client) as jb:
            await jb.tags.get("u")
            await jb.aclose()
        assert not http_client.is_closed


async def test_closing_twice_does_no_harm_and_later_calls_are_refused() -> None:
    jb = client()
    await jb.aclose()
    await jb.aclose()
    with pytest.raises(RuntimeError, match="closed"):
        await jb.tags.get("u")


def test_a_bound_operation_looks_like_its_builder() -> None:
    bound = client().leads.list
    signature = inspect.signature(bound)
    assert signature.parameters == inspect.signature(leads.list_leads).parameters
    assert signature.return_annotation == "Pager[Lead]"
    assert inspect.signature(client().leads.create).return_annotation == "Lead"
    assert bound.__doc__ == leads.list_leads.__doc__
    assert bound.__name__ == "list_leads"


def test_resources_are_made_once_and_unknown_ones_are_errors() -> None:
    jb = client()
    assert jb.leads is jb.leads
    with pytest.raises(AttributeError, match="did you mean leads"):
        _ = jb.leeds  # type: ignore[attr-defined]


def test_arguments_by_a_wrong_name_are_errors() -> None:
    with pytest.raises(TypeError, match="stauts"):
        client().leads.list(stauts="new")  # type: ignore[call-arg]
