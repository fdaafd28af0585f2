"""What was found of each operation, in a form that a state file can keep."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Self

import attrs

from journeybee.verify.compare import Finding, Findings
from journeybee.verify.document import Operation, Steps
from journeybee.verify.lists import Facts, declared_facts

FITS, DIFFERS, SKIPPED = "fits", "differs", "skipped"


@attrs.frozen
class Result:
    """One operation as the server answers it: statuses, names and types, and no value of a row.

    Attributes:
        operation: its id.
        note: why it was skipped, or "".
        status: of the answer; None where nothing was asked.
        findings: by aspect, which is envelope, field or error.
        facts: of paging.
        confirmed: where in the spec a schema was met by a value.
        headers: the names of rate-limit headers.
        limit: requests a minute, as such a header says.
    """

    operation: str
    note: str = ""
    status: int | None = None
    findings: Mapping[str, list[Finding]] = attrs.field(factory=dict[str, list[Finding]])
    facts: Facts = attrs.field(factory=dict[str, Any])
    confirmed: frozenset[Steps] = attrs.field(factory=frozenset[Steps])
    headers: tuple[str, ...] = ()
    limit: int | None = None

    @classmethod
    def of(cls, operation: Operation, found: Mapping[str, Findings], **known: Any) -> Self:
        """The result of what was found by aspect."""
        return cls(
            operation.id,
            findings={aspect: list(f.found.values()) for aspect, f in found.items() if f.found},
            confirmed=frozenset[Steps]().union(*(f.confirmed for f in found.values())),
            **known,
        )

    def paging(self, operation: Operation) -> Iterator[tuple[str, Any, Any]]:
        """Facts of paging that differ, as (name, declared, seen)."""
        declared = declared_facts(operation)
        for name, seen in self.facts.items():
            if name in declared and declared[name] != seen:
                yield name, declared[name], seen

    def to_json(self) -> dict[str, Any]:
        """Plain values that `from_json` reads."""
        return {**attrs.asdict(self), "confirmed": sorted(map(list, self.confirmed), key=str)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Read what `to_json` wrote; KeyError or TypeError for anything else."""
        values: dict[str, Any] = dict(data)
        findings: dict[str, list[dict[str, Any]]] = values["findings"]
        values["findings"] = {
            aspect: [attrs.evolve(Finding(**found), steps=tuple(found["steps"])) for found in each]
            for aspect, each in findings.items()
        }
        values["confirmed"] = frozenset(tuple(steps) for steps in values["confirmed"])
        values["headers"] = tuple(values["headers"])
        return cls(**values)
