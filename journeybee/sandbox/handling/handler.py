"""One request through routing, authentication, faults and its operation to the reply."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from journeybee.sandbox.crud.catalog import Call
from journeybee.sandbox.errors import ApiError
from journeybee.sandbox.handling.auth import AccessControl
from journeybee.sandbox.handling.faults import Fault, Faults, drifted
from journeybee.sandbox.handling.messages import DroppedError, Incoming, Reply
from journeybee.sandbox.store.items import Item
from journeybee.sandbox.surfaces.surface import Found, Surface

_logger = logging.getLogger("journeybee.sandbox")


@dataclass(frozen=True, slots=True)
class Result:
    """The result of an operation: the answer, and what it read and changed.

    Attributes:
        call: the checked request; None for one that was refused before or by its operation.
        deleted: the item that the call deleted.
        body: the JSON value that was sent, once it has been read.
    """

    status: int
    value: Any
    headers: Mapping[str, str]
    call: Call | None = None
    deleted: Item | None = None
    body: Any = None


@dataclass(frozen=True, slots=True)
class Handled:
    """A request that has been answered; `result` is None where a fault dropped it before."""

    surface: Surface
    found: Found | None
    faults: Sequence[Fault]
    result: Result | None
    reply: Reply | DroppedError


class RequestHandler:
    """Answers the requests of all surfaces, one at a time."""

    def __init__(
        self, surfaces: Mapping[str, Surface], access: AccessControl, faults: Faults
    ) -> None:
        self._surfaces = surfaces
        self._access = access
        self._faults = faults

    def handle(self, request: Incoming, request_id: str) -> Handled:
        """Perform the request, unless a check or a fault prevents it."""
        surface = self._surface_at(request.path)
        found = surface.match(request.method, request.path)
        try:
            admitted = self._admit(surface, found, request)
        except ApiError as error:
            refused = _refused(surface, error)
            return Handled(surface, found, (), refused, _reply(refused, request_id, ()))
        faults = self._faults.strike(admitted[0].id)
        if any(fault.drop == "before" for fault in faults):
            return Handled(surface, found, faults, None, DroppedError(_delay(faults)))
        result = _carry_out(surface, admitted, request, faults)
        reply: Reply | DroppedError = _reply(result, request_id, faults)
        if any(fault.drop for fault in faults):
            reply = DroppedError(reply.delay)
        return Handled(surface, found, faults, result, reply)

    def _surface_at(self, path: str) -> Surface:
        # A path of no surface is refused as v1 does.
        for surface in self._surfaces.values():
            if path.startswith(f"{surface.dialect.prefix}/"):
                return surface
        return self._surfaces["v1"]

    def _admit(self, surface: Surface, found: Found | None, request: Incoming) -> Found:
        """The operation that may be called. Raises ApiError 401, 403, 404, 405 or 429."""
        # 404 requires a valid key and counts against the limit, as it would behind a gateway.
        permissions = self._access.authenticate(surface, request)
        if found is None:
            raise surface.unrouted(request.path)
        self._access.authorize(permissions, surface, found[0])
        return found


def _carry_out(
    surface: Surface, found: Found, request: Incoming, faults: Iterable[Fault]
) -> Result:
    call: Call | None = None
    try:
        for fault in faults:
            fault.refuse()
        call = surface.call(found, request.query, request.headers, request.body)
        deleted = surface.item_of(call) if call.operation.method == "DELETE" else None
        value = surface.answer(call)
    except ApiError as error:
        return _refused(surface, error, call)
    except Exception:
        _logger.exception("the sandbox failed on %s %s", request.method, request.path)
        return _refused(surface, ApiError(500, "internal_error", "Internal error"), call)
    for fault in faults:
        if fault.drift:
            shape = surface.resources.shapes.of(surface.spec.item_schema(call.operation))
            value = drifted(fault, value, shape)
    value = surface.enveloped(call, value)
    return Result(call.operation.status, value, {}, call, deleted, call.body)


def _refused(surface: Surface, error: ApiError, call: Call | None = None) -> Result:
    status, value = surface.refusal(error)
    return Result(status, value, error.headers, body=call.body if call else None)


def _reply(result: Result, request_id: str, faults: Iterable[Fault]) -> Reply:
    content, content_type = b"", {}
    if result.status != 204:
        content = json.dumps(result.value, ensure_ascii=False).encode()
        content_type = {"content-type": "application/json; charset=utf-8"}
    return Reply(
        result.status,
        {**content_type, **result.headers, "x-request-id": request_id},
        content,
        delay=_delay(faults),
        sent=len(content) // 2 if any(fault.truncate for fault in faults) else None,
    )


def _delay(faults: Iterable[Fault]) -> float:
    return sum(fault.latency for fault in faults)
