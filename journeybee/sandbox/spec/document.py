"""The API description as the sandbox reads it: its operations, and the routing of requests."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

import attrs

from journeybee.jsonvalue import is_array, is_object

METHODS = ("get", "post", "put", "patch", "delete")
DOCUMENT_URI = "urn:journeybee:openapi"

Schema = Mapping[str, Any]
# What `true` and `false` are read as; one object, since shapes are known by identity.
ANYTHING: Schema = {}


@attrs.frozen
class Parameter:
    """One path or query parameter of an operation; `is_json` when its text is JSON."""

    name: str
    location: str
    required: bool
    schema: Schema
    is_json: bool = False


@attrs.frozen
class Operation:
    """One operation; `kind` names the resource its path leads to, such as "leads/notes".

    `evidence` says how the operation is known: documented, observed, mentioned or inferred, ""
    if the spec does not say.
    """

    id: str
    method: str
    path: str
    permission: str
    parameters: tuple[Parameter, ...]
    body: Schema | None
    body_required: bool
    status: int
    response: Schema | None
    pattern: re.Pattern[str]
    kind: str
    refusals: frozenset[int]
    tag: str
    evidence: str

    @property
    def is_item(self) -> bool:
        """Whether the path ends in an identifier, and so names one item of a collection."""
        return self.path.endswith("}")

    @property
    def path_names(self) -> list[str]:
        return re.findall(r"\{([^}]+)\}", self.path)

    @property
    def parent_kind(self) -> str | None:
        """The collection of the path's parent item: "leads" for /leads/{uuid}/notes."""
        collection = self.path[: self.path.rindex("/{")] if self.is_item else self.path
        head, found, _ = collection.rpartition("}")
        return _kind(head.rpartition("/{")[0]) if found else None


