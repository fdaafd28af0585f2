"""What the pipeline asks of a limiter, so that another one can be plugged in."""

from __future__ import annotations

from typing import Protocol


class Permit(Protocol):
    """Permission to send one request; exactly one of its methods is called, once."""

    def done(self) -> None:
        """Tell that response headers came, or that the request may have reached the server."""
        ...

    def unsent(self) -> None:
        """Tell that surely nothing was sent: the permission may be used again at once."""
        ...


class RateLimiter(Protocol):
    """Hands out permits; one limiter may serve several clients of one API key."""

    async def acquire(self) -> Permit:
        """Wait for permission; cancelling the wait takes nothing from the limiter."""
        ...

    def cool_down(self, seconds: float) -> None:
        """Grant nothing for that long, counted from now; never shortens an earlier one."""
        ...
