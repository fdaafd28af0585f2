"""What an attempt that did not succeed was: a failure to judge a retry by, and its error."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from journeybee.error_mapping import error_from_response
from journeybee.errors import APIConnectionError, APIStatusError, APITimeoutError
from journeybee.pipeline.request import Request
from journeybee.pipeline.retry import Failure, parse_reset, parse_retry_after
from journeybee.response import APIResponse

if TYPE_CHECKING:
    from journeybee.pipeline.transport import Broken


def classify(
    request: Request, outcome: APIResponse | Broken, attempt: int, base_url: str
) -> tuple[Failure, APIStatusError | APIConnectionError]:
    """Return what decides on a retry, and the error to raise without one."""
    failed = partial(Failure, request.method, attempt, idempotent=request.idempotent)
    if isinstance(outcome, APIResponse):
        retry_after = parse_retry_after(outcome.headers.get("retry-after"))
        status = outcome.status_code
        if retry_after is None and status == 429:
            retry_after = parse_reset(outcome.headers.get("x-ratelimit-reset"))
        error = error_from_response(outcome, retry_after=retry_after)
        return failed(status=status, retry_after=retry_after), error
    error_class = APITimeoutError if outcome.timed_out else APIConnectionError
    return failed(sent=outcome.sent), error_class(
        ("no complete response: " if outcome.sent else "nothing was sent: ") + outcome.reason,
        method=request.method,
        url=base_url + request.path,
        url_template=base_url + request.path_template,
        retries=attempt,
    )
