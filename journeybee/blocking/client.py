"""The blocking clients of all surfaces: options, requests by hand, closing."""

# `_blocking` and `_view` make methods of the class below.
# pyright: reportPrivateUsage=false

from __future__ import annotations

import functools
from collections.abc import Awaitable, Callable
from typing import (
    TYPE_CHECKING,
    Any,
    ClassVar,
    Concatenate,
    NoReturn,
    ParamSpec,
    Self,
    TypeVar,
    Unpack,
    cast,
)

from journeybee.blocking.calls import blocking_call
from journeybee.blocking.loop_thread import LoopThread
from journeybee.client import Client
from journeybee.drift import DriftCounter
from journeybee.errors import UsageError
from journeybee.operations import Blocking
from journeybee.operations.binding import Binding, caller_of
from journeybee.pipeline.client_options import ClientOptions, hidden
from journeybee.settings import APIKey
from journeybee.settings.secrecy import Secret
from journeybee.v1 import JourneyBee, V1Resources

P = ParamSpec("P")
T = TypeVar("T")
B = TypeVar("B", bound="BlockingClient")


def _blocking(
    method: Callable[Concatenate[Client, P], Awaitable[T]],
) -> Callable[Concatenate[BlockingClient, P], T]:
    """The blocking form of a client's method."""

    @functools.wraps(method)
    def call(self: BlockingClient, *args: P.args, **kwargs: P.kwargs) -> T:
        return self._loop_thread.run(method, self._awaited, *args, **kwargs)

    return cast("Callable[Concatenate[BlockingClient, P], T]", call)


def _view(
    method: Callable[Concatenate[Client, P], Client],
) -> Callable[Concatenate[B, P], B]:
    """The form of a client's method that makes a view of a blocking client."""

    @functools.wraps(method)
    def call(self: B, *args: P.args, **kwargs: P.kwargs) -> B:
        view = object.__new__(type(self))
        view._awaited = method(self._awaited, *args, **kwargs)
        view._loop_thread = self._loop_thread
        view._is_view = True
        return view

    return cast("Callable[Concatenate[B, P], B]", call)


class BlockingClient:
    """What the blocking clients of all surfaces share.

    Its calls run on one event loop in a thread of its own, so that it works in scripts, notebooks
    with a running loop, and threads. Any number of threads may use it; they share its limit.
    """

    _is_view = False
    _awaited: Client
    """The client that does the work; it is for the client's own thread only."""
    _loop_thread: LoopThread
    _kind: ClassVar[type[Client]]

    def __init__(self, api_key: APIKey | None = None, **options: Unpack[ClientOptions]) -> None:
        """Settle how to talk to the API; nothing is sent yet.

        Args:
            api_key: the key; by default that of the environment.
            options: those of `journeybee.JourneyBee`. Hooks, and functions of a limiter, are
                called in the client's thread.

        Raises ConfigurationError, which names the setting and the fix.
        """
        api_key = Secret.of(api_key)
        options = hidden(options)
        self._wrap(self._kind(api_key, **options))

    def _wrap(self, client: Client) -> None:
        self._awaited = client
        self._loop_thread = LoopThread(client.aclose)

    @property
    def _binding(self) -> Binding:
        adapt = functools.partial(blocking_call, loop=self._loop_thread)
        return Binding(caller_of(self._awaited), adapt)

    @property
    def drift(self) -> DriftCounter:
        """How often each (model, field) of the responses differed from the spec."""
        return self._awaited.drift

    with_options = _view(Client.with_options)
    """A view with other options, as of `journeybee.JourneyBee.with_options`."""
    request = _blocking(Client.request)
    """Send a request to any endpoint, with the arguments of `journeybee.JourneyBee.request`."""

    def close(self) -> None:
        """Close the connections, and end the client's thread; a view closes nothing."""
        if not self._is_view:
            self._loop_thread.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            from journeybee.hints import unknown_attribute

            raise AttributeError(unknown_attribute(self, name))

        __reduce_ex__ = Client.__reduce_ex__

        async def __aenter__(self) -> NoReturn:
            raise UsageError("use `with`, or a client of `journeybee` in async functions")

        async def __aexit__(self, *exc_info: object) -> None:
            """Only for the message of `__aenter__`."""

    def __repr__(self) -> str:
        # An error tracker may call it before `__init__` has finished.
        awaited = repr(getattr(self, "_awaited", self._kind.__name__))
        return f"<blocking {awaited.strip('<>')}>"


class BlockingJourneyBee(BlockingClient, V1Resources[Blocking]):
    """A client of the JourneyBee API v1 whose calls block until they are done.

    .. versionadded:: 0.1
    """

    _kind = JourneyBee
