"""The way of a request: retry, connection slot, limiter, send, map errors.

The only room that names httpx, and it imports it with the first request.
"""

from typing import TYPE_CHECKING, Any, TypeAlias

from journeybee.pipeline.hooks import HookEvent, Hooks
from journeybee.pipeline.pipeline import Pipeline
from journeybee.pipeline.request import Options, Request
from journeybee.pipeline.retry import RetryPolicy
from journeybee.response import APIResponse, Headers

if TYPE_CHECKING:
    import httpx

    HTTPClient: TypeAlias = httpx.AsyncClient
else:
    # To name the class would import httpx; annotations are resolved without it.
    HTTPClient = Any

__all__ = [
    "APIResponse",
    "HTTPClient",
    "Headers",
    "HookEvent",
    "Hooks",
    "Options",
    "Pipeline",
    "Request",
    "RetryPolicy",
]
