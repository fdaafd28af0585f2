"""One exchange with the server through httpx, its exceptions turned into values.

httpx keeps the request, and with it the API key, on its exceptions and in their tracebacks.
So none of them leaves this module: `exchange` returns a `Broken` and the caller raises.
"""

from __future__ import annotations

import platform
import ssl
from collections.abc import Awaitable, Callable, Mapping
from typing import TypeAlias, cast

import attrs
import httpx

from journeybee._version import __version__
from journeybee.limits import Permit

USER_AGENT = (
    f"journeybee-python/{__version__} python/{platform.python_version()} httpx/{httpx.__version__}"
)

_CONNECT_TIMEOUT = 5.0
_POOL_TIMEOUT = 5.0

Connected: TypeAlias = Callable[[object], Awaitable[None]]
"""Called with the stream of each connection that is opened."""

_NEVER_SENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
)


@attrs.frozen
class Received:
    """A response, read to its end."""

    status_code: int
    headers: list[tuple[str, str]] = attrs.field(repr=False)
    content: bytes = attrs.field(repr=False)


@attrs.frozen
class Broken:
    """No complete response: why, after which error, and could the server have seen the request."""

    reason: str
    error: str
    sent: bool
    timed_out: bool


class _Progress:
    """Learns from httpcore how far an exchange got; other transports tell nothing."""

    def __init__(self, connected: Connected) -> None:
        self._connected = connected
        self.connecting = False
        self.sending = False

    async def __call__(self, event: str, info: Mapping[str, object]) -> None:
        if event.endswith("connect_tcp.started"):
            self.connecting = True
        elif event.endswith("connect_tcp.complete"):
            await self._connected(info["return_value"])
        elif event.endswith("send_request_headers.started"):
            self.sending = True

    @property
    def surely_unsent(self) -> bool:
        return self.connecting and not self.sending


def tls_context() -> ssl.SSLContext:
    """What connections of all event loops are made with; loading the authorities takes long."""
    return httpx.create_ssl_context()


def open_client(max_connections: int, context: ssl.SSLContext) -> httpx.AsyncClient:
    """Make the client that a pipeline owns; proxies are taken from the environment."""
    return httpx.AsyncClient(
        verify=context,
        limits=httpx.Limits(
            max_connections=max_connections, max_keepalive_connections=max_connections
        ),
        # Plain http is for loopback only, and must not carry the key to a proxy.
        mounts={"http://": None},
    )


def has_connections(client: httpx.AsyncClient) -> bool:
    """Whether a client's connections bind it to an event loop; those in the process do not."""
    transport = getattr(client, "_transport", None)
    return not isinstance(transport, httpx.ASGITransport | httpx.MockTransport)


def parse_url(url: str) -> httpx.URL:
    """Parse a URL before anything is taken for it.

    Raises:
        ValueError: httpx cannot send to it, most likely because it is too long.
    """
    try:
        return httpx.URL(url)
    except httpx.InvalidURL as error:
        raise ValueError(f"the request has no valid URL: {error}") from None


async def exchange(
    client: httpx.AsyncClient,
    permit: Permit,
    *,
    connected: Connected,
    method: str,
    url: httpx.URL,
    headers: Mapping[str, str],
    content: bytes | None,
    timeout: float,
) -> Received | Broken:
    """Send one request, read the response, and settle the permit."""
    progress = _Progress(connected)
    limits = httpx.Timeout(
        timeout, connect=min(timeout, _CONNECT_TIMEOUT), pool=min(timeout, _POOL_TIMEOUT)
    )
    unsent = True
    try:
        request = httpx.Request(
            method,
            url,
            headers=headers,
            content=content,
            extensions={"timeout": limits.as_dict(), "trace": progress},
        )
        unsent = False
        # Neither the client's own auth nor its redirects: both could send the key elsewhere.
        response = await client.send(request, stream=True, auth=None, follow_redirects=False)
    except httpx.RequestError as error:
        unsent = isinstance(error, _NEVER_SENT)
        return _broken(error, sent=not unsent)
    except BaseException:
        # Cancelled, most likely; what the transport saw decides.
        unsent = unsent or progress.surely_unsent
        raise
    finally:
        if unsent:
            permit.unsent()
        else:
            permit.done()
    try:
        return Received(
            status_code=response.status_code,
            content=await response.aread(),
            headers=response.headers.multi_items(),
        )
    except httpx.RequestError as error:
        return _broken(error, sent=True)
    finally:
        await response.aclose()


def _broken(error: httpx.RequestError, *, sent: bool) -> Broken:
    name = type(error).__name__
    if isinstance(error, httpx.PoolTimeout):
        reason = "no free connection in the pool; give the http_client a larger one"
    else:
        reason = name + _system_reason(error)
    return Broken(reason, name, sent=sent, timed_out=isinstance(error, httpx.TimeoutException))


def _system_reason(error: BaseException | None) -> str:
    """The operating system's word on it; other messages might quote what was to be sent."""
    while error is not None:
        if isinstance(error, OSError) and error.strerror:
            return f" ({type(error).__name__}: {error.strerror})"
        if isinstance(error, BaseExceptionGroup):
            error = cast("BaseExceptionGroup[BaseException]", error).exceptions[0]
        else:
            error = error.__cause__ or error.__context__
    return ""
