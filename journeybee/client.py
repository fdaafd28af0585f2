"""What the clients of all APIs share: settings, pipeline, and requests by hand."""

from __future__ import annotations

import json as jsonlib
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn, Self

from journeybee.drift import DriftCounter
from journeybee.errors import UsageError
from journeybee.limits import Priority, RateLimiter, TokenBucket
from journeybee.list_memory import ListMemory
from journeybee.operations.binding import Binding
from journeybee.operations.caller import Caller
from journeybee.pipeline import HTTPClient, Options, Pipeline, Request, RetryPolicy
from journeybee.settings import APIKey, AuthScheme, KeyFilePath, resolve_settings
from journeybee.settings.secrecy import Secret
from journeybee_api._runtime import UNSET, Reader, json_text, query_pairs

if TYPE_CHECKING:
    from journeybee.pipeline.hooks import Hooks
else:
    # Naming the class would import attrs; annotations are resolved without it.
    Hooks = Any


class Client:
    """The base of the clients: settings, pipeline, reader, and requests to any endpoint."""

    drift: DriftCounter
    """How often each (model, field) of the responses differed from the spec."""

    # What distinguishes a surface, apart from its tables.
    surface: ClassVar[str]
    default_base_url: ClassVar[str]
    _is_view = False
    _auth: ClassVar[tuple[str, str]]
    env_prefix: ClassVar[str]
    default_requests_per_minute: ClassVar[int] = 100
    # Clock and waits of the limiter and the pipeline, which those of a sandbox may replace.
    _limiter_time: Mapping[str, Any] = {}
    _pipeline_time: Mapping[str, Any] = {}

    def __init__(
        self,
        api_key: APIKey | None = None,
        *,
        api_key_file: KeyFilePath | None = None,
        auth_scheme: AuthScheme | None = None,
        base_url: Secret | str | None = None,
        requests_per_minute: int | None = None,
        limiter: RateLimiter | None = None,
        retry: RetryPolicy | None = None,
        timeout: float = 30.0,
        connect_timeout: float | None = None,
        max_response_bytes: int = 64 * 1024 * 1024,
        http_client: HTTPClient | None = None,
        headers: Mapping[str, str] | None = None,
        strict: bool = False,
        hooks: Hooks | Sequence[Hooks] = (),
    ) -> None:
        """Configure the client; nothing is sent yet.

        Args:
            api_key: the key, or a function that returns it, sync (called in a thread) or async. It
                is called before the first attempt and, once, after a 401; if the key is another
                one then, the request is repeated with it. By default the environment's
                JOURNEYBEE_API_KEY. The other surfaces have the prefixes JOURNEYBEE_LEGACY_ and
                SALESHANDY_.
            api_key_file: a file that holds the key, read for each attempt, such as a mounted
                secret; by default JOURNEYBEE_API_KEY_FILE.
            auth_scheme: how requests carry the key: `"Bearer"` and `"Api-Key"` in the header
                Authorization, `"x-api-key"` in a header of that name; by default
                JOURNEYBEE_AUTH_SCHEME, else that of the spec: Bearer, or x-api-key for Saleshandy.
            base_url: by default JOURNEYBEE_BASE_URL, else the URL in the spec.
            requests_per_minute: by default JOURNEYBEE_REQUESTS_PER_MINUTE, else 100, or 30
                for Saleshandy.
            limiter: a limiter of your own, or one shared between clients; `requests_per_minute`
                then has no effect.
            retry: when failed requests are retried; by default `RetryPolicy()`.
            timeout: seconds for one attempt, from connecting to the last byte of the response.
            connect_timeout: seconds for connecting, and again for the TLS handshake; by default 5,
                or that of the `http_client`.
            max_response_bytes: the largest body that is read, counted when decompressed; a larger
                one raises ResponseTooLargeError.
            http_client: an `httpx.AsyncClient` to send through; the client does not close it.
            headers: sent with every request.
            strict: raise APIResponseError where a response differs from the spec in any field.
            hooks: functions to call as requests are sent and answered; several are called in order.

        Raises:
            ConfigurationError: a setting cannot be used; the message names it and the fix.
        """
        # Before anything can fail: error trackers record the variables of each frame, and a URL
        # may contain a password.
        api_key, api_key_file = Secret.of(api_key), Secret.of(api_key_file)
        base_url = Secret.of(base_url)
        settings = resolve_settings(
            default_base_url=self.default_base_url,
            default_requests_per_minute=self.default_requests_per_minute,
            env_prefix=self.env_prefix,
            auth=self._auth,
            auth_scheme=auth_scheme,
            api_key=api_key,
            api_key_file=api_key_file,
            base_url=base_url,
            requests_per_minute=requests_per_minute,
            timeout=timeout,
        )
        if limiter is None:
            limit = settings.requests_per_minute
            limiter = TokenBucket(limit, burst=min(limit, 20), **self._limiter_time)
        self.drift = DriftCounter()
        self._caller = Caller(
            Pipeline(
                settings,
                limiter,
                http_client=http_client,
                hooks=tuple(hooks) if isinstance(hooks, Iterable) else (hooks,),
                **self._pipeline_time,
            ),
            Options(
                connect_timeout=connect_timeout,
                retry=retry,
                headers=headers or {},
                max_response_bytes=max_response_bytes,
            ),
            reader := Reader(strict=strict, on_drift=self.drift.note),
            lists=ListMemory(reader.report),
        )

    @property
    def _binding(self) -> Binding:
        return Binding(self._caller)

    def with_options(
        self,
        *,
        timeout: float | None = None,
        connect_timeout: float | None = None,
        retry: RetryPolicy | None = None,
        headers: Mapping[str, str] | None = None,
        max_wait: float | None = None,
        max_response_bytes: int | None = None,
        priority: Priority | None = None,
    ) -> Self:
        """A view of this client with other options; it shares connections and limiter.

        Closing the view does not close the client.

        Args:
            timeout: seconds for one attempt, from connecting to the last byte of the response.
            connect_timeout: seconds for connecting, and again for the TLS handshake.
            retry: when failed requests are retried.
            headers: sent in addition to those of this client.
            max_wait: the longest wait of a request for the limiter, in seconds; a longer one
                raises RateLimitWaitError.
            max_response_bytes: the largest body that is read, counted when decompressed.
            priority: the lane in which requests wait for the limiter: "interactive" overtakes
                "normal", which overtakes "background"; none starves. Sent as the header
                `Priority` of RFC 9218, "u=1" or "u=6", unless normal or set in `headers`.
        """
        options = Options(
            timeout=timeout,
            connect_timeout=connect_timeout,
            retry=retry,
            headers=headers or {},
            max_wait=max_wait,
            max_response_bytes=max_response_bytes,
            priority=priority,
        )
        return self._view(self._caller.options.merge(options))

    def _view(self, options: Options) -> Self:
        view = object.__new__(type(self))
        view._is_view = True
        view.drift = self.drift
        view._caller = self._caller._replace(options=options)
        return view

    async def request(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, object] | None = None,
        json: object = UNSET,
    ) -> Any:
        """Send a request to any endpoint; returns the decoded JSON, None if there is no body.

        Args:
            method: HTTP method in capitals.
            path: below the base URL, beginning with `/`, percent-encoded.
            params: the query; None values are left out, lists repeat the name.
            json: the body; it may contain models and datetimes.

        Raises:
            ValueError: the path leaves the base URL.
            JourneyBeeError: as every call; APIResponseError if the body is not JSON.
        """
        query = list(query_pairs(params or {}))
        content = None if json is UNSET else ("application/json", json_text("json", json).encode())
        request = Request(method, path, path, query=query, content=content)
        response = await self._caller.pipeline.send(request, self._caller.options)
        if not response.content:
            return None
        try:
            return jsonlib.loads(response.content)
        except (ValueError, RecursionError) as error:
            problem = f"not JSON: {error}"
        # Raised outside the handler: the parser's error holds the whole text.
        raise self._caller.pipeline.unreadable(problem, response=response, model="JSON")

    async def aclose(self) -> None:
        """Close the connections this client opened, which its views share.

        Closing a view from `with_options` does nothing: close the client that it was made from.
        """
        if not self._is_view:
            await self._caller.pipeline.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        await self.aclose()

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            from journeybee.hints import unknown_attribute

            raise AttributeError(unknown_attribute(self, name))

        def __reduce_ex__(self, protocol: object) -> NoReturn:
            # Of `copy` and of `pickle`, for processes of `multiprocessing` and Celery.
            raise TypeError("a client is neither pickled nor copied: make one where it is used")

        def __enter__(self) -> NoReturn:
            kind = type(self).__name__
            raise UsageError(f"use `async with {kind}()`, or `with journeybee.blocking.{kind}()`")

        def __exit__(self, *exc_info: object) -> None:
            """Only for the message of `__enter__`."""

    def __repr__(self) -> str:
        # An error tracker may call it before `__init__` has finished.
        caller: Caller | None = getattr(self, "_caller", None)
        url = f" {caller.pipeline.settings.base_url}" if caller else ""
        return f"<{type(self).__name__}{url}>"
