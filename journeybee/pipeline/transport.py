"""One exchange with the server through httpx, its exceptions turned into values.

httpx keeps the request, and with it the API key, on its exceptions and in their tracebacks.
So none of them leaves this module: `exchange` returns a `TransportFailure` and the caller raises.
Other exceptions, such as a cancellation, leave without the frames of the HTTP libraries.
"""

from __future__ import annotations

import math
import ssl
import sys
import zlib
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any, NamedTuple, TypeAlias

import anyio
import httpx

from journeybee._version import __version__
from journeybee.concurrency.loops import plain
from journeybee.errors import ConfigurationError
from journeybee.pipeline.admission import Admission
from journeybee.pipeline.body import BodyRefusedError, Received, read_body
from journeybee.pipeline.client_stack import ClientStack, GivenClient
from journeybee.pipeline.failures import is_transport_failure, sole_member, system_reason
from journeybee.pipeline.own_client import OwnClient, plain_url
from journeybee.pipeline.proxies import proxy_for, tls_context
from journeybee.pipeline.request import Options, Request
from journeybee_api._runtime.hidden_frames import HiddenFrames

# As `platform.python_version()` has it, a module that compiles a dozen patterns.
_PYTHON = sys.version.partition(" ")[0]
USER_AGENT = f"journeybee-python/{__version__} python/{_PYTHON} httpx/{httpx.__version__}"

_POOL_TIMEOUT = 5.0
_NO_BODY = httpx.ByteStream(b"")
# A page of 100 rows is a thousandth of it.
_MAX_RESPONSE_BYTES = 64 * 1024 * 1024

Connected: TypeAlias = Callable[[object], Awaitable[None]]
"""Called with the stream of each connection that is opened."""

_NEVER_SENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
)


class TransportFailure(NamedTuple):
    """No complete response came.

    Attributes:
        reason: why, as it is shown to users.
        error: name of the class of the error.
        sent: whether the server may have seen the request.
    """

    reason: str
    error: str
    sent: bool
    timed_out: bool


class _ConnectionTrace:
    """Follows in httpcore how far an exchange got; other transports report nothing.

    Attributes:
        sent: whether the server may have seen the request.
    """

    def __init__(self, connected: Connected) -> None:
        self._connected = connected
        self._extensions: dict[str, Any] = {}
        self._connecting: Any = None
        self.sent = True

    def follow(self, request: httpx.Request) -> None:
        self._extensions = request.extensions
        self._extensions["trace"] = self

    def stop(self) -> None:
        extensions, self._extensions = self._extensions, {}
        extensions.pop("trace", None)

    async def close_unfinished(self) -> None:
        """Close a connection whose TLS handshake was cut short, which httpcore leaves open."""
        if self._connecting is not None:
            with anyio.CancelScope(shield=True):
                await self._connecting.aclose()

    async def __call__(self, event: str, info: Mapping[str, Any]) -> None:
        if event.endswith("connect_tcp.started"):
            self.sent = False
        elif event.endswith(("connect_tcp.complete", "start_tls.complete")):
            self._connecting = info["return_value"]
            await self._connected(self._connecting)
        elif event.endswith("send_request_headers.started"):
            if info["request"].method == b"CONNECT":
                return  # for the proxy
            self.sent, self._connecting = True, None
            # Each event costs time, and the later ones are not needed.
            self.stop()


def own_clients(base_url: str) -> Callable[[], httpx.AsyncClient]:
    """What opens clients that a pipeline owns; proxy and certificates are those of the environment.

    Of plain HTTP, which is for loopback only, neither is read.

    Raises:
        ConfigurationError: they cannot be used; names the variable.
    """
    try:
        url = httpx.URL(base_url)
        _ = url.host
    # Of names that are not IDNA, the second is raised.
    except (httpx.InvalidURL, UnicodeError) as error:
        raise ConfigurationError(f"the base URL is not a valid URL: {error}") from None
    # Without TLS, none that take 20 ms to read: this one trusts nothing.
    plain = url.scheme == "http"
    return partial(
        OwnClient,
        limits=httpx.Limits(max_connections=None, max_keepalive_connections=1),
        verify=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT) if plain else tls_context(),
        proxy=proxy_for(url),
        # Both are read already.
        trust_env=False,
    )


def has_connections(client: httpx.AsyncClient) -> bool:
    """Whether a client's connections bind it to an event loop; those in the process do not."""
    transport = getattr(client, "_transport", None)
    return not isinstance(transport, httpx.ASGITransport | httpx.MockTransport)


def url_of(base_url: str, request: Request) -> httpx.URL:
    """Make the URL of a request, before anything is taken for it.

    Raises:
        ValueError: httpx cannot send to it, most likely because it is too long.
    """
    try:
        if request.is_plain:
            return plain_url(base_url, request.target)
        return httpx.URL(base_url + request.target)
    except httpx.InvalidURL as error:
        raise ValueError(f"the request has no valid URL: {error}") from None


