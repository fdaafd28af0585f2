"""An event loop on a thread of its own, for callers that block."""

from __future__ import annotations

# The loop is the package's own. A portal of anyio hands each call over twice: 265 us, this 125.
import asyncio  # noqa: TID251
import threading
import weakref
from collections.abc import Awaitable, Callable
from concurrent.futures import CancelledError, Future
from contextlib import AbstractAsyncContextManager
from typing import Any, TypeVar

from journeybee.concurrency.forks import begin_after_forks
from journeybee.errors import UsageError

T = TypeVar("T")
_CLOSED = "this client is closed: close it, or leave its `with`, after its last call"


class LoopThread:
    """Runs coroutines for threads that wait for them; it starts with the first.

    The thread ends with `close`, once this object is garbage, and with the process. In a forked
    process another one starts.

    Args:
        at_end: what the loop runs last.
    """

    def __init__(self, at_end: Callable[[], Awaitable[object]]) -> None:
        self._at_end = at_end
        self._closed = False
        self._stop: weakref.finalize[Any, Any] | None = None
        self.begin_after_fork()
        begin_after_forks(self)

    def begin_after_fork(self) -> None:
        """Forget the thread, which a forked process does not have."""
        if self._stop is not None:
            self._stop.detach()
        self._starting = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._calls: set[Future[Any]] = set()

    def run(self, function: Callable[..., Awaitable[T]], *args: Any, **kwargs: Any) -> T:
        """Await a call in the loop, in the context of this thread; returns or raises what it does.

        An interrupt of this thread, such as Ctrl-C, cancels the call and is raised at once.

        Raises:
            UsageError: closed, or this is the thread of the loop, which would wait for itself.
        """
        if self._closed:
            raise UsageError(_CLOSED)
        loop = self._loop or self._start()
        if threading.current_thread() is self._thread:
            raise UsageError(
                "a hook, limiter or callback of a blocking client cannot call that client: "
                "use the client of `journeybee` in async functions"
            )

        async def call() -> T:
            return await function(*args, **kwargs)

        called = call()
        try:
            future = asyncio.run_coroutine_threadsafe(called, loop)
        except RuntimeError:  # another thread has closed the client just now
            called.close()
            raise UsageError(_CLOSED) from None
        self._calls.add(future)
        try:
            return future.result()
        except CancelledError:
            raise UsageError("the client was closed while this call was under way") from None
        finally:
            self._calls.discard(future)
            future.cancel()

    def enter(self, manager: AbstractAsyncContextManager[T]) -> tuple[T, Callable[[], None]]:
        """Enter a context manager, in a task that also leaves it; returns what leaves it, too."""

        async def hold(entered: asyncio.Future[T], left: asyncio.Event) -> None:
            try:
                async with manager as value:
                    entered.set_result(value)
                    await left.wait()
            except BaseException as error:
                if entered.done():
                    raise
                entered.set_exception(error)

        async def enter() -> tuple[T, asyncio.Event, asyncio.Task[None]]:
            entered: asyncio.Future[T] = asyncio.get_running_loop().create_future()
            left = asyncio.Event()
            task = asyncio.create_task(hold(entered, left))
            return await entered, left, task

        async def leave() -> None:
            left.set()
            await task

        value, left, task = self.run(enter)
        return value, lambda: self.run(leave)

    def close(self) -> None:
        """End the thread, and wait for that."""
        self._closed = True
        with self._starting:
            if self._stop is not None and self._thread is not None:
                self._stop()
                self._thread.join()
            # A call that came while the loop ended is not in it any more.
            for future in tuple(self._calls):
                future.cancel()
            self._loop = self._thread = None

    def _start(self) -> asyncio.AbstractEventLoop:
        with self._starting:
            if self._loop is None:
                loop = asyncio.new_event_loop()
                # The thread holds the loop and not this object, so that this can become garbage.
                self._thread = threading.Thread(
                    target=_serve,
                    args=(loop, self._at_end),
                    name="journeybee-blocking",
                    daemon=True,
                )
                self._thread.start()
                self._stop = weakref.finalize(self, _stop, loop)
                self._loop = loop
            return self._loop


def _serve(loop: asyncio.AbstractEventLoop, at_end: Callable[[], Awaitable[object]]) -> None:
    async def end() -> None:
        await at_end()

    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        runner.get_loop().run_forever()
        runner.run(end())


def _stop(loop: asyncio.AbstractEventLoop) -> None:
    if not loop.is_closed():
        loop.call_soon_threadsafe(loop.stop)
