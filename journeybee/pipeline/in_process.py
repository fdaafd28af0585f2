"""A way to an ASGI application in the same process, without a network."""

from __future__ import annotations

from typing import Any

import httpx


class _Transport(httpx.ASGITransport):
    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        try:
            return await super().handle_async_request(request)
        except ConnectionResetError as error:
            # As it would look over a network.
            raise httpx.RemoteProtocolError(str(error)) from error


def in_process_client(application: Any) -> httpx.AsyncClient:
    """An HTTP client whose every request goes to the application; it needs no closing.

    An application that raises ConnectionResetError is met as a connection that was closed.
    """
    return httpx.AsyncClient(transport=_Transport(application))