async def exchange(
    clients: ClientStack | GivenClient,
    admission: Admission,
    request: Request,
    url: httpx.URL,
    *,
    connected: Connected,
    headers: Callable[[], Mapping[str, str]],
    options: Options,
    left: float,
) -> Received | TransportFailure:
    """Send one request and read the response; records in `admission` whether it was sent.

    `headers` is called where no traceback shows its result, which holds the API key. `options` are
    those of the call, with its defaults filled in; `left` are the seconds until its deadline.
    """
    trace = _ConnectionTrace(connected)
    timeout = options.timeout or math.inf
    seconds = min(timeout, max(left, 0.001))
    client = await clients.take()
    extensions = {"timeout": _timeouts(client, seconds, options.connect_timeout)}
    prepare = partial(_prepare, request, url, headers, extensions)
    try:
        with HiddenFrames(), anyio.move_on_after(seconds):
            response = await _open(client, admission, trace, prepare)
            if isinstance(response, TransportFailure):
                return response
            return await _read(response, options.max_response_bytes or _MAX_RESPONSE_BYTES)
    finally:
        clients.put_back(client)
    setting = "timeout" if timeout <= left else "deadline, of which are left"
    reason = f"longer than {setting}={seconds:.3g} s"
    return TransportFailure(reason, "TimeoutError", sent=admission.sent, timed_out=True)


def bodiless_headers(url: httpx.URL, headers: Mapping[str, str]) -> httpx.Headers:
    """The headers of requests to a host that have no body, in the form that httpx sends."""
    return httpx.Headers([(b"Host", url.netloc), *httpx.Headers(headers).raw])


def _prepare(
    request: Request,
    url: httpx.URL,
    headers: Callable[[], Mapping[str, str]],
    extensions: dict[str, Any],
) -> httpx.Request:
    given, content = headers(), request.content and request.content[1]
    if not isinstance(given, httpx.Headers):
        return httpx.Request(
            request.method, url, headers=given, content=content, extensions=extensions
        )
    # A stream, and not no content, for which httpx would look at the headers again.
    made = httpx.Request(request.method, url, headers=given, stream=_NO_BODY, extensions=extensions)
    made.read()
    return made


def _timeouts(
    client: httpx.AsyncClient, seconds: float, connect: float | None
) -> dict[str, float | None]:
    """The timeouts of single steps, which httpx applies."""
    connect = client.timeout.connect if connect is None else connect
    return {
        "connect": seconds if connect is None else min(connect, seconds),
        # The whole attempt ends no later; a timer for each of its steps would cost more.
        "read": None,
        "write": None,
        # Ends before the attempt does, so that the error can name the pool.
        "pool": min(_POOL_TIMEOUT, seconds / 2),
        # For a server in this process, whose time may pass faster.
        "total": seconds,
    }


async def _open(
    client: httpx.AsyncClient,
    admission: Admission,
    trace: _ConnectionTrace,
    prepare: Callable[[], httpx.Request],
) -> httpx.Response | TransportFailure:
    """Send a request and settle its permit; returns with the response headers."""
    try:
        request = prepare()
        trace.follow(request)
        admission.sent = True
        # Neither the client's own auth nor its redirects: both could send the key elsewhere.
        return await client.send(request, stream=True, auth=None, follow_redirects=False)
    except BaseException as error:  # noqa: BLE001 - it is raised again
        # When cancelled, what the transport saw decides.
        admission.sent = admission.sent and trace.sent and not isinstance(error, _NEVER_SENT)
        await trace.close_unfinished()
        if isinstance(error, Exception) and is_transport_failure(error):
            return _failure(error, sent=admission.sent)
        raise sole_member(plain(error)) from None
    finally:
        trace.stop()
        admission.settle()


async def _read(response: httpx.Response, limit: int) -> Received | TransportFailure:
    headers = _texts(response.headers.raw)
    received = partial(Received, response.status_code, headers)
    try:
        return received(await read_body(response, dict(headers), limit))
    except BodyRefusedError as refused:
        return received(refused.content, refused)
    except zlib.error:
        return TransportFailure("DecodingError", "DecodingError", sent=True, timed_out=False)
    except Exception as error:
        if is_transport_failure(error):
            return _failure(error, sent=True)
        raise
    finally:
        await response.aclose()


def _texts(headers: list[tuple[bytes, bytes]]) -> list[tuple[str, str]]:
    """Headers as text, their names in lower case."""
    try:
        return [(name.decode().lower(), value.decode()) for name, value in headers]
    except UnicodeDecodeError:
        return [(name.decode("latin-1").lower(), v.decode("latin-1")) for name, v in headers]


def _failure(error: Exception, *, sent: bool) -> TransportFailure:
    name = type(error).__name__
    if isinstance(error, httpx.PoolTimeout):
        reason = "no free connection in the pool; make the http_client with a larger one"
    elif isinstance(error, httpx.ConnectTimeout):
        reason = "ConnectTimeout, see connect_timeout"
    else:
        reason = name + system_reason(error)
    timed_out = isinstance(error, httpx.TimeoutException | TimeoutError)
    return TransportFailure(reason, name, sent=sent, timed_out=timed_out)
