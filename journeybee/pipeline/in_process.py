"""A way to an ASGI application in the same process, without a network."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import httpx


class _Transport(httpx.ASGITransport):
    def __init__(self, within: Callable[[float], Any]) -> None:
        super().__init__(within(math.inf))
        self._within = within

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        # Errors look as they would over a network.
        seconds = request.extensions.get("timeout", {}).get("total", math.inf)
        try:
            return await httpx.ASGITransport(self._within(seconds)).handle_async_request(request)
        except TimeoutError as error:
            raise httpx.ReadTimeout("the application took too long") from error
        except ConnectionResetError as error:
            raise httpx.RemoteProtocolError(str(error)) from error


def in_process_client(within: Callable[[float], Any]) -> httpx.AsyncClient:
    """An HTTP client whose every request goes to an application; it needs no closing.

    `within` returns the application for a request that waits so many seconds at most. One that
    raises ConnectionResetError is met as a connection that was closed, TimeoutError as a timeout.
    """
    return httpx.AsyncClient(transport=_Transport(within))
