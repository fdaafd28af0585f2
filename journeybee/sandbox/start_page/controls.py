"""What the buttons of the start page do to a sandbox."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from journeybee.hints import did_you_mean
from journeybee.sandbox.core import SandboxCore
from journeybee.sandbox.store.items import Snapshot


class Controls:
    """Changes a sandbox; keeps one snapshot of it."""

    def __init__(self, core: SandboxCore) -> None:
        self._core = core
        self._snapshot: Snapshot | None = None
        self._actions = {
            "reset": core.reset,
            "snapshot": self._take_snapshot,
            "restore": self._restore,
            "advance": core.clock.advance,
            "dialect": self._set_dialect,
            "limit": self._set_limit,
            "add-fault": core.faults.add,
            "clear-faults": core.faults.clear,
            "subscribe": core.subscribe_legacy,
        }

    def do(self, action: str, options: Mapping[str, Any]) -> None:
        """Run an action with its options. Raises ValueError or TypeError for unsuitable ones."""
        if action not in self._actions:
            raise ValueError(f"no action {action!r}{did_you_mean(action, self._actions)}")
        run: Any = self._actions[action]
        run(**options)

    def _take_snapshot(self) -> None:
        self._snapshot = self._core.snapshot()

    def _restore(self) -> None:
        if self._snapshot is None:
            raise ValueError("no snapshot was taken")
        self._core.restore(self._snapshot)

    def _set_dialect(self, name: Any) -> None:
        self._core.dialect = name

    def _set_limit(self, requests: int | None) -> None:
        if requests is not None and (type(requests) is not int or requests < 1):
            raise ValueError("requests must be an integer of at least 1, or null for no limit")
        self._core.rate_limit = requests
