"""The running event loop, and an interrupt that arrives inside a task group.

anyio has no public function for either; this module works on asyncio and on trio.
"""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType
from typing import Any, cast

import anyio
import anyio.lowlevel

from journeybee.errors import UsageError


def current_loop() -> Any:
    """The running asyncio loop, or the trio token of the running trio loop."""
    token: Any = anyio.lowlevel.current_token()
    # anyio 4.11 and newer wrap it.
    return getattr(token, "native_token", token)


def plain(error: BaseException) -> BaseException:
    """Return the interrupt that a group holds, such as KeyboardInterrupt; else `error` itself.

    A task group wraps exceptions of its tasks. Programs catch KeyboardInterrupt by name, and the
    interpreter exits quietly only on the bare exception.
    """
    found = error
    while isinstance(found, BaseExceptionGroup):
        group = cast("BaseExceptionGroup[BaseException]", found)
        interrupts = group.subgroup((KeyboardInterrupt, SystemExit))
        if interrupts is None:
            return error
        found = interrupts.exceptions[0]
    return found


class Wakeup:
    """Wakes the tasks that wait for `changed` in its event loop, from any thread."""

    def __init__(self, loop: Any) -> None:
        self.changed: anyio.Event | None = None
        # asyncio and trio have different names for it, and that of anyio blocks.
        self._call_soon: Callable[[Callable[[], None]], object] = (
            getattr(loop, "call_soon_threadsafe", None) or loop.run_sync_soon
        )

    def wake(self) -> bool:
        """Wake them; False if the loop is gone."""
        try:
            self._call_soon(self._set)
        except RuntimeError:
            return False
        return True

    def _set(self) -> None:
        if self.changed is not None:
            self.changed.set()


class OneAtATime:
    """Lets the tasks of an event loop through one after another: `async with turns:`.

    Unlike a lock of anyio it may move on to another event loop while it is free.

    Raises:
        UsageError: a task of another event loop holds it.
    """

    def __init__(self, owner: str) -> None:
        self._owner = owner
        self._free: anyio.Event | None = None
        self._loop: Any = None

    async def __aenter__(self) -> None:
        while self._free is not None:
            if self._loop is not current_loop():
                raise UsageError(
                    f"{self._owner} is in use on another event loop: make one for each loop"
                )
            await self._free.wait()
        self._free, self._loop = anyio.Event(), current_loop()

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        free, self._free, self._loop = self._free, None, None
        if free is not None:
            free.set()
