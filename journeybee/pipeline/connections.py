"""Connections and their slots, a set for each event loop that uses a client.

An httpx client belongs to the loop that opened its connections: in another one it fails with
"Event loop is closed" or waits for ever. So each loop has its own, opened on first use.

It is closed when its loop ends, without any call by the user: `asyncio.run` and `trio.run` finish
the async generators that are still open, and one such generator closes the connections. A loop
that was closed without that step is noticed by the next one to use the client. A forked process
closes its copies of the sockets, and leaves the connections to the process that opened them.
"""

from __future__ import annotations

import threading
import weakref
from collections.abc import AsyncGenerator, Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import anyio

from journeybee.concurrency.forks import begin_after_forks
from journeybee.concurrency.loops import current_loop
from journeybee.errors import ConfigurationError, UsageError
from journeybee.limits import Priority
from journeybee.pipeline.client_stack import CLOSED, ClientStack, GivenClient

if TYPE_CHECKING:
    import httpx

# Connections besides, which only interactive attempts take.
_INTERACTIVE = 2
_ELSEWHERE = (
    "this http_client has served another event loop, which its connections belong to: leave"
    " http_client out, and each loop gets connections of its own, or make a client and an"
    " http_client for each loop"
)


class LoopConnections:
    """What a client has open in one event loop.

    Attributes:
        loop: a weak reference, for nothing here is to keep a loop alive.
        clients: attempts are sent by one of them each.
        slots: one for each attempt that may be under way at once.
        interactive: likewise, for interactive ones: the others may all be waiting for a permit.
        sockets: those of the connections that are open.
    """

    def __init__(
        self,
        loop: weakref.ref[Any],
        clients: ClientStack | GivenClient,
        slots: anyio.Semaphore,
        interactive: anyio.Semaphore,
    ) -> None:
        self.loop = loop
        self.clients = clients
        self.slots = slots
        self.interactive = interactive
        self.sockets: weakref.WeakSet[Any] = weakref.WeakSet()
        self._end: AsyncGenerator[None] | None = None

    def slots_of(self, priority: Priority) -> anyio.Semaphore:
        """The slots that an attempt takes one of."""
        return self.interactive if priority == "interactive" else self.slots

    async def connected(self, stream: Any) -> None:
        """Note a new connection, so that it is closed at the latest when the loop ends.

        Raises:
            UsageError: the client was closed while it connected.
        """
        owned = isinstance(self.clients, ClientStack)
        if owned:
            if self.clients.is_closed:
                # httpx does not know of it yet, and has closed those that it knows.
                await stream.aclose()
                raise UsageError(CLOSED)
            from journeybee.pipeline.own_client import keep_socket_at_hand

            keep_socket_at_hand(stream)
        socket = stream.get_extra_info("socket")
        # asyncio wraps it in an object that no weak reference can be made to.
        if socket.__class__.__name__ == "TransportSocket":
            socket = getattr(socket, "_sock", socket)
        with suppress(TypeError):
            self.sockets.add(socket)
        if self._end is None and owned:
            self._end = _close_with_the_loop(self.clients)
            await anext(self._end)

    @property
    def is_gone(self) -> bool:
        """Whether the loop has ended."""
        loop = self.loop()
        if loop is None or self.clients.is_closed:
            return True
        # Only asyncio loops report it; those of trio close the client when they end.
        ended = getattr(loop, "is_closed", None)
        return ended is not None and bool(ended())

    async def aclose(self) -> None:
        """Close the connections from within their loop."""
        if self._end is not None:
            await self._end.aclose()
        await self.clients.aclose()

    def close_from_elsewhere(self) -> None:
        """Close the connections, at once or as soon as their loop gets to it."""
        call_soon = getattr(self.loop(), "run_sync_soon", None)
        if self.is_gone:
            self.close_sockets()
        elif call_soon is None:
            # The last reference: asyncio finishes the generator in its own loop.
            self._end = None
        else:
            # trio warns of a generator that is dropped; this one ends with the loop.
            _ending.append(self)
            for socket in tuple(self.sockets):
                with suppress(RuntimeError):
                    call_soon(socket.close)

    def close_sockets(self) -> None:
        """Close the sockets of a loop that is gone, or of the parent process."""
        for socket in tuple(self.sockets):
            with suppress(OSError):
                getattr(socket, "_sock", socket).close()


