"""How often requests are repeated: the policy of a call, and the budget that all calls share."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from journeybee.errors import ConfigurationError
from journeybee.immutable import Immutable, read_only_fields
from journeybee.settings import check_seconds

# A minute of the default limit, of which a fifth may be repeats.
_BUDGET_REQUESTS = 100
_BUDGET_SECONDS = 60.0
_BUDGET_SHARE = 0.2
_BUDGET_LEAST = 10


def _check_max_retries(value: object) -> None:
    if not isinstance(value, int) or value < 0:
        raise ConfigurationError(f"max_retries={value!r} must be an integer, 0 or more")


def check_optional_seconds(value: float | None, name: str) -> None:
    """Check that `value` is None or a number of seconds; raises ConfigurationError."""
    if value is not None:
        check_seconds(value, name)


@read_only_fields
class RetryPolicy(Immutable):
    """How often and how long a request is repeated.

    GET, HEAD, PUT and DELETE, and what the spec marks as idempotent, are repeated after a failed
    connection and after 408, 429, 500, 502, 503 and 504; other POST and PATCH only when nothing was
    sent, after 429, and after 503 with Retry-After. A Retry-After above 120 seconds is raised
    instead of waited for. So is what would exceed the budget that all calls of a client share: see
    `RetryBudget`.

    Attributes:
        max_retries: attempts after the first; 0 switches repeating off.
        deadline: seconds for the whole call, from its start to the last byte of the response.

    .. versionadded:: 0.1
    """

    max_retries: int
    deadline: float | None

    __match_args__ = ("max_retries", "deadline")

    def __init__(self, max_retries: int = 3, deadline: float | None = None) -> None:
        _check_max_retries(max_retries)
        check_optional_seconds(deadline, "deadline")
        super().__init__(max_retries=max_retries, deadline=deadline)


class RetryBudget:
    """Keeps repeats from multiplying the load on a server that is failing.

    At most 20 % of the last 100 requests of a pipeline, those older than a minute left out, may be
    repeats; 10 a minute are always allowed. Repeats after a 429 do not count: the server asked for
    them, and the cool-down sets their pace.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._requests: deque[tuple[float, bool]] = deque(maxlen=_BUDGET_REQUESTS)

    def note_first(self) -> None:
        """Count the first attempt of a call."""
        self._requests.append((self._clock(), False))

    def take(self) -> bool:
        """Count a repeat if there may be one; returns whether there may."""
        now = self._clock()
        recent = [repeat for when, repeat in tuple(self._requests) if now - when < _BUDGET_SECONDS]
        allowed = sum(recent) < max(_BUDGET_LEAST, _BUDGET_SHARE * len(recent))
        if allowed:
            self._requests.append((now, True))
        return allowed
