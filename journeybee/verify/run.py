"""Calls the read operations of a surface, each once its arguments are known."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from journeybee.jsonvalue import is_object
from journeybee.operations.binding import caller_of
from journeybee.verify.arguments import (
    Arguments,
    MissingRowsError,
    Sources,
    WaitingError,
)
from journeybee.verify.compare import Findings, compare
from journeybee.verify.document import Document, Operation
from journeybee.verify.lists import Facts, compare_list, probe, rows_in
from journeybee.verify.result import Result
from journeybee.verify.server import Answer, BudgetSpentError, Server
from journeybee.verify.state import State

_LIMITS = ("x-ratelimit-limit", "ratelimit-limit", "x-rate-limit-limit")
# Ids that no row has; the answer shows how errors are written.
_NO_UUID = "00000000-0000-0000-0000-000000000000"
_NO_NUMBER = 999_999_999


class Run:
    """One verification: what is known so far is in `state`.

    Args:
        saved: called whenever there is more to keep.
    """

    def __init__(
        self, document: Document, server: Server, state: State, saved: Callable[[], None]
    ) -> None:
        self._server = server
        self._state = state
        self._saved = saved
        self.sources = Sources(document, caller_of(server.client).defaults)
        reads = [o for o in document.operations.values() if o.is_read]
        self._reads = {o.id: o for o in sorted(reads, key=lambda o: o.key.count("{"))}

    @property
    def left(self) -> list[str]:
        """The operations that are not done."""
        return [id_ for id_ in self._reads if id_ not in self._state.results]

    async def go(self) -> None:
        """Call operations until all are done, or as many requests are sent as may be."""
        try:
            for operation, arguments in self._ready():
                self._note(operation, await self._verify(operation, arguments))
        except BudgetSpentError:
            return

    def _note(self, operation: Operation, result: Result) -> None:
        self._state.results[operation.id] = result
        if operation.item is not None:
            self._state.rows.setdefault(operation.id, None)
        self._saved()

    def _ready(self) -> Iterator[tuple[Operation, Arguments]]:
        while left := self.left:
            before = len(left)
            for id_ in left:
                try:
                    arguments = self.sources.arguments(self._reads[id_], self._state.rows)
                except WaitingError:
                    continue
                except MissingRowsError as missing:
                    self._note(self._reads[id_], Result(id_, note=str(missing)))
                    continue
                yield self._reads[id_], arguments
            if len(self.left) == before:
                for id_ in left:
                    self._note(self._reads[id_], Result(id_, note="its arguments go in a circle"))

    async def _verify(self, operation: Operation, arguments: Arguments) -> Result:
        async def ask(query: Mapping[str, Any]) -> Answer:
            body: dict[str, Any] | None = {} if operation.method == "POST" else None
            return await self._server.ask(
                operation, arguments.path, {**arguments.query, **query}, body
            )

        answer = await ask({})
        known: dict[str, Any] = {"status": answer.status, **_limits(answer)}
        if answer.status == 403:
            return Result(operation.id, note="the key may not read it", **known)
        found: dict[str, Findings] = {}
        facts: Facts = {}
        if answer.status == operation.status:
            found = self._compare(operation, answer)
            if operation.item is not None and operation.method == "GET":
                facts = await probe(operation, ask, answer)
            found |= await self._error(operation, arguments)
        note = "" if answer.is_json else "its body is not JSON"
        return Result.of(operation, found, facts=facts, note=note, **known)

    def _compare(self, operation: Operation, answer: Answer) -> dict[str, Findings]:
        found = {"envelope": Findings(), "field": Findings()}
        item = operation.item
        if not answer.is_json or operation.response is None:
            return found
        if item is None:
            compare(operation.response, answer.body, found["field"])
            return found
        compare_list(operation, item, answer.body, found["envelope"], found["field"])
        rows = rows_in(answer.body)
        first = rows.rows[0] if rows and rows.rows else None
        self._state.rows[operation.id] = self.sources.kept(first) if is_object(first) else None
        return found

    async def _error(self, operation: Operation, arguments: Arguments) -> dict[str, Findings]:
        """How an error is written: of the first operation that is about one row."""
        schema = operation.error(404)
        if self._state.error_seen or schema is None or not arguments.path:
            return {}
        path = {
            name: _NO_UUID if isinstance(value, str) else _NO_NUMBER
            for name, value in arguments.path.items()
        }
        answer = await self._server.ask(operation, path, arguments.query)
        found = Findings()
        if answer.status == 404:
            compare(schema, answer.body, found)
        self._state.error_seen = True
        return {"error": found}


def _limits(answer: Answer) -> dict[str, Any]:
    names = [n for n in answer.headers if re.fullmatch("[a-z-]{0,20}rate-?limit[a-z-]{0,20}", n)]
    values = (re.match(r"\d{1,9}", answer.headers[name]) for name in _LIMITS if name in names)
    limit = next((int(found[0]) for found in values if found), None)
    return {"headers": tuple(sorted(names)[:10]), "limit": limit}
