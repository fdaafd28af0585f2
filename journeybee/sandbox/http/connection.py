"""One HTTP connection: uvicorn's, with a time limit on headers, closed on request of the app."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from uvicorn.protocols.http.h11_impl import H11Protocol

if TYPE_CHECKING:
    from journeybee.sandbox.http.asgi import Receive, Scope, Send

# From the first byte of a request (or the opening of the connection) to the end of its headers.
HEADER_SECONDS = 10.0


class Connection(H11Protocol):
    """Closes when headers take too long, and when the app raises ConnectionResetError."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._sandbox: Any = self.app
        self.app = self._run
        self._answering = False
        self._deadline: Any = None

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self._await_headers()

    def data_received(self, data: bytes) -> None:
        if not self._answering:
            self._await_headers()
        super().data_received(data)

    def connection_lost(self, exc: Exception | None) -> None:
        self._headers_are_in()
        super().connection_lost(exc)

    def _await_headers(self) -> None:
        if self._deadline is None:
            self._deadline = self.loop.call_later(HEADER_SECONDS, self.transport.abort)

    def _headers_are_in(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    async def _run(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._headers_are_in()
        self._answering = True
        try:
            await self._sandbox(scope, receive, send)
        except ConnectionResetError:
            self.transport.close()
            # uvicorn treats a return before the connection has ended as an error of the app.
            while (await receive())["type"] != "http.disconnect":
                pass
        finally:
            self._answering = False
