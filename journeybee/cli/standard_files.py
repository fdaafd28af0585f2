"""Standard input, output and error: closed ones are opened, and failing ones recognised."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import Any, NoReturn

from journeybee.cli.failures import UnwritableError


class ReaderGoneError(Exception):
    """Raised when standard output has no reader any more, as with `head`."""


def open_closed() -> None:
    """Open those that are closed, as after `>&-`, so that nothing else gets their numbers."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            opened = Path(os.devnull).open(mode, encoding="utf-8")  # noqa: SIM115 - to the end
            setattr(sys, name, opened)


@contextmanager
def watched() -> Generator[None]:
    """Raise errors of their own where standard output fails; standard error never fails.

    Raises:
        ReaderGoneError: standard output is a pipe that nothing reads.
        UnwritableError: anything else, such as a full disk.
    """
    before: Any = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = _Watched(sys.stdout, _fail), _Watched(sys.stderr, _ignore)
    try:
        yield
    finally:
        with suppress(ReaderGoneError, UnwritableError):
            sys.stdout.flush()
        sys.stdout, sys.stderr = before


def _fail(error: OSError) -> NoReturn:
    if isinstance(error, BrokenPipeError):
        raise ReaderGoneError from None
    raise UnwritableError.of("standard output", error) from None


def _ignore(error: OSError) -> None:
    """Notes are lost; the results and the exit code remain."""


class _Watched:
    """A file that calls a function each time when it cannot be written any more."""

    def __init__(self, file: Any, failed: Callable[[OSError], None]) -> None:
        self._file = file
        self._failed = failed
        self._error: OSError | None = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    @cached_property
    def buffer(self) -> _Watched:
        """The file of bytes below one of text; click writes some texts there."""
        return _Watched(self._file.buffer, self._failed)

    def write(self, text: str | bytes) -> int:
        self._attempt(self._file.write, text)
        return len(text)

    def writelines(self, lines: Iterable[str]) -> None:
        self._attempt(self._file.writelines, lines)

    def flush(self) -> None:
        self._attempt(self._file.flush)

    def _attempt(self, work: Callable[..., object], *arguments: object) -> None:
        if self._error is None:
            try:
                work(*arguments)
            except OSError as error:
                self._error = error
                # What is left in the buffer would fail again as Python exits.
                with suppress(OSError):
                    os.dup2(os.open(os.devnull, os.O_WRONLY), self._file.fileno())
            else:
                return
        self._failed(self._error)
