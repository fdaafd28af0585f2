"""The loop around attempts, and one attempt: slot, permit, send, outcome."""

from __future__ import annotations

import itertools
import logging
import math
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, cast

import anyio

from journeybee.errors import APIResponseError, ResponseTooLargeError
from journeybee.limits import RateLimiter
from journeybee.pipeline.admission import Admitter
from journeybee.pipeline.call_report import CallReport
from journeybee.pipeline.connections import Connections
from journeybee.pipeline.delay import delay_before_retry, jitter
from journeybee.pipeline.request import PRIORITY_HEADERS, Options, Request, refuse_own_headers
from journeybee.pipeline.retry import RetryBudget, RetryPolicy
from journeybee.response import APIResponse, Headers
from journeybee.settings import Settings
from journeybee.settings.secrecy import Secret
from journeybee_api._runtime.hidden_frames import HiddenFrames

if TYPE_CHECKING:
    import httpx

    from journeybee.pipeline.body import Received
    from journeybee.pipeline.hooks import Hooks
    from journeybee.pipeline.transport import TransportFailure

_log = logging.getLogger("journeybee.http")
_WITHOUT_BODY = {"DELETE", "GET"}


class Pipeline:
    """Sends requests for one API key: slot, limiter, retries, errors.

    Args:
        http_client: used in place of an own httpx client and left open by `aclose`. Only its
            transport, proxies and event hooks count: headers, cookies, auth and base URL do not.
        options: what holds for every request unless the request's own options differ.
        max_connections: attempts that may be under way at once in each event loop; two more may
            be if they are interactive.
        hooks: called at every call and attempt, in this order.
    """

    def __init__(
        self,
        settings: Settings,
        limiter: RateLimiter,
        *,
        http_client: httpx.AsyncClient | None = None,
        options: Options | None = None,
        max_connections: int = 10,
        hooks: Sequence[Hooks] = (),
        _sleep: Callable[[float], Awaitable[None]] = anyio.sleep,
        _random: Callable[[], float] = jitter,
        _clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.settings = settings
        key = settings.api_key
        self._changing = None if isinstance(key, Secret) else key
        self.limiter = limiter
        self._options = Options(timeout=settings.timeout, retry=RetryPolicy()).merge(
            options or Options()
        )
        self._last_merge: tuple[Options | None, Options] = (None, self._options)
        self._kept_headers: tuple[Secret, Options, Secret] | None = None
        self.connections = Connections(max_connections, settings.base_url, http_client)
        self._hooks = tuple(hooks)
        self._budget = RetryBudget(_clock)
        self._sleep = _sleep
        self._random = _random
        self._clock = _clock
        self._admitter = Admitter(limiter, _clock)

    async def send(self, request: Request, options: Options | None = None) -> APIResponse:
        """Send a request, repeating it as the retry policy allows, and return its 2xx response.

        Raises:
            APIStatusError: or one of its subclasses, for any status outside 200-299.
            APIConnectionError: no complete response; `APITimeoutError` when it took too long.
            RateLimitWaitError: permission would have taken longer than `max_wait`.
            ConfigurationError: a header is set that only this package may set.
            UsageError: the client is closed, or its `http_client` is bound to another event loop.
            ValueError: the URL cannot be sent.
        """
        options = self._merged(options)
        refuse_own_headers({*options.headers, *request.headers}, self.settings.auth_header)
        call = CallReport(
            self._hooks, self._clock, request, self.settings.base_url, options.priority or "normal"
        )
        try:
            await call.emit("before_call")
            return await self._repeat(call, request, options)
        except BaseException as error:
            call.note(getattr(error, "status_code", None), type(error).__name__)
            raise
        finally:
            await call.end()

    def _merged(self, options: Options | None) -> Options:
        if options is None:
            return self._options
        # A client passes the same ones with each call.
        last, merged = self._last_merge
        if last is not options:
            merged = self._options.merge(options)
            self._last_merge = options, merged
        return merged

    async def _repeat(self, call: CallReport, request: Request, options: Options) -> APIResponse:
        policy = options.retry or RetryPolicy()
        deadline = math.inf if policy.deadline is None else policy.deadline
        self._budget.note_first()
        renewed = False
        for attempt in itertools.count():
            outcome, key = await self._attempt(call, request, options, attempt, deadline)
            if isinstance(outcome, APIResponse) and 200 <= outcome.status_code < 300:
                return outcome
            from journeybee.pipeline.classify import classify

            failure = classify(request, outcome, attempt, self.settings.base_url)
            if failure.status == 401 and not renewed:
                renewed = await self._renews(key, failure.error, options, deadline - call.elapsed)
                if renewed:
                    await call.emit("on_retry", elapsed=call.elapsed, delay=0.0)
                    continue
            limited = failure.status == 429
            pause = delay_before_retry(attempt, failure.status, failure.retry_after, self._random)
            if limited:
                # A 429 applies to every caller of this key: pause the shared limiter.
                self.limiter.cool_down(pause)
                self._admitter.pause(failure.retry_after or 0.0)
            late = call.elapsed + pause > deadline
            if late or attempt - renewed >= policy.max_retries or not failure.may_retry:
                raise failure.error
            if not (limited or self._budget.take()):
                note = "not repeated: too many of this client's last requests were repeats"
                failure.error.add_note(note)
                raise failure.error
            await call.emit("on_retry", elapsed=call.elapsed, delay=0.0 if limited else pause)
            if not limited:
                await self._sleep(pause)
        raise AssertionError("unreachable")

    async def aclose(self) -> None:
        """Close the own connections in all event loops, once; an `http_client` is left open."""
        await self.connections.aclose()

    async def _attempt(
        self, call: CallReport, request: Request, options: Options, attempt: int, deadline: float
    ) -> tuple[APIResponse | TransportFailure, Secret]:
        from journeybee.pipeline.transport import TransportFailure, exchange, url_of

        connections = self.connections.here()
        url = url_of(self.settings.base_url, request)
        self._admitter.check_pause()
        key = await self._key(request, options, attempt, deadline - call.elapsed)
        begun = self._clock()
        max_wait = min(max(0.0, deadline - call.elapsed), options.longest_wait)
        slots = connections.slots_of(call.priority)
        admission = await self._admitter.admit(slots, max_wait, call.priority)
        try:
            with admission:
                await call.begin_attempt(self._clock() - begun)
                # It may have been closed during the wait, and the key may have been replaced.
                self.connections.check_open()
                key = (self._changing and self._changing.newest) or key
                outcome = await exchange(
                    connections.clients,
                    admission,
                    request,
                    url,
                    connected=connections.connected,
                    headers=partial(self._headers, request, options, key, url),
                    options=options,
                    left=deadline - call.elapsed,
                )
            if isinstance(outcome, TransportFailure):
                call.note(None, outcome.error)
                return outcome, key
            call.note(outcome.status_code, None)
            self._admitter.observe(outcome.headers)
            return self._response(request, outcome, attempt, call.waited), key
        except BaseException as error:
            call.note(None, type(error).__name__)
            raise
        finally:
            await call.end_attempt()

    async def _key(self, request: Request, options: Options, attempt: int, left: float) -> Secret:
        """The key to send; asked for, it is to come within the timeout of an attempt."""
        changing = self.settings.api_key
        if isinstance(changing, Secret):
            return changing
        seconds = min(options.timeout or math.inf, max(left, 0.0))
        key = await changing.get(seconds)
        if key is None:
            from journeybee.pipeline.classify import classify
            from journeybee.pipeline.transport import TransportFailure

            reason = f"{changing.name} took longer than {seconds:.3g} s"
            late = TransportFailure(reason, "TimeoutError", sent=False, timed_out=True)
            raise classify(request, late, attempt, self.settings.base_url).error
        return key

    async def _renews(
        self, rejected: Secret, error: Exception, options: Options, left: float
    ) -> bool:
        """Ask for another key after a 401; returns whether there is one."""
        changing = self._changing
        if changing is None or left <= 0:
            return False
        key = await changing.get(min(options.timeout or math.inf, left), rejected)
        problem = f"{changing.name} took too long" if key is None else changing.problem
        if problem:
            error.add_note(f"no other key: {problem}")
        return key is not None and key.reveal() != rejected.reveal()

    def _headers(
        self, request: Request, options: Options, key: Secret, url: httpx.URL
    ) -> Mapping[str, str]:
        """The headers to send; most requests share theirs, which are kept with the key hidden."""
        kept, shared = self._kept_headers, not (request.content or request.headers)
        shared = shared and request.method in _WITHOUT_BODY
        if shared and kept is not None and kept[0] is key and kept[1] is options:
            return cast("Mapping[str, str]", kept[2].reveal())
        from journeybee.pipeline.transport import USER_AGENT, bodiless_headers

        settings = self.settings
        headers: Mapping[str, str] = {
            "accept": "application/json",
            "accept-encoding": "gzip, deflate",
            "user-agent": USER_AGENT,
            **({"content-type": request.content[0]} if request.content else {}),
            **PRIORITY_HEADERS.get(options.priority, {}),
            **options.headers,
            **request.headers,
            settings.auth_header: settings.auth_prefix + key.reveal(),
        }
        if shared:
            headers = bodiless_headers(url, headers)
            self._kept_headers = key, options, Secret(headers)
        return headers

    def _response(
        self, request: Request, received: Received, attempt: int, waited: float
    ) -> APIResponse:
        response = APIResponse(
            status_code=received.status_code,
            headers=Headers(received.headers, lower=True),
            content=received.content,
            method=request.method,
            url=self.settings.base_url + request.target,
            url_template=self.settings.base_url + request.path_template,
            retries=attempt,
            waited=waited,
        )
        problem = received.problem
        if response.status_code < 300 and problem is None:
            return response
        # "invalid key abc" would carry the key into the exception.
        response = self.redact(response)
        if problem is not None and response.status_code < 300:
            error_class = ResponseTooLargeError if problem.too_large else APIResponseError
            raise error_class(str(problem), response=response, model="body")
        if problem is not None:
            # The status says enough, and whether to repeat the request.
            _log.warning("body of a %d not read to its end: %s", response.status_code, problem)
        return response

    def _secrets(self) -> Sequence[Secret]:
        key = self.settings.api_key
        return (key,) if isinstance(key, Secret) else key.known

    def redact(self, response: APIResponse) -> APIResponse:
        """Return the response without the API key, for an exception to hold."""
        with HiddenFrames():
            for secret in self._secrets():
                response = response.__replace__(
                    content=secret.redact_body(response.content),
                    headers=Headers((n, secret.redact(v)) for n, v in response.headers.items()),
                )
        return response

    def unreadable(
        self, problem: str, *, response: APIResponse, model: str, path: str = "$"
    ) -> APIResponseError:
        """The error for a success that cannot be used, which may quote the API key."""
        for secret in self._secrets():
            problem, path = secret.redact(problem), secret.redact(path)
        return APIResponseError(problem, response=self.redact(response), model=model, path=path)
