"""Async Python SDK for the JourneyBee API.

Imports the clients; what few programs use is imported on first use.
"""

from typing import TYPE_CHECKING, Any

from journeybee._version import __version__
from journeybee.errors import (
    APIConnectionError,
    APIKeyError,
    APIResponseError,
    APIStatusError,
    APITimeoutError,
    AuthenticationError,
    BadRequestError,
    ConfigurationError,
    ConflictError,
    JourneyBeeError,
    ListShiftedError,
    ModuleDisabledError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitError,
    RateLimitWaitError,
    ResponseTooLargeError,
    ServerError,
    UnprocessableEntityError,
    UsageError,
    WebhookVerificationError,
)
from journeybee.limits import Permit, RateLimiter, TokenBucket
from journeybee.pipeline import RetryPolicy
from journeybee.response import APIResponse
from journeybee.v1 import JourneyBee
from journeybee_api._runtime import UNSET, UnlistedInt, UnlistedStr, Unset, json_default

if TYPE_CHECKING:
    from journeybee.operations.bulk import BulkResult, BulkResults
    from journeybee.pagination import Page, Pager, PagerStats
    from journeybee.pipeline.hooks import HookEvent, Hooks
    from journeybee.webhooks import Webhook, WebhookClaims, WebhookEvent

__all__ = [
    "UNSET",
    "APIConnectionError",
    "APIKeyError",
    "APIResponse",
    "APIResponseError",
    "APIStatusError",
    "APITimeoutError",
    "AuthenticationError",
    "BadRequestError",
    "BulkResult",
    "BulkResults",
    "ConfigurationError",
    "ConflictError",
    "HookEvent",
    "Hooks",
    "JourneyBee",
    "JourneyBeeError",
    "ListShiftedError",
    "ModuleDisabledError",
    "NotFoundError",
    "Page",
    "Pager",
    "PagerStats",
    "PermissionDeniedError",
    "Permit",
    "RateLimitError",
    "RateLimitWaitError",
    "RateLimiter",
    "ResponseTooLargeError",
    "RetryPolicy",
    "ServerError",
    "TokenBucket",
    "UnlistedInt",
    "UnlistedStr",
    "UnprocessableEntityError",
    "Unset",
    "UsageError",
    "Webhook",
    "WebhookClaims",
    "WebhookEvent",
    "WebhookVerificationError",
    "__version__",
    "json_default",
]

if not TYPE_CHECKING:  # where a wrong name must be an error
    # Names that few programs use; the others need not wait for them.
    _MODULES = {
        "BulkResult": "operations.bulk",
        "BulkResults": "operations.bulk",
        "HookEvent": "pipeline.hooks",
        "Hooks": "pipeline.hooks",
        "Page": "pagination",
        "Pager": "pagination",
        "PagerStats": "pagination",
        "Webhook": "webhooks",
        "WebhookClaims": "webhooks",
        "WebhookEvent": "webhooks",
    }

    def __getattr__(name: str) -> Any:
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        return getattr(import_module(f"journeybee.{_MODULES[name]}"), name)

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__})
