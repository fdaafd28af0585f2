"""One request on its way through the gate, the faults and the spec to its reply."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from journeybee.sandbox.crud.catalog import Call
from journeybee.sandbox.errors import ApiError
from journeybee.sandbox.handling.auth import Gate
from journeybee.sandbox.handling.faults import Fault, Faults, drifted
from journeybee.sandbox.handling.messages import Incoming, Reply
from journeybee.sandbox.handling.request_log import MAX_KEPT_BODY, RecordedRequest
from journeybee.sandbox.store.items import Item
from journeybee.sandbox.surfaces.surface import Found, Surface

_logger = logging.getLogger("journeybee.sandbox")


class Exchange:
    """What is known of one request so far."""

    def __init__(self, surface: Surface, request: Incoming) -> None:
        self.surface = surface
        self._request = request
        self._found: Found | None = surface.match(request.method, request.path)
        self._body: Any = None
        self._faults: list[Fault] = []
        # The call and the item it deleted, once it has been carried out.
        self.happened: tuple[Call, Item | None] | None = None

    def run(self, gate: Gate, faults: Faults, request_id: str) -> Reply:
        """Do what the request asks for, unless something is in the way."""
        extra: Mapping[str, str] = {}
        try:
            status, value = self._answer(gate, faults)
        except ApiError as error:
            status, value = self.surface.refusal(error)
            extra = error.headers
        except Exception:
            request = self._request
            _logger.exception("the sandbox failed on %s %s", request.method, request.path)
            status, value = self.surface.refusal(ApiError(500, "internal_error", "Internal error"))
        content = b"" if status == 204 else json.dumps(value, ensure_ascii=False).encode()
        content_type = {} if status == 204 else {"content-type": "application/json; charset=utf-8"}
        return Reply(
            status,
            {**content_type, **extra, "x-request-id": request_id},
            content,
            delay=sum(fault.latency for fault in self._faults),
            dropped=any(fault.drop for fault in self._faults),
            sent=len(content) // 2 if any(fault.truncate for fault in self._faults) else None,
        )

    def record(self, request_id: str, reply: Reply, seconds: float) -> RecordedRequest:
        """What is remembered of the request."""
        request = self._request
        wait = reply.headers.get("retry-after")
        return RecordedRequest(
            request.method,
            request.path,
            parse_qsl(request.query.decode("latin-1"), keep_blank_values=True),
            0 if reply.dropped else reply.status,
            self._found[0].id if self._found else None,
            request_id,
            body=self._body if len(request.body or b"") <= MAX_KEPT_BODY else None,
            retry_after=int(wait) if wait else None,
            seconds=seconds + reply.delay,
            faults=", ".join(map(str, self._faults)),
            surface=self.surface.dialect.name,
        )

    def _answer(self, gate: Gate, faults: Faults) -> tuple[int, Any]:
        request = self._request
        found = gate.admit(self.surface, self._found, request)
        operation = found[0]
        self._faults = faults.strike(operation.id)
        if any(fault.drop == "before" for fault in self._faults):
            return 204, None
        for fault in self._faults:
            fault.refuse()
        call = self.surface.call(found, request.query, request.headers, request.body)
        self._body = call.body
        before = self.surface.item_of(call) if operation.method == "DELETE" else None
        value = self.surface.answer(call)
        self.happened = (call, before)
        for fault in self._faults:
            if fault.drift:
                shape = self.surface.resources.shapes.of(self.surface.spec.item_schema(operation))
                value = drifted(fault, value, shape)
        return operation.status, self.surface.enveloped(call, value)