class Spec:
    """An OpenAPI 3.1 document: operations in routing order, and references resolved."""

    def __init__(
        self, document: Mapping[str, Any], evidence: Mapping[str, str] | None = None
    ) -> None:
        self.document: dict[str, Any] = _with_absolute_references(document)
        self._evidence = evidence or {}
        self.operations = {operation.id: operation for operation in self._read_operations()}
        # A fixed segment takes precedence over a placeholder in the same position.
        self._routes = sorted(self.operations.values(), key=lambda o: len(o.path_names))
        self.collections = {
            operation.kind: operation
            for operation in self.operations.values()
            if operation.method == "GET" and not operation.is_item and self._lists(operation)
        }

    def resolve(self, node: Schema | bool) -> Schema:  # noqa: FBT001 - JSON Schema has such
        """The node itself, or what its `$ref` chain points to; `true` and `false` say nothing."""
        while not isinstance(node, bool) and "$ref" in node:
            target: Any = self.document
            for part in str(node["$ref"]).partition("#/")[2].split("/"):
                key = part.replace("~1", "/").replace("~0", "~")
                target = target[int(key) if is_array(target) else key]
            node = target
        return ANYTHING if isinstance(node, bool) else node

    def published(self, server: str) -> dict[str, Any]:
        """The document as it was read, for clients of a server at that URL."""
        text = json.dumps(self.document).replace(f'"{DOCUMENT_URI}#', '"#')
        return {**json.loads(text), "servers": [{"url": server}]}

    def match(self, method: str, path: str) -> tuple[Operation, dict[str, str]] | None:
        """The operation and its decoded path parameters for a raw path below the prefix."""
        for operation in self._routes:
            if operation.method == method and (found := operation.pattern.fullmatch(path)):
                values = [unquote(value) for value in found.groups()]
                return operation, dict(zip(operation.path_names, values, strict=True))
        return None

    def methods(self, path: str) -> list[str]:
        """The methods that the spec has for a raw path below the prefix."""
        found = {o.method for o in self._routes if o.pattern.fullmatch(path)}
        return sorted(found)

    def of_kind(self, kind: str) -> list[Operation]:
        """The operations on the items of a kind."""
        return [operation for operation in self.operations.values() if operation.kind == kind]

    def item_schema(self, operation: Operation) -> Schema | None:
        """The schema of one item in what the operation answers: page, array or object."""
        schema = self._list_in(operation.response or {})
        if "pagination" in schema.get("properties", {}):
            schema = self.resolve(schema["properties"]["data"])
        if schema.get("type") == "array":
            return self.resolve(schema.get("items", {}))
        return schema or None

    def _list_in(self, schema: Schema) -> Schema:
        """The array of a union that has one, else the schema itself."""
        schema = self.resolve(schema)
        branches = map(self.resolve, schema.get("anyOf", ()))
        return next((branch for branch in branches if branch.get("type") == "array"), schema)

    def _lists(self, operation: Operation) -> bool:
        schema = self._list_in(operation.response or {})
        return schema.get("type") == "array" or "pagination" in schema.get("properties", {})

    def _read_operations(self) -> list[Operation]:
        return [
            self._read_operation(path, method, entry)
            for path, entry in self.document["paths"].items()
            for method in METHODS
            if method in entry
        ]

    def _read_operation(self, path: str, method: str, entry: Mapping[str, Any]) -> Operation:
        raw = entry[method]
        found = [
            self.resolve(p) for p in [*entry.get("parameters", ()), *raw.get("parameters", ())]
        ]
        body = self.resolve(raw.get("requestBody", {}))
        # A spec without a success means it by `default`, or says nothing of a body.
        responses = {str(code): response for code, response in raw["responses"].items()}
        documented = [code for code in responses if code.startswith("2")] or ["default"]
        # Where a page leaves it open whether a creation answers 200 or 201, it answers 201.
        status = max(documented) if method == "post" else min(documented)
        return Operation(
            id=raw["operationId"],
            method=method.upper(),
            path=path,
            permission=raw.get("x-permission", "read" if method == "get" else "write"),
            parameters=tuple(
                Parameter(
                    p["name"],
                    p["in"],
                    p.get("required", False),
                    p.get("schema") or _json_schema(p) or {},
                    "content" in p,
                )
                for p in found
                if p["in"] in ("path", "query")
            ),
            body=_json_schema(body),
            body_required=body.get("required", False),
            status=_status(status),
            response=_json_schema(self.resolve(responses.get(status, {}))),
            pattern=_pattern(path),
            kind=_kind(path[: path.rindex("/{")] if path.endswith("}") else path),
            refusals=frozenset(_status(code) for code in responses if code[0] in "45"),
            tag=next(iter(raw.get("tags", ())), ""),
            evidence=self._evidence.get(raw["operationId"]) or raw.get("x-evidence", ""),
        )


def _status(code: str) -> int:
    """The status that an answer has: of a range, `4XX`, the plain one."""
    text = code.upper().replace("X", "0")
    return int(text) if text.isdigit() else 200


def _json_schema(node: Mapping[str, Any]) -> Schema | None:
    content = node.get("content", {}).get("application/json")
    return content.get("schema") if content else None


def _kind(path: str) -> str:
    return "/".join(part for part in path.split("/") if part and not part.startswith("{"))


def _pattern(path: str) -> re.Pattern[str]:
    parts = [
        r"([^/]+)" if part.startswith("{") else re.escape(part)
        for part in path.strip("/").split("/")
    ]
    # The vendor's pages write collection roots both ways, so both answer.
    return re.compile("/" + "/".join(parts) + ("/?" if len(parts) == 1 else ""))


def _with_absolute_references(node: Any) -> Any:
    """A copy with absolute references, so that any part can be validated by itself."""
    if is_object(node):
        return {
            key: DOCUMENT_URI + value
            if key == "$ref" and isinstance(value, str) and value.startswith("#")
            else _with_absolute_references(value)
            for key, value in node.items()
        }
    if is_array(node):
        return [_with_absolute_references(value) for value in node]
    return node
