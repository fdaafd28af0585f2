"""The sandbox over real HTTP on a loopback port, from a background thread."""

from __future__ import annotations

import socket
import threading
import time
from types import TracebackType
from typing import TYPE_CHECKING, Self

from journeybee.sandbox.http.app import SandboxApp

if TYPE_CHECKING:
    from uvicorn import Server

START_SECONDS = 10.0
# How long requests that are under way may still take.
STOP_SECONDS = 1
# A request line with its headers may be so large, in bytes.
MAX_HEADERS = 64 * 1024
_LOOPBACK_OF = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - not bound to here


class SandboxServer:
    """A running server. Use it as a context manager; `url` is the base URL for a client.

    The server has a thread and an event loop of its own, so the caller may run any async backend or
    none. Raises ImportError when uvicorn is missing, OSError when the address cannot be bound.

    .. versionadded:: 0.1
    """

    def __init__(self, sandbox: SandboxApp, host: str, port: int) -> None:
        self.sandbox = sandbox
        self._address = (host, port)
        self._server: Server | None = None
        self._thread: threading.Thread | None = None
        self._socket: socket.socket | None = None

    @property
    def api_key(self) -> str:
        """The key that may read and write."""
        return self.sandbox.api_key

    @property
    def root(self) -> str:
        """The URL of the start page, without a slash at its end.

        Of a server bound to all addresses (`0.0.0.0`, `::`) it is that of the loopback address,
        the only one to which clients send a key over plain HTTP.
        """
        if self._socket is None:
            raise RuntimeError("the server is not running")
        host, port = self._socket.getsockname()[:2]
        if host in _LOOPBACK_OF:
            host = _LOOPBACK_OF[host]
        return f"http://{f'[{host}]' if ':' in host else host}:{port}"

    @property
    def start_page(self) -> str:
        """The URL of the start page with the key behind its `#`, which browsers do not send.

        .. versionadded:: 0.1
        """
        return f"{self.root}/#key={self.api_key}"

    @property
    def url(self) -> str:
        """The base URL of v1."""
        return self.url_of("v1")

    def url_of(self, surface: str) -> str:
        """The base URL of a surface: "v1", "legacy" or "saleshandy"."""
        return self.root + self.sandbox.surfaces[surface].dialect.prefix

    def __enter__(self) -> Self:
        try:
            import uvicorn

            from journeybee.sandbox.http.connection import Connection
        except ImportError as error:
            raise ImportError(
                'serving the sandbox needs uvicorn: pip install "journeybee[sandbox]"'
            ) from error
        config = uvicorn.Config(
            self.sandbox,
            http=Connection,
            h11_max_incomplete_event_size=MAX_HEADERS,
            lifespan="off",
            log_config=None,
            access_log=False,
            ws="none",
            loop="asyncio",
            timeout_graceful_shutdown=STOP_SECONDS,
        )
        self._socket = _listen(*self._address)
        server = self._server = uvicorn.Server(config)
        self._thread = threading.Thread(
            target=server.run,
            kwargs={"sockets": [self._socket]},
            name="journeybee-sandbox",
            daemon=True,
        )
        self._thread.start()
        deadline = time.monotonic() + START_SECONDS
        while not server.started:
            if not self._thread.is_alive() or time.monotonic() > deadline:
                self.__exit__(None, None, None)
                raise RuntimeError("the sandbox server did not start")
            time.sleep(0.002)
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._server is not None and self._thread is not None:
            self._server.should_exit = True
            self._thread.join()
        if self._socket is not None:
            self._socket.close()
        self._server = self._thread = self._socket = None


def _listen(host: str, port: int) -> socket.socket:
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    listener = socket.socket(family, kind, protocol)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
    except OSError:
        listener.close()
        raise
    return listener
