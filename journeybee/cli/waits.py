"""What a command waits for, on standard error while it lasts."""

from __future__ import annotations

import sys
import threading
import time
from typing import Self

from journeybee.pipeline.hooks import HookEvent, Hooks

# The first request of a process also imports what sends it.
_NOTEWORTHY = 2.0
_TICK = 0.25
_ERASE = "\r\x1b[K"


class Waits:
    """A line in a terminal that counts the seconds of a wait, and is erased at its end.

    A thread writes it, so that a wait is shown whatever the event loop does.
    """

    def __init__(self) -> None:
        self._reason: str | None = None
        self._since = 0.0
        self._lock = threading.Lock()
        self._shown = False
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._count, daemon=True)
        self.hooks = Hooks(
            before_call=self._wait_for_limit,
            before_send=self._wait_for_server,
            on_retry=self._wait_for_retry,
            after_response=self._go_on,
            after_call=self._go_on,
        )

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._ended.set()
        self._thread.join()
        self._begin(None)

    def _wait_for_limit(self, _event: HookEvent) -> None:
        self._begin("waiting for the rate limit")

    def _wait_for_server(self, _event: HookEvent) -> None:
        self._begin("waiting for the server")

    def _wait_for_retry(self, event: HookEvent) -> None:
        problem = event.error or event.status_code
        self._begin(f"waiting to try again after {problem}")

    def _go_on(self, _event: HookEvent) -> None:
        self._begin(None)

    def _begin(self, reason: str | None) -> None:
        """Note what is waited for now, None for nothing."""
        with self._lock:
            self._reason, self._since = reason, time.monotonic()
            if self._shown:
                self._write(_ERASE)
                self._shown = False

    def _count(self) -> None:
        while not self._ended.wait(_TICK):
            with self._lock:
                seconds = time.monotonic() - self._since
                if self._reason is not None and seconds >= _NOTEWORTHY:
                    self._write(f"{_ERASE}{self._reason}, {seconds:.0f} s")
                    self._shown = True

    def _write(self, text: str) -> None:
        sys.stderr.write(text)
        sys.stderr.flush()
