"""Async Python SDK for the JourneyBee API."""

from typing import TYPE_CHECKING, Any

from journeybee._version import __version__
from journeybee.bulk import BulkResult, BulkResults
from journeybee.client import JourneyBee
from journeybee.errors import (
    APIConnectionError,
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
    ServerError,
    UnprocessableEntityError,
    WebhookVerificationError,
)
from journeybee.limits import Permit, RateLimiter, TokenBucket
from journeybee.pagination import Page, Pager, PagerStats
from journeybee.pipeline import HookEvent, Hooks, RetryPolicy
from journeybee.response import APIResponse
from journeybee_api._runtime import UNSET, Unset

if TYPE_CHECKING:
    from journeybee.webhooks import Webhook, WebhookClaims, WebhookEvent

__all__ = [
    "UNSET",
    "APIConnectionError",
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
    "RetryPolicy",
    "ServerError",
    "TokenBucket",
    "UnprocessableEntityError",
    "Unset",
    "Webhook",
    "WebhookClaims",
    "WebhookEvent",
    "WebhookVerificationError",
    "__version__",
]

if not TYPE_CHECKING:  # where a wrong name is to be an error

    def __getattr__(name: str) -> Any:
        # Few programs receive webhooks; the others need not load what they take.
        if name in {"Webhook", "WebhookClaims", "WebhookEvent"}:
            from journeybee import webhooks

            return getattr(webhooks, name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
