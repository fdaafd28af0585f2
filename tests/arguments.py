"""Valid arguments for any operation of the document, referring to items in a sandbox."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from journeybee.sandbox import Sandbox
from journeybee.sandbox.spec.document import Operation
from journeybee.sandbox.spec.references import split

Arguments = tuple[dict[str, str], dict[str, Any], Any]


def example_arguments(
    document: Mapping[str, Any], operation_id: str, sandbox: Sandbox
) -> Arguments:
    """Path parameters, query and JSON body (None without one) of a call that should succeed.

    The body has every property of its schema, the query every required parameter. References are
    uuids of items in the sandbox (use the demo world); the path of a DELETE names an item that can
    be deleted. The sandbox is not changed.
    """
    example = _Example(document, sandbox, sandbox.spec.operations[operation_id])
    path = example.path()
    return path, example.query(), example.body(path)


class _Example:
    def __init__(self, document: Mapping[str, Any], sandbox: Sandbox, operation: Operation) -> None:
        self.document = document
        self.sandbox = sandbox
        self.resources = sandbox.resources
        self.operation = operation

    def path(self) -> dict[str, str]:
        names = self.operation.path_names
        if not names:
            return {}
        if not self.operation.is_item:
            return {names[0]: self._first(self.operation.parent_kind or "")}
        if len(names) == 1:
            kind = self.operation.kind
            if 409 in self.operation.refusals:
                return {names[0]: self._unused(kind)}
            return {names[0]: self._first(kind)}
        parent_kind = self.operation.parent_kind or ""
        for parent in self.sandbox.store.items(parent_kind):
            if self.operation.kind == "leads/assigned-users":
                members = parent["assigned_users"]
            else:
                members = self.resources.members(self.operation, parent["uuid"])
            if members:
                return dict(zip(names, (parent["uuid"], members[0]["uuid"]), strict=True))
        raise LookupError(f"no {self.operation.kind} in the sandbox")

    def query(self) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for parameter in self.operation.parameters:
            if parameter.location == "query" and parameter.required:
                result[parameter.name] = self._value(parameter.schema, parameter.name)
        return result

    def body(self, path: dict[str, str]) -> Any:
        if self.operation.body is None:
            return None
        body = self._value(self.operation.body, "")
        # These must match: an entity and its type, a lead without a quote, a task's own lead.
        if "entity_type" in body:
            body["entity_type"] = "partner"
        if self.operation.id == "create_custom_field_value":
            body["custom_field_uuid"] = self._unset_field(body["entity_uuid"])
        if self.operation.id == "create_lead_task":
            body["lead_uuid"] = path["uuid"]
        return body

    def _unset_field(self, entity: str) -> str:
        values = self.sandbox.store.children("custom-field-values", entity)
        used = {value["custom_field_uuid"] for value in values}
        fields = self.sandbox.store.items("custom-fields")
        return next(str(field["uuid"]) for field in fields if field["uuid"] not in used)

    def _first(self, kind: str) -> str:
        """The first item of a kind; for leads, one without a quote that would refuse products."""
        items = self.sandbox.store.items(kind)
        for item in items:
            if (f"{kind}/quote", item.get("uuid", "")) not in self.sandbox.store.singletons:
                return str(item.get("uuid") or item["id"])
        raise LookupError(f"no {kind} in the sandbox")

    def _unused(self, kind: str) -> str:
        keys = [str(item.get("uuid") or item["id"]) for item in self.sandbox.store.items(kind)]
        for key in keys:
            if next(self.sandbox.store.referrers(key), None) is None:
                return key
        return keys[0]

    def _value(self, schema: Mapping[str, Any], name: str) -> Any:
        if "default" in schema:
            return copy.deepcopy(schema["default"])
        schema = self.sandbox.spec.resolve(schema)
        for key in ("anyOf", "oneOf"):
            if key in schema:
                return self._value(schema[key][0], name)
        if "enum" in schema:
            return schema["enum"][0]
        kinds = schema.get("type", "object")
        match kinds if isinstance(kinds, str) else kinds[0]:
            case "object":
                properties = schema.get("properties", {})
                return {key: self._value(part, key) for key, part in properties.items()}
            case "array":
                parts = schema.get("prefixItems") or [schema.get("items", {"type": "string"})]
                return [self._value(part, name) for part in parts]
            case "boolean":
                return True
            case "integer" | "number":
                return max(1, schema.get("minimum", 1))
            case _:
                return self._text(schema, name)

    def _text(self, schema: Mapping[str, Any], name: str) -> str:
        prefix, suffix = split(name)
        if suffix:
            kind = self.resources.kind_of(prefix)
            # A kind without a collection in the spec may be anything; assets are attached.
            return self._first(kind or ("partners" if prefix == "entity" else "assets"))
        if "email" in name:
            return "ada@example.com"
        if name.endswith("url"):
            return "https://example.com/file.png"
        if name.endswith("date") or schema.get("format") == "date-time":
            return "2025-01-15T00:00:00Z"
        return f"Example {name}"
