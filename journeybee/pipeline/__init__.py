"""Sending one request: retry, connection slot, limiter, httpx, errors.

One reason to exist: to be the only folder that imports httpx, with the first request. It may import
`limits`, `settings`, `concurrency` and `errors`, and the generated runtime; nothing of operations
or lists.

`pipeline` has the loop around attempts; `classify` says whether to repeat one, `delay` after how
long, `retry` how often. `admission` holds slot and permit, `transport` exchanges one request.
"""

from typing import TYPE_CHECKING, Any, TypeAlias

from journeybee.pipeline.pipeline import Pipeline
from journeybee.pipeline.request import Options, Request
from journeybee.pipeline.retry import RetryPolicy
from journeybee.response import APIResponse, Headers

if TYPE_CHECKING:
    import httpx

    HTTPClient: TypeAlias = httpx.AsyncClient
else:
    # Naming the class would import httpx; annotations are resolved without it.
    HTTPClient = Any

__all__ = [
    "APIResponse",
    "HTTPClient",
    "Headers",
    "Options",
    "Pipeline",
    "Request",
    "RetryPolicy",
]
