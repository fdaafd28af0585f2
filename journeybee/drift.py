"""Where the SDK notes that responses differ from the spec."""

from __future__ import annotations

import logging
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from journeybee_api._runtime import Drift

_log = logging.getLogger("journeybee.drift")
# A server that makes up names without end must not fill the memory.
_MOST_KINDS = 1000


class DriftCounter(Counter[tuple[str, str]]):
    """How often each (model, field) differed from the spec; the first time is logged."""

    def note(self, drift: Drift) -> None:
        """Count a difference, and log it if it is the first of its model and field."""
        key = (drift.model, drift.field[:100])
        if key not in self:
            if len(self) >= _MOST_KINDS:
                return
            _log.warning("%s %r: %s; not reported again", key[0], key[1], drift.problem)
        self[key] += 1
