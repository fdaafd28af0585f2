"""The sandbox over real HTTP on a loopback port, from a background thread."""

from __future__ import annotations

import socket
import threading
import time
from types import ModuleType, TracebackType
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from uvicorn import Server

START_SECONDS = 10.0
# How long requests that are under way may still take.
STOP_SECONDS = 1


class SandboxServer:
    """A running server. Use it as a context manager; `url` is the base URL for a client.

    The server has a thread and an event loop of its own, so the caller may run any async backend or
    none. Raises ImportError when uvicorn is missing, OSError when the address cannot be bound.
    """

    def __init__(self, app: Any, host: str, port: int, prefix: str) -> None:
        self._app = app
        self._address = (host, port)
        self._prefix = prefix
        self._server: Server | None = None
        self._thread: threading.Thread | None = None
        self._socket: socket.socket | None = None

    @property
    def url(self) -> str:
        """The base URL, with the path of the API version."""
        if self._socket is None:
            raise RuntimeError("the server is not running")
        host, port = self._socket.getsockname()[:2]
        return f"http://{f'[{host}]' if ':' in host else host}:{port}{self._prefix}"

    def __enter__(self) -> Self:
        uvicorn = _import_uvicorn()
        config = uvicorn.Config(
            self._app,
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


def _import_uvicorn() -> ModuleType:
    try:
        import uvicorn
    except ImportError as error:
        raise ImportError(
            "serving the sandbox needs uvicorn: pip install journeybee[sandbox]"
        ) from error
    return uvicorn
