"""Arguments of operations: the first row of a list says what those below it are about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from journeybee.jsonvalue import is_object
from journeybee.verify.document import Document, Operation, Parameter

_LONGEST = 200

Row = Mapping[str, Any]


@attrs.frozen
class Arguments:
    """Values for the path and the query of one call."""

    path: Mapping[str, Any]
    query: Mapping[str, Any]


class MissingRowsError(Exception):
    """Raised when an argument comes from a list that has no row, or is not known; says which."""


class WaitingError(Exception):
    """Raised when an argument comes from a list that has yet to be read."""


class Sources:
    """Which list each argument comes from.

    Args:
        defaults: arguments that the client fills in, by parameter name in Python.
    """

    def __init__(self, document: Document, defaults: Mapping[str, Any]) -> None:
        self._lists = {o.key: o for o in document.operations.values() if _is_list(o)}
        # Of two lists of one name that of the shorter path.
        by_length = sorted(self._lists, key=lambda key: -key.count("/"))
        self._by_last = {key.rpartition("/")[2]: self._lists[key] for key in by_length}
        self._defaults = defaults
        parameters = (p for o in document.operations.values() for p in o.parameters)
        self._kept = {"id", "uuid", *(_snake(p.name) for p in parameters if p.place == "path")}

    def kept(self, row: Row) -> dict[str, Any]:
        """Of a row what may be an argument: short ids, nothing else."""
        return {
            name: value for name, value in row.items() if name in self._kept and _is_argument(value)
        }

    def arguments(self, operation: Operation, rows: Mapping[str, Row | None]) -> Arguments:
        """The arguments of a call; `rows` has the first row of each list that was read.

        Raises WaitingError, or MissingRowsError.
        """
        return Arguments(self._path(operation, rows), dict(self._query(operation, rows)))

    def _path(self, operation: Operation, rows: Mapping[str, Row | None]) -> dict[str, Any]:
        values: dict[str, Any] = {}
        segments = operation.key.split("/")
        row: Row = {}
        # From the end: what has no list of its own is a member of the row below it.
        for number in reversed(range(len(segments))):
            found = re.fullmatch(r"\{(\w+)\}", segments[number])
            if found is None:
                continue
            name = found[1]
            source = self._lists.get("/".join(segments[:number])) or self._by_last.get(
                segments[number - 1]
            )
            if source is None:
                value = row.get(_snake(name))
            else:
                row = _first(source, rows)
                value = row.get("uuid" if "uuid" in name.lower() else "id", row.get(_snake(name)))
            if value is None:
                raise MissingRowsError(f"nothing to take {name} from")
            values[name] = value
        return values

    def _query(
        self, operation: Operation, rows: Mapping[str, Row | None]
    ) -> Iterator[tuple[str, Any]]:
        given: dict[str, Any] = {}
        for parameter in operation.parameters:
            default = self._defaults.get(_snake(parameter.name), parameter)
            if parameter.place != "query":
                continue
            if default is not parameter:
                given[parameter.name] = self._acting(default, rows)
            elif parameter.required:
                given[parameter.name] = self._required(parameter, given, rows)
        yield from given.items()

    def _acting(self, default: Any, rows: Mapping[str, Row | None]) -> Any:
        if default is not None:
            return default
        return _first(self._by_last["users"], rows)["id"]

    def _required(
        self, parameter: Parameter, given: Mapping[str, Any], rows: Mapping[str, Row | None]
    ) -> Any:
        schema = parameter.schema.value
        if is_object(schema) and schema.get("enum"):
            return schema["enum"][0]
        noun, _, kind = parameter.name.rpartition("_")
        noun = str(given.get(f"{noun}_type", noun))
        return self.reference(f"{noun}_{kind}", rows)

    def reference(self, name: str, rows: Mapping[str, Row | None]) -> Any:
        """The id of a row for a name such as `partner_uuid`.

        Raises WaitingError, or MissingRowsError.
        """
        noun, _, kind = name.rpartition("_")
        for list_name in (f"{noun}s", f"{noun[:-1]}ies", f"{noun.rpartition('_')[2]}s"):
            if kind in ("uuid", "id") and list_name in self._by_last:
                value = _first(self._by_last[list_name], rows).get(kind)
                if value is not None:
                    return value
        raise MissingRowsError(f"nothing to take {name} from")


def _first(source: Operation, rows: Mapping[str, Row | None]) -> Row:
    if source.id not in rows:
        raise WaitingError
    row = rows[source.id]
    if row is None:
        raise MissingRowsError(f"{source.id} has no row")
    return row


def _is_list(operation: Operation) -> bool:
    return operation.method == "GET" and operation.item is not None


def _is_argument(value: object) -> bool:
    if isinstance(value, str):
        return 0 < len(value) <= _LONGEST and not set(value) <= {"."} and value.isprintable()
    return isinstance(value, int) and not isinstance(value, bool)


def _snake(name: str) -> str:
    return re.sub("([A-Z])", lambda found: f"_{found[1].lower()}", name)
