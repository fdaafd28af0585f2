"""A file to which lines are appended, each of them whole."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Self

from journeybee.cli.failures import UnwritableError


class LineFile:
    """Appends lines to a file or a pipe.

    Raises:
        UnwritableError: lines cannot be written; a file has none of them then, so that the same
            lines can be appended again.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = path.open("ab", buffering=0)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._file.close()

    def append(self, lines: Iterable[str], *, durable: bool = False) -> None:
        """Append lines; durable ones are on the disk when this returns."""
        rest = memoryview("".join(f"{line}\n" for line in lines).encode())
        size = written = os.fstat(self._file.fileno()).st_size
        try:
            while rest:
                count = self._file.write(rest) or 0
                rest, written = rest[count:], written + count
            if durable:
                os.fsync(self._file.fileno())
        except OSError as error:
            with suppress(OSError):  # a pipe
                # Unless another process has appended lines meanwhile.
                if os.fstat(self._file.fileno()).st_size == written:
                    self._file.truncate(size)
            raise UnwritableError.of(self._path, error) from None
