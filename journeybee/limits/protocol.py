"""The interface between the pipeline and a limiter, so that another one can be plugged in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol


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


def shortest_wait(limiter: RateLimiter, ahead: int) -> float:
    """Seconds that a newcomer waits at least, 0 when the limiter cannot tell."""
    foresee: Callable[[int], float] | None = getattr(limiter, "shortest_wait", None)
    return foresee(ahead) if foresee else 0.0
