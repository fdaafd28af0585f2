"""What hooks and the log `journeybee.http` see of a call."""

from __future__ import annotations

import itertools
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Literal

import attrs

from journeybee.concurrency.callbacks import call
from journeybee.limits import Priority
from journeybee.pipeline.request import Request

_log = logging.getLogger("journeybee.http")
_ids = itertools.count(1)
# A shorter one comes from the event loop rather than from the limit.
_NOTEWORTHY_WAIT = 0.01


@attrs.frozen(kw_only=True)
class HookEvent:
    """What a hook is called with; it holds no API key, no body, no header and no query.

    Attributes:
        call_id: the same in all events of one call, and unique in the process.
        method: HTTP method.
        base_url: of the server, without a trailing slash.
        path_template: the path with `{name}` in place of values; of `client.request` the path.
        operation: id of the operation such as `get_lead`; None for `client.request`.
        attempt: 1 for the first; 0 when none has begun.
        status_code: HTTP status, or None when no complete response came.
        error: class name of what an attempt without response, or a call, failed with, or None.
        priority: the lane of the limiter.
        elapsed: seconds, of the attempt in `after_response`, else of the call so far.
        waited: seconds that the attempt waited for a connection slot and for the limiter.
        delay: seconds until the repeat; 0 after a 429, whose pause shows as `waited`.

    .. versionadded:: 0.1
    """

    call_id: int
    method: str
    base_url: str
    path_template: str
    operation: str | None
    attempt: int
    status_code: int | None = None
    error: str | None = None
    priority: Priority = "normal"
    elapsed: float = 0.0
    waited: float = 0.0
    delay: float = 0.0


Hook = Callable[[HookEvent], Awaitable[None] | None]


@attrs.frozen(kw_only=True)
class Hooks:
    """Functions, sync or async, that are called with a `HookEvent` at the moments of a call.

    Of each pair the second is called whenever the first was, also after a failure or a cancellation
    (what an async one awaits is then cancelled too). What a hook raises, the call raises.

    Attributes:
        before_call: before anything else; `after_call`: the call has its result or its error.
        before_send: permission was granted and the request is sent now.
        after_response: the attempt ended, in a response that is read or in a failure.
        on_wait: an attempt had to wait, `waited` seconds, and may now be sent.
        on_retry: the request will be repeated, in `delay` seconds.

    .. versionadded:: 0.1
    """

    before_call: Hook | None = None
    after_call: Hook | None = None
    before_send: Hook | None = None
    after_response: Hook | None = None
    on_wait: Hook | None = None
    on_retry: Hook | None = None


Moment = Literal[
    "before_call", "after_call", "before_send", "after_response", "on_wait", "on_retry"
]


class CallReport:
    """Reports one call of a pipeline to hooks and log."""

    def __init__(
        self,
        hooks: Sequence[Hooks],
        clock: Callable[[], float],
        request: Request,
        base_url: str,
        priority: Priority,
    ) -> None:
        self._hooks = hooks
        self._clock = clock
        self._request = request
        self._base_url = base_url
        self.priority: Priority = priority
        self._id = next(_ids)
        self._started = self._attempt_started = clock()
        self._attempt = 0
        self.waited = 0.0
        self._status: int | None = None
        self._error: str | None = None

    @property
    def elapsed(self) -> float:
        """Seconds since the call began."""
        return self._clock() - self._started

    async def begin_attempt(self, waited: float) -> None:
        self._attempt += 1
        self.waited += waited
        self._status = self._error = None
        if waited >= _NOTEWORTHY_WAIT:
            await self.emit("on_wait", elapsed=self.elapsed, waited=waited)
        self._attempt_started = self._clock()
        if self._hooks:
            await self.emit("before_send", elapsed=self.elapsed, waited=waited)

    def note(self, status: int | None, error: str | None) -> None:
        """Record the outcome of the attempt, or of the call."""
        self._status, self._error = status, error

    async def end_attempt(self) -> None:
        elapsed = self._clock() - self._attempt_started
        outcome = self._error or self._status
        self._write(logging.DEBUG, "%s in %.3f s, attempt %d", outcome, elapsed)
        await self.emit("after_response", elapsed=elapsed)

    async def end(self) -> None:
        outcome = self._status or self._error
        self._write(logging.INFO, "%s in %.3f s, attempts: %d", outcome, self.elapsed)
        await self.emit("after_call", elapsed=self.elapsed)

    def _write(self, level: int, text: str, outcome: object, elapsed: float) -> None:
        if not _log.isEnabledFor(level):
            return
        request = self._request
        values = (request.method, request.path_template, outcome, elapsed, self._attempt)
        _log.log(level, "%s %s: " + text, *values)

    async def emit(self, moment: Moment, **seconds: float) -> None:
        """Call the hooks of a moment."""
        if self._hooks:
            event = HookEvent(
                call_id=self._id,
                method=self._request.method,
                base_url=self._base_url,
                path_template=self._request.path_template,
                operation=self._request.operation,
                attempt=self._attempt,
                status_code=self._status,
                error=self._error,
                priority=self.priority,
                **seconds,
            )
            await _call_each(self._hooks, moment, event)


async def _call_each(hooks: Sequence[Hooks], moment: Moment, event: HookEvent) -> None:
    """Call every one of them, also when another one raises."""
    if not hooks:
        return
    try:
        hook: Hook | None = getattr(hooks[0], moment)
        if hook is not None:
            await call(hook, event)
    finally:
        await _call_each(hooks[1:], moment, event)
