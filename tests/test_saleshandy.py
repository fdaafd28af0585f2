"""Saleshandy's analytics: requests, pages, errors, and retries of its reads."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import httpx
import pytest
from pytest_httpx import HTTPXMock

from journeybee import (
    APIResponseError,
    APIStatusError,
    AuthenticationError,
    BadRequestError,
    ConfigurationError,
    RateLimitError,
    RetryPolicy,
    ServerError,
    TokenBucket,
)
from journeybee.operations.binding import caller_of
from journeybee.saleshandy import Saleshandy

KEY = "sh_key_0123456789"
URL = "https://open-api.saleshandy.com/v1/analytics"


def client(**options: Any) -> Saleshandy:
    limiter = TokenBucket(limit=100_000, period=1.0, burst=100_000)
    return Saleshandy(KEY, limiter=limiter, **{"retry": RetryPolicy(max_retries=0)} | options)


def bodies(httpx_mock: HTTPXMock) -> list[Any]:
    return [json.loads(request.content) for request in httpx_mock.get_requests()]


def pages(rows: list[dict[str, int]], wrap: Any) -> Any:
    def answer(request: httpx.Request) -> httpx.Response:
        asked = json.loads(request.content)
        first = (asked.get("page", 1) - 1) * asked["limit"]
        return httpx.Response(200, json=wrap(rows[first : first + asked["limit"]]))

    return answer


ROWS = [{"opened": number} for number in range(5)]


@pytest.mark.parametrize(
    "wrap",
    [
        lambda rows: {"message": "x", "payload": rows},
        lambda rows: {"message": "x", "payload": {"members": rows, "count": 5}},
        lambda rows: rows,
    ],
)
async def test_team_stats_are_paged_in_the_body(httpx_mock: HTTPXMock, wrap: Any) -> None:
    httpx_mock.add_callback(pages(ROWS, wrap), is_reusable=True)
    async with client() as saleshandy:
        rows = await saleshandy.analytics.team_stats(
            user_ids=["x1Y2z3A4b5"],
            start_date="2024-12-01T00:00:00+05:30",
            end_date="2024-12-31T23:59:59+05:30",
            count_by="absolute",
            order_by="emailSent",
            sort_order="asc",
            type="email",
            limit=2,
        ).collect()
    assert rows == ROWS
    requests = httpx_mock.get_requests()
    assert {(request.method, str(request.url)) for request in requests} == {
        ("POST", f"{URL}/team/stats")
    }
    assert requests[0].headers["x-api-key"] == KEY
    assert requests[0].headers["content-type"] == "application/json"
    assert "authorization" not in requests[0].headers
    asked = {
        "userIds": ["x1Y2z3A4b5"],
        "startDate": "2024-12-01T00:00:00+05:30",
        "endDate": "2024-12-31T23:59:59+05:30",
        "countBy": "absolute",
        "limit": 2,
        "sortOrder": "asc",
        "orderBy": "emailSent",
        "type": "email",
    }
    assert bodies(httpx_mock) == [asked, *({**asked, "page": number} for number in (2, 3, 4))]


@pytest.mark.parametrize("body", [{}, {"payload": {}}, {"payload": {"a": [], "b": []}}, 7])
async def test_rows_that_cannot_be_found_are_an_error(httpx_mock: HTTPXMock, body: Any) -> None:
    httpx_mock.add_response(json=body)
    async with client() as saleshandy:
        with pytest.raises(APIResponseError, match="payload is not an array"):
            await saleshandy.analytics.team_stats()


async def test_consolidated_stats_go_by_the_servers_word(httpx_mock: HTTPXMock) -> None:
    row = {"Sequence Title": "Autumn", "Replied": "No", "Client": {}}
    for more, numbers in ((True, range(10)), (False, range(10, 12))):
        rows = [{**row, "Step Number": number} for number in numbers]
        payload = {"data": rows, "hasMore": more, "nextPageNumber": 2 if more else None}
        httpx_mock.add_response(json={"message": "x", "payload": payload})
    async with client(strict=True) as saleshandy:
        consolidated = saleshandy.analytics.consolidated_stats(
            sequence_ids=["a"], start_date="2024-01-01", end_date="2024-02-01", page_limit=10
        )
        assert [mail.step_number async for mail in consolidated] == list(range(12))
        with pytest.raises(ValueError, match="pageLimit=501 is out of range"):
            saleshandy.analytics.consolidated_stats(page_limit=501)
        with pytest.raises(ValueError, match=r"=9 is out of range: give .* from 10 to 500"):
            saleshandy.analytics.consolidated_stats(page_limit=9)
    asked = {"sequenceIds": ["a"], "startDate": "2024-01-01", "endDate": "2024-02-01"}
    first, second = bodies(httpx_mock)
    assert first == {**asked, "pageLimit": 10}
    assert second == {**asked, "pageLimit": 10, "pageNum": 2}


@pytest.mark.parametrize(
    ("body", "kind", "said"),
    [
        (
            {"code": 1001, "type": "invalidToken", "message": "Invalid token"},
            AuthenticationError,
            (1001, "Invalid token"),
        ),
        (
            {"statusCode": 400, "message": ["property X should not exist", "must be a boolean"]},
            BadRequestError,
            (None, "property X should not exist; must be a boolean"),
        ),
        (
            {"error": "Bad Request", "error_code": "no_key", "error_message": "x-api-key?"},
            BadRequestError,
            ("no_key", "x-api-key?"),
        ),
    ],
)
async def test_the_three_forms_of_error(
    httpx_mock: HTTPXMock, body: Any, kind: type[APIStatusError], said: tuple[Any, str]
) -> None:
    status = 401 if kind is AuthenticationError else 400
    httpx_mock.add_response(status_code=status, json=body)
    async with client() as saleshandy:
        with pytest.raises(kind) as refused:
            await saleshandy.analytics.sequence_stats(sequence_id="a")
    assert (refused.value.code, refused.value.message) == said
    assert KEY not in repr(refused.value)


async def test_reports_are_repeated_though_they_are_posts(httpx_mock: HTTPXMock) -> None:
    httpx_mock.add_exception(httpx.ReadTimeout("gone"))
    httpx_mock.add_response(status_code=502)
    httpx_mock.add_response(json={"message": "x", "payload": ROWS[:1]})
    async with client(retry=RetryPolicy(max_retries=3)) as saleshandy:
        page = await saleshandy.analytics.team_stats()
    assert (page.items, page.response.retries) == (ROWS[:1], 2)


async def test_other_posts_are_not_repeated(httpx_mock: HTTPXMock) -> None:
    httpx_mock.add_response(status_code=502)
    async with client(retry=RetryPolicy(max_retries=3)) as saleshandy:
        with pytest.raises(ServerError):
            await saleshandy.request("POST", "/prospects", json={})
    assert len(httpx_mock.get_requests()) == 1


@pytest.mark.parametrize(
    "headers",
    [
        lambda _: {"retry-after": "300"},
        lambda moment: {"x-ratelimit-reset": format_datetime(moment, usegmt=True)},
        lambda moment: {"x-ratelimit-reset": moment.isoformat()},
        lambda moment: {"x-ratelimit-reset": str(int(moment.timestamp()))},
        lambda _: {"retry-after": "300", "x-ratelimit-reset": "9"},
    ],
)
async def test_the_time_to_wait_is_in_seconds_or_a_date(
    httpx_mock: HTTPXMock, headers: Callable[[datetime], dict[str, str]]
) -> None:
    retry_headers = headers(datetime.now(UTC) + timedelta(seconds=300))
    httpx_mock.add_response(status_code=429, json={"message": "Rate Limit"}, headers=retry_headers)
    async with client() as saleshandy:
        with pytest.raises(RateLimitError) as refused:
            await saleshandy.analytics.sequence_stats(sequence_id="a")
    assert refused.value.retry_after == pytest.approx(300, abs=120)


def test_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ConfigurationError, match="set SALESHANDY_API_KEY"):
        Saleshandy()
    monkeypatch.setenv("SALESHANDY_API_KEY", KEY)
    settings = caller_of(Saleshandy()).pipeline.settings
    assert settings.base_url == "https://open-api.saleshandy.com/v1"
    assert (settings.auth_header, settings.auth_prefix) == ("x-api-key", "")
    assert settings.requests_per_minute == 30


async def test_a_glance_at_a_report_asks_for_no_smaller_page_than_there_is(
    httpx_mock: HTTPXMock,
) -> None:
    httpx_mock.add_response(json={"payload": {"data": [{"Step Number": 3}]}})
    async with client() as saleshandy:
        first = await saleshandy.analytics.consolidated_stats(page_limit=10).first()
    assert first is not None
    assert first.step_number == 3
    assert bodies(httpx_mock) == [{"pageLimit": 10}]