async def _close_with_the_loop(clients: ClientStack | GivenClient) -> AsyncGenerator[None]:
    try:
        yield
    finally:
        await clients.aclose()


class Connections:
    """The connections of a client, by event loop.

    Args:
        http_client: used in all loops, and never closed.
        max_connections: attempts that may be under way at once in each loop.
        base_url: of the server, which decides on a proxy.
    """

    def __init__(
        self, max_connections: int, base_url: str, http_client: httpx.AsyncClient | None
    ) -> None:
        if http_client is not None and not hasattr(http_client, "aclose"):
            kind = type(http_client).__name__
            raise ConfigurationError(f"http_client is of type {kind}: pass an httpx.AsyncClient")
        self._max_connections = max_connections
        self._base_url = base_url
        self._given = http_client
        self._given_loop: weakref.ref[Any] | None = None
        self._loops: weakref.WeakKeyDictionary[Any, LoopConnections] = weakref.WeakKeyDictionary()
        self._closed = False
        self._lock = threading.Lock()
        begin_after_forks(self)

    def here(self) -> LoopConnections:
        """The connections of the running event loop.

        Raises:
            UsageError: the client is closed, or bound to another loop by its `http_client`.
        """
        self.check_open()
        loop = current_loop()
        found = self._loops.get(loop)
        if found is None or found.clients.is_closed:
            found = self._open(loop)
            with self._lock:
                self._loops[loop] = found
        return found

    def check_open(self) -> None:
        """Raise UsageError if the client is closed."""
        if self._closed:
            raise UsageError(CLOSED)

    async def aclose(self) -> None:
        """Close what was opened in all loops; does nothing the second time."""
        self._closed = True
        if self._given is not None:
            return
        here = self._loops.get(current_loop())
        for opened in self._take(lambda _: True):
            if opened is not here:
                opened.close_from_elsewhere()
        if here is not None:
            await here.aclose()

    def _open(self, loop: Any) -> LoopConnections:
        slots = anyio.Semaphore(self._max_connections, fast_acquire=True)
        interactive = anyio.Semaphore(_INTERACTIVE, fast_acquire=True)
        return LoopConnections(weakref.ref(loop), self._clients(loop), slots, interactive)

    def _clients(self, loop: Any) -> ClientStack | GivenClient:
        from journeybee.pipeline import transport

        given = self._given
        if given is None:
            for gone in self._take(lambda opened: opened.is_gone):
                gone.close_sockets()
            return ClientStack(transport.own_clients(self._base_url))
        if given.is_closed:
            raise UsageError("the http_client is closed: close it after the last call")
        if transport.has_connections(given):
            if self._given_loop is not None and self._given_loop() is not loop:
                raise UsageError(_ELSEWHERE)
            self._given_loop = weakref.ref(loop)
        return GivenClient(given)

    def _take(self, which: Callable[[LoopConnections], bool]) -> list[LoopConnections]:
        with self._lock:
            items = list(self._loops.items())
            return [self._loops.pop(loop) for loop, opened in items if which(opened)]

    def begin_after_fork(self) -> None:
        """In a forked process: close what the parent has open."""
        # Another thread of the parent may have held it, which is not here to release it.
        self._lock = threading.Lock()
        for opened in self._take(lambda _: True):
            opened.close_sockets()
            # Finalizers would reach into the loop that the parent is running.
            _ending.append(opened)


# Kept until the process ends: see where they are added.
_ending: list[LoopConnections] = []
