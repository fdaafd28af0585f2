"""Creates, reads, changes and deletes a row of a resource: only one that it made itself."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

import anyio
import attrs

from journeybee.errors import ConfigurationError
from journeybee.jsonvalue import is_object
from journeybee.verify.arguments import MissingRowsError, Row, Sources, WaitingError
from journeybee.verify.compare import Findings, compare
from journeybee.verify.document import Document, Node, Operation
from journeybee.verify.result import Result
from journeybee.verify.server import Answer, BudgetSpentError, Server

# The row is created, read, changed, deleted and read once more.
MOST_REQUESTS = 5
_TEXTS = ("name", "label", "title", "description")


@attrs.frozen
class Writable:
    """The operations on the rows of one resource."""

    create: Operation
    delete: Operation
    get: Operation | None
    update: Operation | None


def writable(document: Document, name: str) -> Writable:
    """The operations of a resource, named as its path; ConfigurationError if they are too few."""
    key = f"/{name.replace('_', '-')}"
    found: dict[str, Operation] = {}
    for operation in document.operations.values():
        parent, _, last = operation.key.rpartition("/")
        if operation.key == key:
            found[f"{operation.method} all"] = operation
        elif parent == key and last.startswith("{"):
            found[operation.method] = operation
    if "POST all" not in found or "DELETE" not in found:
        raise ConfigurationError(f"cannot try writes of {name}: no row can be created and deleted")
    return Writable(found["POST all"], found["DELETE"], found.get("GET"), found.get("PATCH"))


class Trial:
    """Tries the writes of one resource, and removes what it created."""

    def __init__(self, server: Server, sources: Sources, rows: Mapping[str, Row | None]) -> None:
        self._server = server
        self._sources = sources
        self._rows = rows
        # Identifies the row, whatever id the server answers with.
        self._token = secrets.token_hex(6)
        self._marker = f"journeybee verify {self._token}"
        self._results: list[Result] = []

    async def run(self, resource: Writable) -> list[Result]:
        """The result of each operation; BudgetSpentError, before any, if requests are too few."""
        if self._server.limit - self._server.requests < MOST_REQUESTS:
            raise BudgetSpentError
        try:
            body = self._body(resource.create)
        except (MissingRowsError, WaitingError) as missing:
            note = str(missing) or "what it refers to was not read"
            return [Result(resource.create.id, note=note)]
        if self._token not in str(body):
            note = "it has no text field to mark its row with"
            return [Result(resource.create.id, note=note)]
        created = await self._try(resource.create, {}, body)
        row = _id_of(created)
        if row is None:
            return self._results
        marked = self._is_marked(created)
        try:
            if resource.get is not None:
                marked |= self._is_marked(await self._try(resource.get, row))
            change = self._change(resource.update) if resource.update else {}
            if marked and resource.update is not None and change:
                await self._try(resource.update, row, change)
        finally:
            with anyio.CancelScope(shield=True):
                await self._remove(resource, row, marked=marked)
        return self._results

    async def _remove(self, resource: Writable, row: str | int, *, marked: bool) -> None:
        if not marked:
            note = "the row that came back is not the one that was sent: it is left as it is"
            self._results.append(Result(resource.delete.id, note=note))
            return
        # Retries may have used up the budget: the row is deleted all the same.
        self._server.limit = max(self._server.limit, self._server.requests + 2)
        gone = await self._try(resource.delete, row)
        if gone.status < 300 and resource.get is not None:
            after = await self._server.ask(resource.get, _path(resource.get, row), {})
            if after.status != 404:
                note = f"the row can still be read after it: {after.status}"
                self._results[-1] = attrs.evolve(self._results[-1], note=note)

    async def _try(
        self, operation: Operation, row: str | int | dict[str, Any], body: Any = None
    ) -> Answer:
        path = {} if isinstance(row, dict) else _path(operation, row)
        answer = await self._server.ask(operation, path, {}, body)
        found = {"field": Findings()}
        if answer.status == operation.status and operation.response is not None:
            compare(operation.response, answer.body, found["field"])
        if operation.method != "GET":
            self._results.append(Result.of(operation, found, status=answer.status))
        return answer

    def _is_marked(self, answer: Answer) -> bool:
        values = answer.body.values() if is_object(answer.body) else ()
        return any(isinstance(value, str) and self._token in value for value in values)

    def _body(self, operation: Operation) -> dict[str, Any]:
        schema = _body_schema(operation)
        required = [str(name) for name in schema.child("required").value or ()]
        texts = _free_texts(schema)
        if not set(texts) & set(required):
            required += texts[:1]
        return {name: self._value(schema, name) for name in required}

    def _change(self, operation: Operation) -> dict[str, Any]:
        texts = _free_texts(_body_schema(operation))
        return dict.fromkeys(texts, f"{self._marker} 2")

    def _value(self, schema: Node, name: str) -> Any:
        node = schema.child("properties", name).resolved()
        if "enum" in node.value:
            return node.value["enum"][0]
        if name.endswith(("_uuid", "_id")):
            return self._sources.reference(name, self._rows)
        if name == "email":
            return f"{self._marker.replace(' ', '-')}@example.com"
        if name == "url":
            return f"https://example.com/{self._marker.replace(' ', '-')}"
        kind = _kind(schema, name)
        plain: dict[str, Any] = {"boolean": False, "array": [], "object": {}}
        if kind in ("integer", "number"):
            return node.value.get("minimum", 1)
        return plain.get(kind, self._marker)


def _path(operation: Operation, row: str | int) -> dict[str, Any]:
    return {p.name: row for p in operation.parameters if p.place == "path"}


def _id_of(answer: Answer) -> str | int | None:
    if answer.status >= 300 or not is_object(answer.body):
        return None
    found = answer.body.get("uuid") or answer.body.get("id")
    return found if isinstance(found, str | int) else None


def _body_schema(operation: Operation) -> Node:
    content = operation.node.child("requestBody").resolved().child("content")
    return content.child("application/json", "schema").resolved()


def _kind(schema: Node, name: str) -> str:
    kinds = schema.child("properties", name).resolved().child("type").value
    return kinds if isinstance(kinds, str) else next(iter(kinds or ()), "")


def _free_texts(schema: Node) -> list[str]:
    """The members that take any text, judging by their names."""
    members: dict[str, Any] = schema.child("properties").value or {}
    return [
        name
        for name in members
        if name.endswith(_TEXTS)
        and _kind(schema, name) == "string"
        and "enum" not in schema.child("properties", name).resolved().value
    ]
