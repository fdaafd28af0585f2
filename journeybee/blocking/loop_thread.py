"""An event loop on a thread of its own, for callers that block."""

from __future__ import annotations

# The loop is the package's own. A call that does nothing takes 265 us through a portal of anyio,
# 135 through a future of `concurrent.futures`, 85 with a lock that the end of its task releases.
import asyncio  # noqa: TID251
import threading
import weakref
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, suppress
from typing import Any, Generic, TypeVar

from journeybee.concurrency.forks import begin_after_forks
from journeybee.errors import UsageError

T = TypeVar("T")
_CLOSED = "this client is closed: close it, or leave its `with`, after its last call"


class _Call(Generic[T]):
    """A coroutine that runs in the loop while another thread waits for its end."""

    def __init__(self, coroutine: Coroutine[Any, Any, T]) -> None:
        self._coroutine = coroutine
        self._task: asyncio.Task[T] | None = None
        self._ended = threading.Lock()
        self._ended.acquire()

    @property
    def done(self) -> bool:
        """Whether it has come to its end."""
        return self._task is not None and self._task.done()

    def begin(self) -> None:
        """Start it, in the loop."""
        self._task = asyncio.create_task(self._coroutine)
        self._task.add_done_callback(self.end)

    def cancel(self) -> None:
        """Cancel it, in the loop."""
        if self._task is not None:
            self._task.cancel()

    def end(self, task: asyncio.Task[T] | None = None) -> None:
        """Wake the thread that waits; also if the loop ended before it began this."""
        if task is not None and not task.cancelled():
            # asyncio logs an exception that is not looked at; after an interrupt none waits for it.
            task.exception()
        with suppress(RuntimeError):  # it is awake already
            self._ended.release()

    def wait(self) -> T:
        """Wait for the end; returns or raises what the coroutine does, UsageError if it was cut."""
        self._ended.acquire()
        if self._task is None:
            self._coroutine.close()
        elif self.done and not self._task.cancelled():
            return self._task.result()
        raise UsageError("the client was closed while this call was under way")


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
        self._calls: set[_Call[Any]] = set()

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

        coroutine = call()
        running = _Call(coroutine)
        self._calls.add(running)
        try:
            loop.call_soon_threadsafe(running.begin)
        except RuntimeError:  # another thread has closed the client just now
            self._calls.discard(running)
            coroutine.close()
            raise UsageError(_CLOSED) from None
        try:
            return running.wait()
        finally:
            self._calls.discard(running)
            if not running.done:
                with suppress(RuntimeError):
                    loop.call_soon_threadsafe(running.cancel)

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
            for call in tuple(self._calls):
                call.end()
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
