"""The limit that a process wants in a shared state, where the newest `set_limit` holds for all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from journeybee.limits.setting import LimitSetting


class SharedSetting(LimitSetting):
    """The setting of one process, since when, and whether by `set_limit` in one of them."""

    def __init__(
        self, limit: int, period: float, clock: Callable[[], float], *, follow_server: bool
    ) -> None:
        super().__init__(limit, period, follow_server=follow_server)
        self._clock = clock
        self._since = clock()
        self._is_set = False

    def set(self, limit: int) -> None:
        """Take the limit that `set_limit` of this process sets."""
        self.own, self._since, self._is_set = limit, self._clock(), True

    def arguments(self) -> dict[str, object]:
        """What the script takes of it."""
        age = round((self._clock() - self._since) * 1e6)
        return {
            "limit": self.own,
            "age": age,
            "set": self._is_set,
            "announced": self.announced,
        }

    def adopt(self, reply: Mapping[str, Any], received: float) -> None:
        """Take the limit that another process has set, unless this one has set one since."""
        since = received - reply["age"] / 1e6
        if reply["set"] and since > self._since:
            self.own, self._since, self._is_set = reply["set"], since, True
