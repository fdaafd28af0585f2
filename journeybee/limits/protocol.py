"""The interface between the pipeline and a limiter, so that another one can be plugged in."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any, Protocol

from journeybee.limits.lanes import Priority
from journeybee.limits.setting import ServerLimit


class Permit(Protocol):
    """Permission to send one request; exactly one of its methods is called, once.

    .. versionadded:: 0.1
    """

    def done(self) -> None:
        """Response headers arrived, or the request may have reached the server."""
        ...

    def unsent(self) -> None:
        """Certainly nothing was sent: the permission may be used again at once."""
        ...


class RateLimiter(Protocol):
    """Hands out permits; one limiter may serve several clients of one API key.

    Any object with these two methods can be given to a client as `limiter`; it need not derive
    from this class. The guide of the rate limit shows one that grants one request a second.

    .. versionadded:: 0.1
    """

    async def acquire(self) -> Permit:
        """Wait for permission; cancelling the wait takes nothing from the limiter."""
        ...

    def cool_down(self, seconds: float) -> None:
        """Grant nothing for that long, counted from now; never shortens an earlier one."""
        ...


class PriorityRateLimiter(RateLimiter, Protocol):
    """A limiter with lanes: requests of a higher priority overtake.

    Without it, a client's `priority` makes no difference to the limiter.

    .. versionadded:: 0.1
    """

    async def acquire(self, priority: Priority = "normal") -> Permit:
        """Wait for permission in that lane."""
        ...


class FarsightedRateLimiter(RateLimiter, Protocol):
    """A limiter that knows how long a newcomer waits at least.

    With it, a request whose `max_wait` is shorter is refused at once instead of after `max_wait`.

    .. versionadded:: 0.1
    """

    def shortest_wait(self, ahead: int = 0) -> float:
        """Seconds from now until a newcomer could have a permit, 0 for maybe at once.

        Never more than the real wait, as long as the requests in line now, and `ahead` more that
        come before the newcomer, stay there and are sent. Permits that are lent already may still
        come back unsent.
        """
        ...


class ObservantRateLimiter(RateLimiter, Protocol):
    """A limiter that wants to know what the server says about its own limit.

    .. versionadded:: 0.1
    """

    def observe(self, server: ServerLimit) -> None:
        """Note what the headers of an answer say; called for each answer that has them."""
        ...


@functools.cache
def _takes_priority(limiter: type[RateLimiter], method: str) -> bool:
    return "priority" in inspect.signature(getattr(limiter, method)).parameters


def _lane(limiter: RateLimiter, priority: Priority, method: str) -> dict[str, Any]:
    # A method is as old as the class that overrides it: what it takes decides.
    if priority == "normal" or not _takes_priority(type(limiter), method):
        return {}
    return {"priority": priority}


async def acquire(limiter: RateLimiter, priority: Priority) -> Permit:
    """Wait for a permit, in that lane if the limiter has lanes."""
    return await limiter.acquire(**_lane(limiter, priority, "acquire"))


def shortest_wait(limiter: RateLimiter, ahead: int, priority: Priority = "normal") -> float:
    """Seconds that a newcomer waits at least, 0 when the limiter cannot tell."""
    foresee: Callable[..., float] | None = getattr(limiter, "shortest_wait", None)
    return foresee(ahead, **_lane(limiter, priority, "shortest_wait")) if foresee else 0.0
