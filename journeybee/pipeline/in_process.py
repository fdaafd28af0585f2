"""A way to an ASGI application in the same process, without a network."""

from __future__ import annotations

from typing import Any

import anyio
import httpx


class _Transport(httpx.ASGITransport):
    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        # Errors look as they would over a network. The application answers in one piece, so the
        # time for a read is the time for the whole answer.
        try:
            with anyio.fail_after(request.extensions.get("timeout", {}).get("read")):
                return await super().handle_async_request(request)
        except TimeoutError as error:
            raise httpx.ReadTimeout("the application took too long") from error
        except ConnectionResetError as error:
            raise httpx.RemoteProtocolError(str(error)) from error


def in_process_client(application: Any) -> httpx.AsyncClient:
    """An HTTP client whose every request goes to the application; it needs no closing.

    An application that raises ConnectionResetError is met as a connection that was closed, one that
    takes longer than the timeout of reads as a timeout.
    """
    return httpx.AsyncClient(transport=_Transport(application))
