"""What an attempt that did not succeed was: whether to repeat it, and the error to raise."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from journeybee.errors import APIConnectionError, APIStatusError, APITimeoutError
from journeybee.pipeline.delay import LONGEST_RETRY_AFTER, parse_reset, parse_retry_after
from journeybee.pipeline.error_mapping import error_from_response
from journeybee.pipeline.request import Request
from journeybee.response import APIResponse

if TYPE_CHECKING:
    from journeybee.pipeline.transport import TransportFailure

_IDEMPOTENT = frozenset({"GET", "HEAD", "PUT", "DELETE"})
_TRANSIENT = frozenset({408, 500, 502, 503, 504})


class Failure(NamedTuple):
    """How an attempt ended that did not succeed.

    Attributes:
        error: what to raise if it is not repeated.
        status: HTTP status, or None when no complete response came.
        retry_after: seconds, from the response.
        may_retry: whether repeating the request could help and can do no harm.
    """

    error: APIStatusError | APIConnectionError
    status: int | None
    retry_after: float | None
    may_retry: bool


def classify(
    request: Request, outcome: APIResponse | TransportFailure, attempt: int, base_url: str
) -> Failure:
    """Classify what came of an attempt, 0 being the first."""
    idempotent = request.idempotent or request.method in _IDEMPOTENT
    if isinstance(outcome, APIResponse):
        status = outcome.status_code
        retry_after = parse_retry_after(outcome.headers.get("retry-after"))
        if retry_after is None and status == 429:
            retry_after = parse_reset(outcome.headers.get("x-ratelimit-reset"))
        return Failure(
            error_from_response(outcome, retry_after=retry_after),
            status,
            retry_after,
            _may_retry_status(status, retry_after, idempotent=idempotent),
        )
    error_class = APITimeoutError if outcome.timed_out else APIConnectionError
    error = error_class(
        ("no complete response: " if outcome.sent else "nothing was sent: ") + outcome.reason,
        method=request.method,
        url=base_url + request.path,
        url_template=base_url + request.path_template,
        retries=attempt,
    )
    return Failure(error, None, None, not outcome.sent or idempotent)


def _may_retry_status(status: int, retry_after: float | None, *, idempotent: bool) -> bool:
    if retry_after is not None and retry_after > LONGEST_RETRY_AFTER:
        return False
    if status == 429 or (status == 503 and retry_after is not None):
        return True
    return status in _TRANSIENT and idempotent
