"""When a request is retried and how long to wait: the rules alone, without I/O."""

import math
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

import pytest

from journeybee import APIResponse, RetryPolicy
from journeybee.errors import ConfigurationError
from journeybee.pipeline import Request
from journeybee.pipeline.classify import Failure, classify
from journeybee.pipeline.delay import delay_before_retry, parse_reset, parse_retry_after
from journeybee.pipeline.transport import TransportFailure
from journeybee.response import Headers

IDEMPOTENT = ["GET", "HEAD", "PUT", "DELETE"]
OTHERS = ["POST", "PATCH"]


@pytest.mark.parametrize(
    ("event", "idempotent", "others"),
    [
        ({"status": None, "sent": False}, True, True),
        ({"status": None, "sent": True}, True, False),
        ({"status": 429}, True, True),
        ({"status": 429, "retry_after": 5.0}, True, True),
        ({"status": 429, "retry_after": 120.0}, True, True),
        ({"status": 429, "retry_after": 120.5}, False, False),
        ({"status": 503, "retry_after": 5.0}, True, True),
        ({"status": 503, "retry_after": 0.0}, True, True),
        ({"status": 503, "retry_after": 500.0}, False, False),
        ({"status": 503}, True, False),
        ({"status": 408}, True, False),
        ({"status": 500}, True, False),
        ({"status": 500, "retry_after": 5.0}, True, False),
        ({"status": 502}, True, False),
        ({"status": 504}, True, False),
        *(
            ({"status": status}, False, False)
            for status in (301, 304, 400, 401, 403, 404, 409, 410, 422, 425, 499, 501, 505, 520)
        ),
    ],
)
def test_table(event: dict[str, Any], idempotent: bool, others: bool) -> None:
    for method in IDEMPOTENT:
        assert classified(method, event).may_retry is idempotent, method
    for method in OTHERS:
        assert classified(method, event).may_retry is others, method
        assert classified(method, event, idempotent=True).may_retry is idempotent, method


def classified(method: str, event: dict[str, Any], *, idempotent: bool = False) -> Failure:
    outcome: APIResponse | TransportFailure
    if event["status"] is None:
        outcome = TransportFailure("ReadError", "ReadError", sent=event["sent"], timed_out=False)
    else:
        retry_after = event.get("retry_after")
        headers = [] if retry_after is None else [("retry-after", str(retry_after))]
        outcome = APIResponse(event["status"], Headers(headers), b"", method, "/x", "/x")
    request = Request(method, "/x", "/x", idempotent=idempotent)
    return classify(request, outcome, 0, "https://api.example.test")


def at(share: float, status: int | None, retry_after: float | None = None) -> list[float]:
    return [delay_before_retry(n, status, retry_after, lambda: share) for n in range(7)]


def test_backoff_has_full_jitter_and_a_ceiling() -> None:
    assert at(0.0, status=500) == [0] * 7
    assert at(1.0, status=500) == [0.5, 1, 2, 4, 8, 8, 8]
    assert at(0.5, status=None) == [0.25, 0.5, 1, 2, 4, 4, 4]
    assert delay_before_retry(5000, 500, None, lambda: 1.0) == 8


def test_retry_after_is_waited_for_and_jitter_only_adds() -> None:
    assert at(0.0, status=503, retry_after=7.0) == [7.0] * 7
    assert at(1.0, status=429, retry_after=7.0) == [7.5] * 7
    assert at(0.0, status=429, retry_after=0.0) == [0.0] * 7


def test_429_without_retry_after_never_pauses_for_nothing() -> None:
    assert at(0.0, status=429) == [1, 2, 4, 8, 16, 32, 60]
    assert delay_before_retry(5000, 429, None, lambda: 0.0) == 60


def test_a_pause_of_all_is_never_longer_than_what_is_waited_for() -> None:
    assert at(0.0, status=429, retry_after=3600.0) == [120.0] * 7


NOW = datetime(2026, 3, 1, 12, 0, 0, tzinfo=UTC).timestamp()


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None),
        ("0", 0.0),
        ("7", 7.0),
        (" 7 ", 7.0),
        ("1.5", 1.5),
        ("3600", 3600.0),
        ("Sun, 01 Mar 2026 12:00:30 GMT", 30.0),
        ("Sun, 01 Mar 2026 12:00:30 -0000", 30.0),
        ("Sun, 01 Mar 2026 13:00:30 +0100", 30.0),
        ("Sunday, 01-Mar-26 12:00:30 GMT", 30.0),
        ("Sun Mar  1 12:00:30 2026", 30.0),
        ("Sun, 01 Mar 2026 11:00:00 GMT", 0.0),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("nan", None),
        ("inf", None),
        ("1e3", None),
        ("1_000", None),
        ("٣", None),
        ("5 seconds", None),
        ("Sun, 99 Mar 2026 12:00:30 GMT", None),
        ("9" * 400, None),
    ],
)
def test_forms_of_retry_after(value: str | None, seconds: float | None) -> None:
    assert parse_retry_after(value, lambda: NOW) == seconds


def test_dates_are_read_against_the_wall_clock_by_default() -> None:
    distant = format_datetime(datetime(2999, 1, 1, tzinfo=UTC), usegmt=True)
    seconds = parse_retry_after(distant)
    assert seconds is not None
    assert seconds > 1e9


def test_policy_defaults_and_bounds() -> None:
    assert (RetryPolicy().max_retries, RetryPolicy().deadline) == (3, None)
    assert RetryPolicy(max_retries=0, deadline=5) == RetryPolicy(0, 5.0)
    with pytest.raises(ConfigurationError, match="max_retries"):
        RetryPolicy(max_retries=-1)
    for deadline in (0, -1, math.nan, math.inf):
        with pytest.raises(ConfigurationError, match="deadline"):
            RetryPolicy(deadline=deadline)
    with pytest.raises(AttributeError):
        RetryPolicy().max_retries = 5  # type: ignore[misc]


NOON = datetime(2024, 12, 18, 12, 0, 0, tzinfo=UTC).timestamp()


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("30", 30.0),
        ("0", 0.0),
        (str(int(NOON) + 45), 45.0),
        (str(int(NOON) - 45), 0.0),
        ("Wed, 18 Dec 2024 12:00:20 GMT", 20.0),
        ("2024-12-18T12:00:20.500Z", 20.5),
        ("2024-12-18T17:30:20+05:30", 20.0),
        ("2024-12-18T11:00:00Z", 0.0),
        ("Wed Dec 18 2024 12:00:20 GMT+0000 (Coordinated Universal Time)", 20.0),
        ("Wed Dec 18 2024 17:30:20 GMT+0530 (India Standard Time)", 20.0),
        ("soon", None),
        ("", None),
        (None, None),
    ],
)
def test_when_a_limit_is_reset(value: str | None, seconds: float | None) -> None:
    assert parse_reset(value, lambda: NOON) == seconds
