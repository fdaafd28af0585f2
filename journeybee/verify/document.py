"""The spec of a surface, read for its operations; a schema knows where in the document it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Self

import attrs

from journeybee.jsonvalue import is_array, is_object

_SIZES = ("per_page", "pageSize", "page_size", "perPage", "limit")
_MOST_REFERENCES = 30

Steps = tuple[str | int, ...]


def value_at(value: Any, steps: Steps) -> Any:
    """The value that steps lead to; None where there is nothing."""
    for step in steps:
        if is_object(value) and isinstance(step, str):
            value = value.get(step)
        else:
            value = value[step] if is_array(value) and isinstance(step, int) else None
    return value


@attrs.frozen
class Node:
    """A value in a document, and the steps that lead to it."""

    document: Any = attrs.field(repr=False, eq=False)
    steps: Steps
    value: Any = attrs.field(repr=False, eq=False)

    def child(self, *steps: str | int) -> Node:
        """What is below this value; its `value` is None where there is nothing."""
        value = value_at(self.value, steps)
        return Node(self.document, (*self.steps, *steps), value)

    def resolved(self) -> Node:
        """The node that a `$ref` leads to; this one if it has none."""
        node = self
        for _ in range(_MOST_REFERENCES):
            reference = node.value.get("$ref") if is_object(node.value) else None
            if not isinstance(reference, str) or not reference.startswith("#/"):
                return node
            steps = (s.replace("~1", "/").replace("~0", "~") for s in reference[2:].split("/"))
            node = Node(self.document, (), self.document).child(*steps)
        return node

    def items(self, key: str) -> Iterator[Node]:
        """The nodes of the list under a key."""
        found = self.child(key)
        for number in range(len(found.value) if is_array(found.value) else 0):
            yield found.child(number)


@attrs.frozen
class Parameter:
    """A parameter of a path or a query."""

    name: str
    place: str
    required: bool
    schema: Node


@attrs.frozen
class Operation:
    """An operation as the spec has it.

    Attributes:
        status: its first documented success.
        response: the schema of that response's JSON, None for none.
        observed: what an earlier verification found, from `x-observed`.
    """

    id: str
    method: str
    path: str
    evidence: str
    node: Node
    parameters: tuple[Parameter, ...]
    status: int
    response: Node | None
    observed: Mapping[str, Any]

    @property
    def item(self) -> Node | None:
        """The schema of a row, None where the operation does not list rows."""
        return None if self.response is None else _item(self.response, depth=0)

    @property
    def names(self) -> frozenset[str]:
        """The names of its query parameters."""
        return frozenset(p.name for p in self.parameters if p.place == "query")

    @property
    def size(self) -> Parameter | None:
        """The parameter with the rows of a page, None where it does not list numbered pages."""
        if self.item is None or "page" not in self.names:
            return None
        return next((p for p in self.parameters if p.name in _SIZES), None)

    @property
    def is_read(self) -> bool:
        """Whether it changes nothing: a GET, or a POST that only reports."""
        return self.method == "GET" or bool(self.node.value.get("x-idempotent"))

    @property
    def key(self) -> str:
        """The path without a slash at its end."""
        return self.path.rstrip("/")

    def error(self, status: int) -> Node | None:
        """The schema of an error's JSON."""
        return _json_schema(self.node.child("responses", str(status)))


@attrs.frozen
class Document:
    """The spec of a surface."""

    content: Any = attrs.field(repr=False)
    operations: Mapping[str, Operation]

    @classmethod
    def read(cls, content: Any) -> Self:
        """Read an OpenAPI document whose operations have ids."""
        root = Node(content, (), content)
        found = (
            _operation(root.child("paths", path), path, method)
            for path, methods in content["paths"].items()
            for method in ("get", "post", "put", "patch", "delete")
            if method in methods
        )
        return cls(content, {operation.id: operation for operation in found})


def _operation(item: Node, path: str, method: str) -> Operation:
    node = item.child(method)
    parameters = [*item.items("parameters"), *node.items("parameters")]
    statuses = [code for code in node.value.get("responses", {}) if code.startswith("2")]
    status = statuses[0] if statuses else "200"
    return Operation(
        id=node.value["operationId"],
        method=method.upper(),
        path=path,
        evidence=node.value.get("x-evidence", "documented"),
        node=node,
        parameters=tuple(_parameter(parameter.resolved()) for parameter in parameters),
        status=int(status) if status.isdecimal() else 200,
        response=_json_schema(node.child("responses", status)),
        observed=node.value.get("x-observed") or {},
    )


def _parameter(node: Node) -> Parameter:
    value = node.value
    schema = node.child("schema").resolved()
    return Parameter(value["name"], value["in"], bool(value.get("required")), schema)


def _json_schema(response: Node) -> Node | None:
    content = response.resolved().child("content")
    for media in content.value or ():
        if "json" in media:
            return content.child(media, "schema")
    return None


def _item(schema: Node, depth: int) -> Node | None:
    schema = schema.resolved()
    if depth > 3 or not is_object(schema.value):
        return None
    if "items" in schema.value:
        return schema.child("items")
    data = schema.child("properties", "data")
    if is_object(data.value) and "items" in data.resolved().value:
        return data.resolved().child("items")
    found = (_item(option, depth + 1) for option in schema.items("anyOf"))
    return next((item for item in found if item is not None), None)
