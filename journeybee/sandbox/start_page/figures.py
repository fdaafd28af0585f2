"""The figures that the start page shows while it is open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, get_args

from journeybee.limits.lanes import LANES, Priority
from journeybee.sandbox.core import SandboxCore
from journeybee.sandbox.handling.request_log import RecordedRequest
from journeybee.sandbox.surfaces.dialects import DialectName
from journeybee.sandbox.webhooks.deliveries import Delivery

SHOWN = 100
# Parts of the window, so that what is sent does not grow with the requests in it.
SLOTS = 60


def figures(core: SandboxCore) -> dict[str, Any]:
    """The state of a sandbox, without the content of its items or requests."""
    activity = core.activity(SHOWN)
    return {
        "world": core.world_name,
        "now": core.clock.now().isoformat(timespec="seconds"),
        "items": {
            name: surface.resources.store.counts() for name, surface in core.surfaces.items()
        },
        "limit": {"requests": core.rate_limit, "period": core.period},
        "windows": {name: _window(taken, core.period) for name, taken in activity.windows.items()},
        "dialect": core.dialect,
        "faults": [
            {"does": str(fault), "operation": fault.operation, "fired": fault.fired}
            for fault in core.faults.all()
        ],
        "deliveries": [_delivery(delivery) for delivery in core.latest_deliveries(SHOWN)],
        "total": sum(activity.calls.values()),
        "requests": [_request(request) for request in activity.latest],
        "calls": {
            f"{surface}/{operation}": count
            for (surface, operation), count in activity.calls.items()
        },
    }


def unchanging(core: SandboxCore) -> dict[str, Any]:
    """What stays the same while a sandbox runs."""
    return {
        "dialects": get_args(DialectName),
        "operations": [
            {
                "surface": name,
                "id": operation.id,
                "method": operation.method,
                "path": surface.dialect.prefix + operation.path,
                "evidence": operation.evidence,
            }
            for name, surface in core.surfaces.items()
            for operation in surface.spec.operations.values()
        ],
    }


def _window(taken: Sequence[tuple[float, Priority]], period: float) -> dict[str, Any]:
    """How many requests of each lane there are in each part of the window, the oldest first."""
    slots = [[0] * len(LANES) for _ in range(SLOTS)]
    for age, priority in taken:
        slots[max(0, SLOTS - 1 - int(age / period * SLOTS))][LANES[priority]] += 1
    return {"slots": slots, "oldest": round(taken[0][0], 1) if taken else None}


def _request(request: RecordedRequest) -> dict[str, Any]:
    return {
        "id": request.request_id,
        "method": request.method,
        "path": request.path[:300],
        "status": request.status,
        "operation": request.operation_id,
        "lane": request.priority,
        "milliseconds": round(request.seconds * 1000, 1),
        "retry_after": request.retry_after,
        "faults": request.faults,
    }


def _delivery(delivery: Delivery) -> dict[str, Any]:
    return {
        "event": delivery.event,
        "url": delivery.url[:300],
        "result": delivery.error or delivery.status,
    }
