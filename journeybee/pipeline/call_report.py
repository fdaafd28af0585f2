"""What hooks and the log `journeybee.http` see of a call."""

from __future__ import annotations

import itertools
import logging
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Literal

from journeybee.concurrency.callbacks import call
from journeybee.limits import Priority
from journeybee.pipeline.request import Request

if TYPE_CHECKING:
    from journeybee.pipeline.hooks import Hook, HookEvent, Hooks

_log = logging.getLogger("journeybee.http")
_ids = itertools.count(1)
# A shorter one comes from the event loop rather than from the limit.
_NOTEWORTHY_WAIT = 0.01

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
        if self._hooks:
            await self.emit("after_response", elapsed=elapsed)

    async def end(self) -> None:
        outcome = self._status or self._error
        self._write(logging.INFO, "%s in %.3f s, attempts: %d", outcome, self.elapsed)
        if self._hooks:
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
            from journeybee.pipeline.hooks import HookEvent

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
