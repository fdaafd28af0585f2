"""The keyword arguments that the clients of all three APIs take."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypedDict, cast

from journeybee.limits import RateLimiter
from journeybee.pipeline import HTTPClient
from journeybee.pipeline.retry import RetryPolicy
from journeybee.settings import AuthScheme, KeyFilePath
from journeybee.settings.secrecy import Secret

if TYPE_CHECKING:
    from journeybee.pipeline.hooks import Hooks
else:
    # Naming the class would import attrs; annotations are resolved without it.
    Hooks = Any


class ClientOptions(TypedDict, total=False):
    """The options that every client takes; `Client` documents them."""

    api_key_file: KeyFilePath | None
    auth_scheme: AuthScheme | None
    base_url: Secret | str | None
    requests_per_minute: int | None
    limiter: RateLimiter | None
    retry: RetryPolicy | None
    timeout: float
    connect_timeout: float | None
    max_response_bytes: int
    http_client: HTTPClient | None
    headers: Mapping[str, str] | None
    strict: bool
    hooks: Hooks | Sequence[Hooks]


def hidden(options: ClientOptions) -> ClientOptions:
    """The same with what tracebacks must not show: a URL may contain a password.

    A path may be a key by mistake.
    """
    secrets = {
        name: Secret.of(options.get(name))
        for name in ("api_key_file", "base_url")
        if name in options
    }
    return cast("ClientOptions", {**options, **secrets})
