"""Keeps the API key out of tracebacks, which error trackers record with all variables."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Iterator
from types import TracebackType
from typing import Any, cast


class HiddenFrames:
    """Cuts everything below the `with` from the tracebacks of exceptions that leave it.

    HTTP libraries hold request headers in local variables, and error trackers record the local
    variables of every frame of a traceback. An error of foreign code keeps a note that names the
    frames that were cut.
    """

    __slots__ = ("_outer",)

    def __enter__(self) -> None:
        self._outer = sys.exception()

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        error: BaseException | None,
        frames: TracebackType | None,
    ) -> None:
        if error is None or frames is None:
            return
        if isinstance(error, Exception) and (hidden := places(frames.tb_next)):
            error.add_note(f"raised below these frames, hidden to protect the API key:\n{hidden}")
        frames.tb_next = None
        for linked in _linked(error, self._outer):
            linked.__traceback__ = None


def places(frames: TracebackType | None) -> str:
    """A line for each frame, without its variables."""
    return "\n".join(
        f"  {frame.f_code.co_filename}:{line} in {frame.f_code.co_name}"
        for frame, line in traceback.walk_tb(frames)
    )


def _linked(error: BaseException, outer: BaseException | None) -> Iterator[BaseException]:
    """The causes, contexts and members of an error, up to what was handled outside already."""
    seen = {id(error), id(outer)}
    left = _next(error)
    while left:
        one = left.pop()
        if one is not None and id(one) not in seen:
            seen.add(id(one))
            yield one
            left += _next(one)


def _next(error: BaseException) -> list[BaseException | None]:
    members: tuple[Any, ...] = ()
    if isinstance(error, BaseExceptionGroup):
        members = cast("BaseExceptionGroup[BaseException]", error).exceptions
    return [error.__cause__, error.__context__, *members]
