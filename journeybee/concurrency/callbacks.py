"""Callbacks, plain or async."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import ParamSpec

P = ParamSpec("P")


async def call(function: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> None:
    """Call a function, and await its result if that is awaitable."""
    result = function(*args, **kwargs)
    if inspect.isawaitable(result):
        await result
