"""Hooks, and the events that they are called with."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import attrs

from journeybee.limits import Priority


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
