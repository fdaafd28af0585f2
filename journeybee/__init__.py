"""Async Python SDK for the JourneyBee API."""

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
)
from journeybee.limits import Permit, RateLimiter, TokenBucket
from journeybee.pagination import Page, Pager, PagerStats
from journeybee.pipeline import HookEvent, Hooks, RetryPolicy
from journeybee.response import APIResponse
from journeybee_api._runtime import UNSET, Unset

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
    "__version__",
]
