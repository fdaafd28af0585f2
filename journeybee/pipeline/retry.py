"""When a request is repeated, and how long to wait before."""

from __future__ import annotations

import re
import time
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime

import attrs

from journeybee.errors import ConfigurationError
from journeybee.settings import check_seconds

# A longer Retry-After is the caller's to decide on.
LONGEST_RETRY_AFTER = 120.0
# A server that asks for more than a day has most likely meant something else.
LONGEST_SHUT = 86_400.0
# Keeps clients that were told the same time from coming back in the same instant.
_SPREAD = 0.5

_IDEMPOTENT = frozenset({"GET", "HEAD", "PUT", "DELETE"})
_TRANSIENT = frozenset({408, 500, 502, 503, 504})
# A minute of the default limit, of which a fifth may be repeats.
_BUDGET_REQUESTS = 100
_BUDGET_SECONDS = 60.0
_BUDGET_SHARE = 0.2
_BUDGET_LEAST = 10

# `GMT+0530 (India Standard Time)`: what JavaScript writes behind a date.
_JAVASCRIPT_ZONE = re.compile(r"GMT([+-]\d\d):?(\d\d).*")
# Three years in seconds; a number above it is the time itself.
_NO_WAIT_IS_SO_LONG = 1e8


def _check_max_retries(_instance: object, _attribute: object, value: int) -> None:
    if value < 0:
        raise ConfigurationError("max_retries must be 0 or more")


def _check_deadline(_instance: object, _attribute: object, value: float | None) -> None:
    if value is not None:
        check_seconds(value, "deadline")


@attrs.frozen
class RetryPolicy:
    """How often and how long a request is repeated.

    GET, HEAD, PUT and DELETE, and what the spec marks as idempotent, are repeated after a failed
    connection and after 408, 429, 500, 502, 503 and 504; other POST and PATCH only when nothing was
    sent, after 429, and after 503 with Retry-After. A Retry-After above 120 seconds is raised
    instead of waited for. So is what would exceed the budget that all calls of a client share: see
    `RetryBudget`.

    Attributes:
        max_retries: attempts after the first; 0 switches repeating off.
        deadline: seconds for the whole call, from its start to the last byte of the response.
    """

    max_retries: int = attrs.field(default=3, validator=_check_max_retries)
    deadline: float | None = attrs.field(default=None, validator=_check_deadline)


class RetryBudget:
    """Keeps repeats from multiplying the load on a server that is failing.

    At most 20 % of the last 100 requests of a pipeline, those older than a minute left out, may be
    repeats; 10 a minute are always allowed. Repeats after a 429 do not count: the server asked for
    them, and the cool-down sees to their pace.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._requests: deque[tuple[float, bool]] = deque(maxlen=_BUDGET_REQUESTS)

    def note_first(self) -> None:
        """Count the first attempt of a call."""
        self._requests.append((self._clock(), False))

    def take(self) -> bool:
        """Count a repeat if there may be one; returns whether there may."""
        now = self._clock()
        recent = [repeat for when, repeat in tuple(self._requests) if now - when < _BUDGET_SECONDS]
        allowed = sum(recent) < max(_BUDGET_LEAST, _BUDGET_SHARE * len(recent))
        if allowed:
            self._requests.append((now, True))
        return allowed


@attrs.frozen
class Failure:
    """What one attempt ended in.

    Attributes:
        idempotent: whether the operation may be done twice, though its method does not say so.
        attempt: 0 for the first.
        status: HTTP status, or None when no complete response came.
        sent: whether the server may have seen the request.
        retry_after: seconds, from the response.
    """

    method: str
    attempt: int
    status: int | None = None
    sent: bool = True
    retry_after: float | None = None
    idempotent: bool = False


def may_retry(failure: Failure) -> bool:
    """Whether repeating the request could help and can do no harm."""
    if failure.retry_after is not None and failure.retry_after > LONGEST_RETRY_AFTER:
        return False
    idempotent = failure.idempotent or failure.method in _IDEMPOTENT
    if failure.status is None:
        return not failure.sent or idempotent
    if failure.status == 429 or (failure.status == 503 and failure.retry_after is not None):
        return True
    return failure.status in _TRANSIENT and idempotent


def delay_before_retry(failure: Failure, random: Callable[[], float]) -> float:
    """Seconds to wait; `random` gives values in [0, 1).

    For 429 it is how long everything that shares the limiter is to pause, which must not come
    out as nothing: 1, 2, 4 ... 60 seconds when the server does not say.
    """
    if failure.retry_after is not None:
        return min(failure.retry_after, LONGEST_RETRY_AFTER) + _SPREAD * random()
    if failure.status == 429:
        return min(60.0, 2.0 ** min(failure.attempt, 6)) + _SPREAD * random()
    return min(8.0, 0.5 * 2.0 ** min(failure.attempt, 4)) * random()


def parse_retry_after(
    value: str | None, wall_clock: Callable[[], float] = time.time
) -> float | None:
    """Read a Retry-After header: seconds, or an HTTP date (0 when past); None if neither."""
    if value is None:
        return None
    value = value.strip()
    if re.fullmatch(r"[0-9]{1,15}(\.[0-9]*)?", value):
        return float(value)
    from email.utils import parsedate_to_datetime

    return _seconds_until(parsedate_to_datetime, value, wall_clock)


def parse_reset(value: str | None, wall_clock: Callable[[], float] = time.time) -> float | None:
    """Read an x-ratelimit-reset header as seconds from now; None if it is none of its forms.

    Those are seconds, a Unix time, and a date: of HTTP, of ISO 8601, or as JavaScript shows one.
    """
    seconds = parse_retry_after(value and _JAVASCRIPT_ZONE.sub(r"\1\2", value), wall_clock)
    if seconds is not None and seconds > _NO_WAIT_IS_SO_LONG:
        return max(0.0, seconds - wall_clock())
    if value is not None and seconds is None:
        return _seconds_until(datetime.fromisoformat, value, wall_clock)
    return seconds


def _seconds_until(
    read: Callable[[str], datetime], value: str, wall_clock: Callable[[], float]
) -> float | None:
    try:
        moment = read(value)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        return max(0.0, moment.timestamp() - wall_clock())
    except (ValueError, OverflowError):
        return None
