"""The figures that the start page shows while it is open."""

from __future__ import annotations

from collections import Counter
from typing import Any, get_args

from journeybee.sandbox.core import SandboxCore
from journeybee.sandbox.handling.request_log import RecordedRequest
from journeybee.sandbox.surfaces.dialects import DialectName
from journeybee.sandbox.webhooks.deliveries import Delivery

SHOWN = 100


def figures(core: SandboxCore) -> dict[str, Any]:
    """The state of a sandbox, without the content of its items or requests."""
    requests = core.requests
    calls = Counter((request.surface, request.operation_id) for request in requests)
    return {
        "world": core.world_name,
        "now": core.clock.now().isoformat(timespec="seconds"),
        "items": {
            name: surface.resources.store.counts() for name, surface in core.surfaces.items()
        },
        "limit": {"requests": core.rate_limit, "period": core.period},
        "window": core.window(),
        "dialect": core.dialect,
        "dialects": get_args(DialectName),
        "faults": [
            {"does": str(fault), "operation": fault.operation, "fired": fault.fired}
            for fault in core.faults.all()
        ],
        "deliveries": [_delivery(delivery) for delivery in core.latest_deliveries(SHOWN)],
        "total": len(requests),
        "requests": [_request(request) for request in requests[-SHOWN:]],
        "operations": [
            {
                "surface": name,
                "id": operation.id,
                "method": operation.method,
                "path": surface.dialect.prefix + operation.path,
                "evidence": operation.evidence,
                "calls": calls[name, operation.id],
            }
            for name, surface in core.surfaces.items()
            for operation in surface.spec.operations.values()
        ],
    }


def _request(request: RecordedRequest) -> dict[str, Any]:
    return {
        "id": request.request_id,
        "method": request.method,
        "path": request.path[:300],
        "status": request.status,
        "operation": request.operation_id,
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
