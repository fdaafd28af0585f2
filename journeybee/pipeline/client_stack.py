"""The httpx clients of one event loop: one for each connection, or the one that was given."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from journeybee.errors import UsageError

if TYPE_CHECKING:
    import httpx

CLOSED = (
    "this client is closed: close it, or leave its `async with`, after its last call; a client"
    " that serves several event loops needs no closing between them"
)
# Seconds; httpx keeps its idle connections as long.
_LONGEST_IDLE = 5.0


class ClientStack:
    """Own clients, of which each attempt has one to itself; an idle one keeps one connection.

    A client that all attempts share has httpx look at every connection twice a request, and
    attempts that begin in the same turn of the loop choose the same idle one, of which all but one
    then try again. With ten under way, a call takes 1.6 times as long that way.

    The client that was put back last is taken first, so that those which the load no longer needs
    are closed.
    """

    def __init__(
        self,
        open_client: Callable[[], httpx.AsyncClient],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._open_client = open_client
        self._clock = clock
        first = open_client()
        # Those that an attempt has, as well.
        self._opened = [first]
        self._idle = [(first, clock())]
        self.is_closed = False

    async def take(self) -> httpx.AsyncClient:
        """A client to send one request with; it is to be put back.

        Raises:
            UsageError: they were closed just now.
        """
        idle = self._idle
        while len(idle) > 1 and self._clock() - idle[0][1] > _LONGEST_IDLE:
            expired, _ = idle.pop(0)
            # Not after it is closed: a cancellation meanwhile would keep it.
            self._opened.remove(expired)
            await expired.aclose()
            if self.is_closed:
                raise UsageError(CLOSED)
        if idle:
            return idle.pop()[0]
        opened = self._open_client()
        self._opened.append(opened)
        return opened

    def put_back(self, client: httpx.AsyncClient) -> None:
        """End the use of a client."""
        self._idle.append((client, self._clock()))

    async def aclose(self) -> None:
        """Close them, those in use as well."""
        self.is_closed = True
        for client in tuple(self._opened):
            await client.aclose()


class GivenClient:
    """A client that all attempts share, and that is never closed here."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client

    @property
    def is_closed(self) -> bool:
        return self._client.is_closed

    async def take(self) -> httpx.AsyncClient:
        return self._client

    def put_back(self, client: httpx.AsyncClient) -> None:
        """Nothing: others may be using it."""

    async def aclose(self) -> None:
        """Nothing: it is closed where it was opened."""
