"""Fault injection: failures that a client should survive."""

from __future__ import annotations

import copy
import dataclasses
import math
from collections.abc import Collection
from typing import Any, Literal, get_args

from journeybee.jsonvalue import is_array, is_object
from journeybee.sandbox.errors import ApiError
from journeybee.sandbox.handling.operation_names import operation_ids
from journeybee.sandbox.spec.shapes import Shape

Drop = Literal["before", "after"]
Drift = Literal["extra_field", "unknown_enum", "missing_field"]

UNKNOWN = "sandbox_unknown"
_CODES = {
    400: "bad_request",
    401: "unauthorized",
    403: "forbidden",
    404: "not_found",
    409: "conflict",
    422: "validation_error",
    429: "rate_limit_exceeded",
}


@dataclasses.dataclass(eq=False, slots=True)
class Fault:
    """One fault, and how often it has occurred; `Faults.add` documents its parameters.

    .. versionadded:: 0.1
    """

    status: int | None = None
    retry_after: int | None = None
    latency: float = 0.0
    drop: Drop | None = None
    truncate: bool = False
    drift: Drift | None = None
    field: str | None = None
    operation: str | None = None
    every: int = 1
    times: int | None = None
    ids: Collection[str] = ()
    matched: int = dataclasses.field(default=0, init=False)
    fired: int = dataclasses.field(default=0, init=False)

    def fires(self, operation: str | None) -> bool:
        """Count a request; whether it is one of those that the fault strikes."""
        if (self.operation and operation not in self.ids) or self.fired == self.times:
            return False
        self.matched += 1
        if self.matched % self.every:
            return False
        self.fired += 1
        return True

    def refuse(self) -> None:
        """Raises the ApiError of the status, if there is one."""
        if self.status is not None:
            code = _CODES.get(self.status, "internal_error")
            wait = {} if self.retry_after is None else {"retry-after": str(self.retry_after)}
            raise ApiError(self.status, code, "A fault of the sandbox", wait)

    def __str__(self) -> str:
        parts = {
            f"status {self.status}": self.status,
            f"latency {self.latency:g} s": self.latency,
            f"dropped {self.drop}": self.drop,
            "truncated": self.truncate,
            str(self.drift): self.drift,
        }
        return ", ".join(text for text, present in parts.items() if present)


class Faults:
    """The faults of one sandbox, in the order they were added.

    .. versionadded:: 0.1
    """

    def __init__(self, operations: Collection[str]) -> None:
        self._operations = operations
        self._faults: list[Fault] = []

    def add(
        self,
        *,
        status: int | None = None,
        retry_after: int | None = None,
        latency: float = 0.0,
        drop: Drop | None = None,
        truncate: bool = False,
        drift: Drift | None = None,
        field: str | None = None,
        operation: str | None = None,
        every: int = 1,
        times: int | None = None,
    ) -> Fault:
        """Make requests go wrong from now on; those without a valid key, or over the limit, do not.

        Args:
            status: answer with this status, 400 to 599, and do nothing else.
            retry_after: the Retry-After of that answer, in seconds.
            latency: answer so many seconds later.
            drop: close the connection without an answer, "before" or "after" the work is done.
            truncate: close the connection halfway through the body.
            drift: depart from the spec: an "extra_field", an "unknown_enum" value or a
                "missing_field" in each item of the answer.
            field: the field that drifts; by default the first that can (never uuid or id).
            operation: strike this operation only, by its operationId or as it is called in a
                client: "leads.create".
            every: strike each so many-th request.
            times: strike so often at most.

        Raises ValueError for a fault that does nothing, or values that have no sense.
        """
        if not (status or latency or drop or truncate or drift):
            raise ValueError("a fault needs a status, latency, drop, truncate or drift")
        if status is not None and not 400 <= status <= 599:
            raise ValueError("status must be from 400 to 599")
        if not 0 <= latency < math.inf:
            raise ValueError("latency must be a finite number of seconds, 0 or more")
        if every < 1 or (times is not None and times < 1):
            raise ValueError("every and times must be at least 1")
        if drop is not None and drop not in get_args(Drop):
            raise ValueError('drop must be "before" or "after"')
        if drift is not None and drift not in get_args(Drift):
            raise ValueError(f"drift must be one of {', '.join(get_args(Drift))}")
        ids = () if operation is None else operation_ids(operation, self._operations)
        fault = Fault(
            status, retry_after, latency, drop, truncate, drift, field, operation, every, times, ids
        )
        self._faults.append(fault)
        return fault

    def all(self) -> list[Fault]:
        """The faults that may still occur or have."""
        return list(self._faults)

    def remove(self, fault: Fault) -> None:
        """Take one fault out. Raises ValueError when it is not there."""
        self._faults.remove(fault)

    def clear(self) -> None:
        """Take all faults out."""
        self._faults.clear()

    def strike(self, operation: str | None) -> list[Fault]:
        """The faults that strike the request at hand; it is counted by each that it concerns."""
        return [fault for fault in self._faults if fault.fires(operation)]


def drifted(fault: Fault, value: Any, shape: Shape) -> Any:
    """A copy of an answer whose items depart from the spec as the fault says."""
    value = copy.deepcopy(value)
    data = value["data"] if is_object(value) and is_array(value.get("data")) else value
    for item in data if is_array(data) else [data]:
        if is_object(item):
            _drift(fault, item, shape)
    return value


def _drift(fault: Fault, item: dict[str, Any], shape: Shape) -> None:
    if fault.drift == "extra_field":
        item[fault.field or "sandbox_extra"] = UNKNOWN
        return
    names = [fault.field] if fault.field else [n for n in shape.fields if n not in ("uuid", "id")]
    if fault.drift == "unknown_enum" and not fault.field:
        names = [name for name in names if shape.fields[name].enum]
    for name in names:
        if name in item:
            if fault.drift == "unknown_enum":
                item[name] = UNKNOWN
            else:
                del item[name]
            return
