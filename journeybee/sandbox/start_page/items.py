"""The stored items of a kind as a table."""

from __future__ import annotations

from typing import Any

from journeybee.sandbox.core import SandboxCore

PAGE = 50


def rows(core: SandboxCore, surface: str, kind: str, offset: int) -> dict[str, Any]:
    """Fifty items of a kind from an offset on, oldest first. Raises ValueError for no such kind."""
    store = core.surfaces[surface].resources.store if surface in core.surfaces else None
    if store is None or kind not in store.counts():
        raise ValueError(f"there are no items of the kind {surface}/{kind}")
    if offset < 0:
        raise ValueError("offset must be 0 or more")
    found = store.some(kind, offset, offset + PAGE)
    return {"total": store.count(kind), "offset": offset, "rows": found}
