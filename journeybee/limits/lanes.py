"""Lanes: which waiting request goes next, and what the lower lanes leave to the highest."""

from __future__ import annotations

from typing import Any, Literal, get_args

from journeybee.errors import ConfigurationError

Priority = Literal["interactive", "normal", "background"]
"""The lane of a request, from the one that overtakes all others to the one that is overtaken."""

PRIORITIES: tuple[Priority, ...] = get_args(Priority)
LANES = {priority: lane for lane, priority in enumerate(PRIORITIES)}
INTERACTIVE, NORMAL, BACKGROUND = range(3)
# While interactive requests come, the other lanes leave that part of the burst to them.
RESERVED_BURST = 0.2
# And that part of the slots, besides spreading what is free evenly until the next one comes back.
RESERVED_SLOTS = 0.02
# A lane that was granted nothing for that part of the period goes next, so that none starves.
PATIENCE = 0.1


def check_priority(priority: Any) -> None:
    """Refuse what is not the name of a lane.

    Raises:
        ConfigurationError: it is not.
    """
    if priority not in PRIORITIES:
        raise ConfigurationError(f"priority={priority!r}: use one of {', '.join(PRIORITIES)}")
